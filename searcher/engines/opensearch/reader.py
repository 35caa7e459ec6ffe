"""Answers from one index of the cluster; everything finer is computed above it, from forward fields."""

from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from pathlib import Path
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from searcher.engines.explaining import explained
from searcher.engines.memory.records import article_from
from searcher.engines.opensearch.answering import Answering
from searcher.engines.opensearch.asking import (
    KEPT,
    Found,
    counting,
    day_range,
    found_in,
    request,
    total_of,
)
from searcher.engines.opensearch.connecting import Cluster
from searcher.engines.opensearch.explain import ClusterEvidence
from searcher.engines.opensearch.fetching import Fetching, is_partial
from searcher.engines.opensearch.forward import forward
from searcher.engines.opensearch.gathered import Ints
from searcher.engines.opensearch.indexes import Indexes
from searcher.engines.opensearch.mapping import Json
from searcher.engines.opensearch.matching import EVERYTHING, Matching, allowed, every
from searcher.engines.opensearch.points import Points
from searcher.engines.opensearch.record import read_record
from searcher.engines.opensearch.rescoring import rescored, spare
from searcher.engines.opensearch.rows import bins
from searcher.engines.opensearch.scorer import Scorer
from searcher.engines.opensearch.shelf import Shelf
from searcher.engines.opensearch.verify import verified
from searcher.engines.opensearch.vocabulary import Vocabulary
from searcher.errors import ArticleNotFound
from searcher.model import (
    ANY,
    Article,
    Candidates,
    Facet,
    Facets,
    Filters,
    Query,
    Reading,
    Sort,
    Statistics,
    Tier,
    Word,
)
from searcher.model.explanation import Explanation
from searcher.model.forward import Forward
from searcher.model.limits import NEVER, Deadline

Value = TypeVar("Value")

_AT_ONCE = 500
"""Articles of one page of a scan."""


