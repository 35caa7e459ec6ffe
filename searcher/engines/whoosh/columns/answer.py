"""One query answered: the tiers that are opened, the best articles of each, totals and facets."""

from collections.abc import Iterator
from datetime import date
from functools import partial

import numpy as np
from numpy.typing import NDArray

from searcher.engines import tiers
from searcher.engines.whoosh.columns.best import best
from searcher.engines.whoosh.columns.collection import Collection, Floats, Ints
from searcher.engines.whoosh.columns.docs import Docs, Mask, union
from searcher.engines.whoosh.columns.match import Matcher
from searcher.engines.whoosh.columns.rough import RoughScorer, Rows
from searcher.engines.whoosh.columns.score import Scorer
from searcher.engines.whoosh.columns.stored import KEYWORDS, UNDATED, day_number
from searcher.engines.whoosh.columns.tally import tallied, tallied_days
from searcher.model import ANY, Candidates, Facet, Facets, Filters, Query, Sort, Tier

FEW = 2048
"""So many articles are scored exactly without a look at which of them can be among the best."""


class Answer:
    """What is computed for one query; it belongs to the thread that asked."""

    def __init__(self, collection: Collection, rows: Rows, query: Query) -> None:
        self._collection = collection
        self._query = query
        self._matcher = Matcher(collection, rows.lookup, query)
        self._scorer = Scorer(rows.lookup, self._matcher)
        self._rough = RoughScorer(rows, self._matcher, self._scorer)

    def candidates(self, limit: int, *, facets: bool = True) -> Candidates:
        """Return the best `limit` matches with exact totals and, if wanted, facets over all of them."""
        opened = self._opened()
        numbers, scores, tier_of = self._collected(opened, limit)
        facets = facets and not self._matcher.out_of_time()
        totals = {tier: docs.count() for tier, docs in opened.items()}
        return Candidates(
            ids=tuple(self._collection.ids(numbers)),
            scores=scores,
            tiers=tier_of,
            numbers=numbers,
            total=sum(totals.values()),
            tier_totals=totals,
            facets=self._facets(list(opened.values())) if facets else Facets(),
            partial=self._matcher.cut,
            touched=self._matcher.touched + self._scorer.touched + self._rough.touched,
            tiers_of=partial(_tiers_of, opened),
        )

    def _facets(self, opened: list[Docs]) -> Facets:
        return tallied(self._collection, self._every(opened))

    def _every(self, opened: list[Docs]) -> Ints:
        """Return the articles of all opened tiers."""
        every = opened[0] if len(opened) == 1 else union(opened, self._collection.size)
        return every.listed()

    def days(self) -> tuple[Facet, ...]:
        """Count the matches on each day."""
        return tallied_days(self._collection, self._every(list(self._opened().values())))

    def _opened(self) -> dict[Tier, Docs]:
        """Return the opened tiers that are not empty, the best first; each lacks what a better one has."""
        allowed = allowed_articles(self._collection, self._query)
        wanted = tiers.enough(self._query)
        opened: dict[Tier, Docs] = {}
        count = 0
        before: Docs | None = None
        for tier, docs in self._tiers():
            if docs is before:
                continue
            before = docs
            fresh = docs.within(allowed)
            for better in opened.values():
                fresh = fresh.without(better)
            added = fresh.count()
            if added:
                opened[tier] = fresh
            count += added
            if count >= wanted or self._matcher.cut:
                break
        return opened

    def _tiers(self) -> Iterator[tuple[Tier, Docs]]:
        """Yield all matches of each tier; those that are not asked for are not computed."""
        tree = self._query.tree
        yield Tier.EXACT, self._matcher.match(tree, folded=False)
        yield Tier.FOLDED, self._matcher.match(tree, folded=True)
        yield Tier.MOST, self._matcher.most(tree)

    def _collected(
        self, opened: dict[Tier, Docs], limit: int
    ) -> tuple[Ints, Floats, NDArray[np.int8]]:
        """Return numbers, scores and tiers of the best articles, tier by tier if they are not mixed."""
        if not limit:
            return np.zeros(0, np.int64), np.zeros(0), np.zeros(0, np.int8)
        if self._query.mixed and opened:
            return self._mixed(opened, limit)
        if len(opened) == 1:
            ((tier, docs),) = opened.items()
            found, points = self._ranked(docs, limit)
            return found, points, np.full(len(found), tier, np.int8)
        numbers, scores, levels = [np.zeros(0, np.int64)], [np.zeros(0)], [np.zeros(0, np.int8)]
        room = limit
        for tier, docs in opened.items():
            if room > 0:
                found, points = self._ranked(docs, room)
                numbers.append(found)
                scores.append(points)
                levels.append(np.full(len(found), tier, np.int8))
                room -= len(found)
        return np.concatenate(numbers), np.concatenate(scores), np.concatenate(levels)

    def _mixed(self, opened: dict[Tier, Docs], limit: int) -> tuple[Ints, Floats, NDArray[np.int8]]:
        every = list(opened.values())
        found, points = self._ranked(union(every, self._collection.size), limit)
        return found, points, _tiers_of(opened, found)

    def _ranked(self, docs: Docs, limit: int) -> tuple[Ints, Floats]:
        """Return the best articles of a tier and their scores, best first."""
        if self._query.sort is not Sort.RELEVANCE:
            return self._by_date(docs.listed(), limit)
        numbers = self._contenders(docs, limit)
        scores = self._scorer.scores(self._query, numbers)
        order = best(self._collection, numbers, [scores, self._collection.time[numbers]], limit)
        return numbers[order], scores[order]

    def _contenders(self, docs: Docs, limit: int) -> Ints:
        """Return the articles that must be scored exactly."""
        if docs.count() <= FEW or self._query.tree is None:
            return docs.listed()
        found = self._rough.contenders(self._query, docs, limit)
        return self._newest(docs) if len(found) > FEW and self._matcher.out_of_time() else found

    def _newest(self, docs: Docs) -> Ints:
        """Return the newest of the matches, as many as can be scored in no time."""
        numbers = docs.listed()
        newest = best(self._collection, numbers, [self._collection.time[numbers]], FEW)
        return np.sort(numbers[newest])

    def _by_date(self, numbers: Ints, limit: int) -> tuple[Ints, Floats]:
        time = self._collection.time[numbers]
        if self._query.sort is Sort.OLDEST:
            time = np.where(time == UNDATED, UNDATED, -time)
        chosen = numbers[best(self._collection, numbers, [time], limit)]
        ascending = np.argsort(chosen)
        scores = np.empty(len(chosen))
        scores[ascending] = self._scorer.scores(self._query, chosen[ascending])
        return chosen, scores


