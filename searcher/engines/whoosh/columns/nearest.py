"""The articles nearest to a bag of keys: any of them may be missing, the sum of their scores decides."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from searcher.engines.whoosh.columns.answer import allowed_articles
from searcher.engines.whoosh.columns.best import best
from searcher.engines.whoosh.columns.collection import Collection, Floats, Ints
from searcher.engines.whoosh.columns.docs import Docs, everything
from searcher.engines.whoosh.columns.match import Matcher
from searcher.engines.whoosh.columns.rough import GREATEST, RoughScorer, Rows
from searcher.engines.whoosh.columns.score import Scorer
from searcher.model import Candidates, Facets, Filters, Query, Reading, Tier

ROOM = 0.95
"""Of what rough sums can hold: the rest is for rounding."""


class Nearest:
    """What is computed for one bag of keys; it belongs to the thread that asked."""

    def __init__(
        self, collection: Collection, rows: Rows, filters: Filters, exclude: frozenset[str]
    ) -> None:
        self._collection = collection
        self._lookup = rows.lookup
        matcher = Matcher(collection, rows.lookup)
        self._scorer = Scorer(rows.lookup, matcher)
        self._rough = RoughScorer(rows, matcher, self._scorer)
        self._limits = Query(typed="", tree=None, filters=filters, exclude=exclude)

    def candidates(self, readings: Sequence[Reading], limit: int) -> Candidates:
        """Return the best `limit` articles that have any of the keys."""
        known = [reading for reading in readings if self._worth(reading)]
        numbers = self._contenders(known, limit)
        scores = self._scorer.scores(replace(self._limits, extras=tuple(known)), numbers)
        numbers, scores = numbers[scores > 0], scores[scores > 0]
        order = best(self._collection, numbers, [scores, self._collection.time[numbers]], limit)
        return self._as_candidates(numbers[order], scores[order])

    def _worth(self, reading: Reading) -> float:
        """Return what a key adds at most; 0 where no article has it."""
        leaf = self._lookup.of(reading, None)
        return reading.weight * leaf.idf if leaf is not None else 0.0

    def _contenders(self, readings: Sequence[Reading], limit: int) -> Ints:
        allowed = allowed_articles(self._collection, self._limits)
        docs = everything(self._collection.size).within(allowed)
        asked = replace(self._limits, extras=self._fitting(readings))
        found = self._rough.contenders(asked, docs, limit) if readings else np.zeros(0, np.int64)
        return found if len(found) < docs.count() else self._having(readings, docs)

    def _fitting(self, readings: Sequence[Reading]) -> tuple[Reading, ...]:
        """Return the readings weighed so that rough sums have room for all of them together."""
        scale = ROOM * GREATEST / max(1e-9, sum(map(self._worth, readings)))
        return tuple(replace(one, weight=one.weight * min(1.0, scale)) for one in readings)

    def _having(self, readings: Sequence[Reading], docs: Docs) -> Ints:
        """Return all articles of a set that have any of the keys."""
        some = np.zeros(self._collection.size, bool)
        for reading in readings:
            leaf = self._lookup.of(reading, None)
            if leaf is not None:
                some |= leaf.mask(len(some))
        return docs.within(some).listed()

    def _as_candidates(self, numbers: Ints, scores: Floats) -> Candidates:
        return Candidates(
            ids=tuple(self._collection.ids(numbers)),
            scores=scores,
            tiers=np.full(len(numbers), Tier.MOST, np.int8),
            numbers=numbers,
            total=len(numbers),
            tier_totals={Tier.MOST: len(numbers)} if len(numbers) else {},
            facets=Facets(),
            touched=self._scorer.touched + self._rough.touched,
        )