class ClusterReader:
    """One generation; the index never changes after it was finished, so threads may share it."""

    def __init__(self, folder: Path, cluster: Cluster) -> None:
        self._record = read_record(folder)
        self._cluster = cluster
        self._vocabulary = Vocabulary(folder)
        self._fetching = Fetching(cluster, self._record.index)
        self._shelf = Shelf(self._record.index)
        self._answering = Answering(self._fetching, self._vocabulary, self._shelf)
        # a reader who opens a generation does not wait as long for a node that hangs as a writer does
        Indexes(cluster, seconds=cluster.settings.timeout).check(self._record.index)

    def until(self, deadline: Deadline) -> Self:
        """Return the same reader for one question: each of its requests keeps to the deadline."""
        if deadline == NEVER:
            return self
        bound = copy(self)
        bound._fetching = self._fetching.within(deadline)
        bound._answering = Answering(bound._fetching, self._vocabulary, self._shelf)
        return bound

    def search(self, query: Query, limit: int) -> Candidates:
        """Return the best matches."""
        return self._answering.search(query, limit)

    def days(self, query: Query) -> tuple[Facet, ...]:
        """Count the matches on each day."""
        return self._answering.days(query)

    def nearest(
        self,
        readings: Sequence[Reading],
        limit: int,
        *,
        filters: Filters = ANY,
        exclude: frozenset[str] = frozenset(),
    ) -> Candidates:
        """Return the articles with the greatest sums of the scores of some keys."""
        asked = Query(typed="", tree=None, extras=tuple(readings), filters=filters, exclude=exclude)
        points = Points(self._vocabulary, Matching(self._vocabulary)).of(asked)
        found, partial = self._best(points, 1, spare(limit), asked)
        best = rescored(found, asked, self._vocabulary, self._shelf)[:limit]
        return _candidates(best, partial=partial)

    def alike(
        self,
        signature: NDArray[np.uint8],
        limit: int,
        *,
        least: int = 1,
        filters: Filters = ANY,
        exclude: frozenset[str] = frozenset(),
    ) -> Candidates:
        """Return the articles whose signatures agree with one in most bins."""
        points = [
            {"constant_score": {"filter": {"term": {"bins": one}}}} for one in bins(signature)
        ]
        limits = Query(typed="", tree=None, filters=filters, exclude=exclude)
        found, partial = self._best(points, max(1, least), limit, limits)
        return _candidates(found, partial=partial)

    def _best(
        self, points: Sequence[Json], least: int, limit: int, limits: Query
    ) -> tuple[Sequence[Found], bool]:
        """Return the articles with the best sums of `least` of some clauses or more, and whether some may be missing."""
        if len(points) < least:
            return [], False
        body = request(every(allowed(limits)), points, limit, Sort.RELEVANCE)
        body["query"]["bool"]["minimum_should_match"] = least
        answer = self._fetching.best({**body, "track_total_hits": False})
        return found_in(answer), is_partial(answer)

    def numbers(self, ids: Sequence[str]) -> Ints:
        """Return the numbers of these ids."""
        columns: list[Json] = []
        for start in range(0, len(ids), _AT_ONCE):
            part = list(ids[start : start + _AT_ONCE])
            wanted = {"terms": {"id": part}}
            columns += self._fetching.columns(wanted, len(part), ("id", "order", *KEPT))
        self._shelf.keep(columns)  # who asks for numbers reads the articles next
        number_of = {one["id"]: int(one["order"]) for one in columns}
        return np.array([_there(number_of, id_) for id_ in ids], np.int64)

    def rarities(self, readings: Sequence[Reading]) -> NDArray[np.float64]:
        """Return the idf of each key; 0 where no article has it."""
        found = [self._vocabulary.rarity(one.view, one.key) for one in readings]
        return np.array(found, np.float64)

    def scores(self, query: Query, numbers: Ints) -> NDArray[np.float64]:
        """Return the first scores of some articles, as if they matched."""
        if not len(numbers):
            return np.zeros(0)
        gathered, _ = self._shelf.take(numbers, self._fetching)
        return Scorer(gathered, self._vocabulary).of(query)

    def forward(self, numbers: Ints, words: Sequence[Word]) -> Forward:
        """Return what the second look needs of some articles."""
        gathered, days = self._shelf.take(numbers, self._fetching)
        return forward(gathered, days, words, self._vocabulary)

    def signatures(self, numbers: Ints) -> NDArray[np.uint8]:
        """Return the signatures of some articles."""
        return self._shelf.signatures(numbers, self._fetching)

    def explain(self, query: Query, numbers: Ints) -> list[Explanation]:
        """Return what makes the first score of some matches."""
        gathered, _ = self._shelf.take(numbers, self._fetching)
        return explained(query, ClusterEvidence(gathered, self._vocabulary), len(numbers))

    def articles(self, ids: Sequence[str]) -> list[Article]:
        """Return the stored articles of these ids."""
        records = self._fetching.articles(ids)
        return [article_from(_there(records, id_)) for id_ in ids]

    def scan(self) -> Iterator[Article]:
        """Yield every article in the order they were written."""
        body = {"query": EVERYTHING, "size": _AT_ONCE, "sort": [{"order": "asc"}]}
        hits = self._fetching.walk({**body, "_source": ["article"], "track_total_hits": False})
        return (article_from(hit["_source"]["article"]) for hit in hits)

    def statistics(self) -> Statistics:
        """Count what is there."""
        edges = {"since": {"min": {"field": "day"}}, "until": {"max": {"field": "day"}}}
        undated = {"undated": {"missing": {"field": "day"}}}
        answer = self._fetching.search({**counting(EVERYTHING), "aggs": {**edges, **undated}})
        since, until = day_range(answer["aggregations"])
        return Statistics(
            articles=total_of(answer),
            undated=answer["aggregations"]["undated"]["doc_count"],
            terms=self._vocabulary.terms,
            since=since,
            until=until,
        )

    def check(self) -> Iterator[str]:
        """Read everything and yield what is damaged."""
        return verified(self._fetching, self._vocabulary, self._record.index)

    def close(self) -> None:
        """Close the connections."""
        self._cluster.close()


def _there(found: Mapping[str, Value], id_: str) -> Value:
    if id_ not in found:
        raise ArticleNotFound(f"Không có bài “{id_}”.", f"No article “{id_}”.", id=id_)
    return found[id_]


def _candidates(found: Sequence[Found], *, partial: bool) -> Candidates:
    return Candidates(
        ids=tuple(one.id for one in found),
        scores=np.array([one.score for one in found], np.float64),
        tiers=np.full(len(found), Tier.MOST, np.int8),
        total=len(found),
        tier_totals={Tier.MOST: len(found)} if found else {},
        facets=Facets(),
        numbers=np.array([one.number for one in found], np.int64),
        partial=partial,
    )