def _tiers_of(opened: dict[Tier, Docs], numbers: Ints) -> NDArray[np.int8]:
    """Return the tiers in which some articles are, -1 for none."""
    found = np.full(len(numbers), -1, np.int8)
    for tier, docs in opened.items():
        found[docs.has(numbers)] = tier
    return found


def allowed_articles(collection: Collection, query: Query) -> Mask | None:
    """Return which articles are live and pass the filters: bool of shape (articles,), None for all."""
    allowed = collection.live
    if collection.is_whole and query.filters == ANY and not query.exclude:
        return None
    if query.filters != ANY:
        allowed = allowed & _within_days(collection, query.filters)
        for name in KEYWORDS:
            wanted = getattr(query.filters, name)
            if wanted is not None:
                allowed = allowed & collection.keywords[name].mask(wanted)
    excluded = [number for number in map(collection.find, query.exclude) if number >= 0]
    if excluded:
        allowed = allowed.copy()
        allowed[excluded] = False
    return allowed


def _within_days(collection: Collection, filters: Filters) -> Mask:
    if filters.since is None and filters.until is None:
        return np.ones(collection.size, bool)
    since, until = day_number(filters.since or date.min), day_number(filters.until or date.max)
    inside: Mask = (collection.day >= since) & (collection.day <= until)
    return inside
