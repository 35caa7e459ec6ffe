"""Tiers opened one after another: as few requests as the answer needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from searcher.engines import tiers
from searcher.engines.opensearch.asking import (
    Found,
    among,
    counting,
    day_counts,
    facet_counts,
    facets_of,
    found_in,
    named,
    request,
    total_of,
    values_of,
)
from searcher.engines.opensearch.fetching import Fetching, columns, fields_of, is_partial
from searcher.engines.opensearch.mapping import Json
from searcher.engines.opensearch.matching import NOTHING, Matching, allowed, but, either, every
from searcher.engines.opensearch.points import Points
from searcher.engines.opensearch.rescoring import rescored, spare
from searcher.engines.opensearch.shelf import Shelf
from searcher.engines.opensearch.vocabulary import Vocabulary
from searcher.errors import ClusterUnreachable
from searcher.model import Candidates, Facet, Facets, Query, Sort, Tier

LADDER = (Tier.EXACT, Tier.FOLDED, Tier.MOST)
"""Tiers in the order in which they are opened."""
LATE: Json = {
    "hits": {"hits": [], "total": {"value": 0}},
    "_shards": {"total": 0, "successful": 0},
    "timed_out": True,
}
"""The answer of a cluster that has none in time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A query as clauses: what each tier matches with the better ones (`trees`) and without, and what is scored."""

    query: Query
    trees: Mapping[Tier, Json]
    rungs: Mapping[Tier, Json]
    points: Sequence[Json]
    touched: int

    def union(self, opened: Sequence[Tier], *, by_name: Sequence[Tier] = ()) -> Json:
        """Return the clause of some tiers together, whose hits say in which of those `by_name` they are.

        Better tiers that are not among them must be empty.
        """
        clauses = {tier: self.trees[tier] for tier in opened}
        clauses |= {tier: named(clauses[tier], tier.name) for tier in by_name}
        return every([either(list(clauses.values())), *allowed(self.query)])


def asked(query: Query, vocabulary: Vocabulary) -> Asked:
    """Return the clauses of a query."""
    matching = Matching(vocabulary, query.limits.prefix_keys)
    exact = matching.tree(query.tree, folded=False)
    folded = matching.tree(query.tree, folded=True)
    most = matching.most(query.tree)
    limits = allowed(query)
    rungs = {
        Tier.EXACT: every([exact, *limits]),
        Tier.FOLDED: every([but(folded, exact), *limits]),
        Tier.MOST: every([but(but(most, exact), folded), *limits]),
    }
    trees = {Tier.EXACT: exact, Tier.FOLDED: folded, Tier.MOST: most}
    points = Points(vocabulary, matching).of(query)
    return Asked(query=query, trees=trees, rungs=rungs, points=points, touched=matching.touched)


class Answering:
    """Answers queries from one index."""

    def __init__(self, fetching: Fetching, vocabulary: Vocabulary, shelf: Shelf) -> None:
        self._shelf = shelf
        self._fetching = fetching
        self._vocabulary = vocabulary

    def search(self, query: Query, limit: int) -> Candidates:
        """Return the best matches with exact totals and facets."""
        want = asked(query, self._vocabulary)
        found = self._together(want, limit) if query.mixed else self._in_turn(want, limit)
        return replace(found, touched=want.touched)

    def days(self, query: Query) -> tuple[Facet, ...]:
        """Count the matches on each day."""
        want = asked(query, self._vocabulary)
        opened: dict[Tier, Json] = {}
        for tier in LADDER:
            if _reaches(tiers.enough(query), opened):
                break
            if want.rungs[tier] != NOTHING:
                body = {**counting(want.rungs[tier]), "aggs": day_counts()}
                opened[tier] = self._fetching.search(_counting_all(want, tier, opened, body))
        counts = _counts(opened)
        return values_of(counts["date"]) if counts else ()

    def _in_turn(self, want: Asked, limit: int) -> Candidates:
        """Ask for one tier after another until there is a page, or no time."""
        opened: dict[Tier, Json] = {}
        for tier in LADDER:
            if _is_late(want, opened) or _reaches(tiers.enough(want.query), opened):
                break
            if want.rungs[tier] != NOTHING:
                opened[tier] = self._next(want, tier, limit, opened)
        found = [(tier, one) for tier, answer in opened.items() for one in found_in(answer)]
        best = self._rescored(want, found)[:limit]
        totals = {tier: total for tier, answer in opened.items() if (total := total_of(answer))}
        counts = _counts(opened)
        facets = facets_of(counts) if counts else Facets()
        candidates = self._candidates(want, best, totals, facets)
        return replace(candidates, partial=_is_late(want, opened))

    def _next(self, want: Asked, tier: Tier, limit: int, opened: Mapping[Tier, Json]) -> Json:
        """Return the answer of one tier: nothing of one that is late behind others that were not."""
        try:
            return self._hits(want, tier, limit, opened)
        except ClusterUnreachable:
            if not want.query.deadline.passed or not any(map(total_of, opened.values())):
                raise
            return LATE

    def _rescored(
        self, want: Asked, found: Sequence[tuple[Tier, Found]]
    ) -> Sequence[tuple[Tier, Found]]:
        """Return the articles with exact scores, in the order of these."""
        tier_of = {one.number: tier for tier, one in found}
        exact = rescored(
            [one for _, one in found], want.query, self._vocabulary, self._shelf, tier_of
        )
        return [(tier_of[one.number], one) for one in exact]

    def _hits(self, want: Asked, tier: Tier, limit: int, opened: Mapping[Tier, Json]) -> Json:
        size = spare(limit) if want.query.sort is Sort.RELEVANCE else limit
        body = request(want.rungs[tier], want.points, size, want.query.sort)
        counted = _counting_all(want, tier, opened, {"aggs": facet_counts(), **body})
        return self._fetching.best(counted, want.query.deadline)

    def _together(self, want: Asked, limit: int) -> Candidates:
        """Ask for all tiers at once: hits say themselves in which they are."""
        if want.query.sort is not Sort.RELEVANCE:
            return self._in_turn(want, limit)
        open_ = [tier for tier in LADDER if want.rungs[tier] != NOTHING]
        late = want.query.deadline.passed
        if late or not open_:
            return replace(self._candidates(want, [], {}, Facets()), partial=late)
        *better, last = open_
        size = spare(limit)
        match = want.union(open_, by_name=better)
        body = request(match, want.points, size, want.query.sort)
        by_tier = {tier.name: {"filter": want.rungs[tier]} for tier in better}
        body["aggs"] = {**facet_counts(), **by_tier}
        answer = self._fetching.best(body, want.query.deadline)
        counts = answer["aggregations"]
        totals = {tier: int(counts[tier.name]["doc_count"]) for tier in better}
        totals[last] = total_of(answer) - sum(totals.values())
        found = [(_tier(one, last), one) for one in found_in(answer)]
        present = {tier: total for tier, total in totals.items() if total > 0}
        best = self._rescored(want, found)[:limit]
        candidates = self._candidates(want, best, present, facets_of(counts))
        return replace(candidates, partial=is_partial(answer))

    def _candidates(
        self,
        want: Asked,
        found: Sequence[tuple[Tier, Found]],
        totals: Mapping[Tier, int],
        facets: Facets,
    ) -> Candidates:
        numbers = np.array([one.number for _, one in found], np.int64)
        return Candidates(
            ids=tuple(one.id for _, one in found),
            scores=np.array([one.score for _, one in found], np.float64),
            tiers=np.array([tier for tier, _ in found], np.int8),
            total=sum(totals.values()),
            tier_totals=totals,
            facets=facets,
            numbers=numbers,
            tiers_of=partial(self._tiers_of, want, list(totals)),
        )

    def _tiers_of(
        self, want: Asked, opened: Sequence[Tier], numbers: NDArray[np.int64]
    ) -> NDArray[np.int8]:
        """Return in which of the opened tiers some articles are, -1 for none."""
        if not opened or not len(numbers):
            return np.full(len(numbers), -1, np.int8)
        these = {"terms": {"order": numbers.tolist()}}
        body = {
            "query": {
                "bool": {
                    "filter": [every([these, want.union(opened)])],
                    "should": [named(want.rungs[tier], tier.name) for tier in opened],
                }
            },
            "size": len(numbers),
            **columns(("order",)),
        }
        # what was not looked at in time is not outside of all tiers
        hits = self._fetching.in_time(body)["hits"]["hits"]
        tier_of = {
            int(fields_of(hit)["order"]): Tier[name]
            for hit in hits
            for name in hit.get("matched_queries", ())
        }
        return np.array([tier_of.get(number, -1) for number in numbers.tolist()], np.int8)


def _is_late(want: Asked, opened: Mapping[Tier, Json]) -> bool:
    """Tell whether to stop: a tier that was answered in part does not say whether another is wanted."""
    return want.query.deadline.passed or any(map(is_partial, opened.values()))


def _reaches(enough: int, opened: Mapping[Tier, Json]) -> bool:
    return sum(map(total_of, opened.values())) >= enough


def _counting_all(want: Asked, tier: Tier, opened: Mapping[Tier, Json], body: Json) -> Json:
    """Return a request for one tier whose aggregations count the tiers before it, too."""
    before = [one for one, answer in opened.items() if total_of(answer)]
    return among(body, want.rungs[tier], want.union([*before, tier])) if before else body


def _counts(opened: Mapping[Tier, Json]) -> Json | None:
    """Return the aggregations of the last tier that has some: they count those before it, too."""
    told = (answer.get("aggregations") for answer in reversed(list(opened.values())))
    return next(filter(None, told), None)


def _tier(found: Found, last: Tier) -> Tier:
    """Return the best tier that an article is in; what is in none with a name is in the last one."""
    return max((Tier[name] for name in found.names), default=last)
