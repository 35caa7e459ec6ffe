"""The reader of the engine contract over one generation of columns.

Nothing is locked: the arrays are read-only, and all that a query computes belongs to it.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from searcher.engines.explaining import explained
from searcher.engines.whoosh.columns.alike import alike
from searcher.engines.whoosh.columns.answer import Answer
from searcher.engines.whoosh.columns.collection import Collection, Ints
from searcher.engines.whoosh.columns.explain import ColumnsEvidence
from searcher.engines.whoosh.columns.forward import Forwards
from searcher.engines.whoosh.columns.lookup import Lookup
from searcher.engines.whoosh.columns.manifest import read_manifest
from searcher.engines.whoosh.columns.match import Matcher
from searcher.engines.whoosh.columns.nearest import Nearest
from searcher.engines.whoosh.columns.rough import Rows
from searcher.engines.whoosh.columns.score import Scorer
from searcher.engines.whoosh.columns.sharing import SEGMENTS
from searcher.engines.whoosh.columns.signatures import signatures_of
from searcher.engines.whoosh.columns.stored import article_from
from searcher.engines.whoosh.columns.verify import damages, proven_beside
from searcher.errors import ArticleNotFound, IndexDamaged
from searcher.model import (
    ANY,
    Article,
    Candidates,
    Facet,
    Filters,
    Query,
    Reading,
    Statistics,
    View,
    Word,
)
from searcher.model.explanation import Explanation
from searcher.model.forward import Forward
from searcher.model.limits import Deadline


class ColumnsReader:
    """One generation, opened; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        segments = [SEGMENTS.opened(folder, entry) for entry in read_manifest(folder)]
        self.collection = Collection(segments)
        self.lookup = Lookup(self.collection)
        self._rows = Rows(self.lookup, self.collection.size)
        self._forwards = Forwards(self.collection, self.lookup)
        proven_beside([segment.container for segment in segments])

    def until(self, deadline: Deadline) -> Self:  # noqa: ARG002 - it has all at hand
        """Return this reader: what takes long is a search, which looks at the deadline of its query."""
        return self

    def search(self, query: Query, limit: int) -> Candidates:
        """Return the best `limit` matches with exact totals and facets over all of them."""
        try:
            return Answer(self.collection, self._rows, query).candidates(limit)
        except (IndexError, ValueError, OverflowError) as error:
            raise self._explained(error) from error

    def days(self, query: Query) -> tuple[Facet, ...]:
        """Count the matches on each day."""
        try:
            return Answer(self.collection, self._rows, query).days()
        except (IndexError, ValueError, OverflowError) as error:
            raise self._explained(error) from error

    def _explained(self, error: Exception) -> Exception:
        """Return the damage that made a query stumble over an array, or the error itself if there is none."""
        found = next(damages(self._folder), None)
        if found is None:
            return error
        english = f"The index in {self._folder} is damaged; `timtin check` names every part of it."
        return IndexDamaged(found, english, path=self._folder)

    def ranked(self, query: Query, limit: int) -> Candidates:
        """Do the same as `search` without counting facets."""
        return Answer(self.collection, self._rows, query).candidates(limit, facets=False)

    def nearest(
        self,
        readings: Sequence[Reading],
        limit: int,
        *,
        filters: Filters = ANY,
        exclude: frozenset[str] = frozenset(),
    ) -> Candidates:
        """Return the articles with the greatest sums of the scores of some keys."""
        bag = Nearest(self.collection, self._rows, filters, exclude)
        return bag.candidates(readings, limit)

    def numbers(self, ids: Sequence[str]) -> Ints:
        """Return the numbers of these ids."""
        return np.array([self._number(id_) for id_ in ids], np.int64)

    def rarities(self, readings: Sequence[Reading]) -> NDArray[np.float64]:
        """Return the idf of each key; 0 where no article has it."""
        return np.array([self.lookup.rarity(reading) for reading in readings], np.float64)

    def scores(self, query: Query, numbers: Ints) -> NDArray[np.float64]:
        """Return the first scores of some articles, as if they matched the query."""
        order = np.argsort(numbers)
        scorer = Scorer(self.lookup, Matcher(self.collection, self.lookup))
        found = np.empty(len(numbers))
        found[order] = scorer.scores(query, numbers[order])
        return found

    def forward(self, numbers: Ints, words: Sequence[Word]) -> Forward:
        """Return what the second look needs to know of some candidates."""
        return self._forwards.of(numbers, words)

    def signatures(self, numbers: Ints) -> NDArray[np.uint8]:
        """Return the signatures of some articles."""
        return signatures_of(self.collection, numbers)

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
        limits = Query(typed="", tree=None, filters=filters, exclude=exclude)
        return alike(self.collection, signature, limit, least, limits)

    def explain(self, query: Query, numbers: Ints) -> list[Explanation]:
        """Return what makes the first score of some matches."""
        evidence = ColumnsEvidence(self.collection, self.lookup, numbers)
        return explained(query, evidence, len(numbers))

    def articles(self, ids: Sequence[str]) -> list[Article]:
        """Return the stored articles of these ids, in their order."""
        return [self._article(id_) for id_ in ids]

    def _article(self, id_: str) -> Article:
        segment, local = self.collection.place(self._number(id_))
        return segment.stored.article(local)

    def _number(self, id_: str) -> int:
        number = self.collection.find(id_)
        if number < 0:
            raise ArticleNotFound(f"Không có bài “{id_}”.", f"No article “{id_}”.", id=id_)
        return number

    def scan(self) -> Iterator[Article]:
        """Yield every stored article, in the order they were written."""
        for segment in self.collection.segments:
            for live, content in zip(segment.live.tolist(), segment.stored.contents(), strict=True):
                if live:
                    yield article_from(content)

    def statistics(self) -> Statistics:
        """Count what is there; terms are the distinct keys of all views."""
        days = self.collection.day[self.collection.live]
        dated = days[days > 0]
        return Statistics(
            articles=self.collection.documents,
            undated=len(days) - len(dated),
            terms=sum(map(self._terms, View)),
            since=date.fromordinal(int(dated.min())) if len(dated) else None,
            until=date.fromordinal(int(dated.max())) if len(dated) else None,
        )

    def _terms(self, view: View) -> int:
        keys: set[str] = set()
        for segment in self.collection.segments:
            used = np.flatnonzero(segment.frequencies[view].any(axis=0))
            listed = segment.strings[view].all()
            keys.update(listed[number] for number in used.tolist())
        return len(keys)

    def check(self) -> Iterator[str]:
        """Read everything and yield one sentence for each thing that is damaged."""
        return damages(self._folder)

    def close(self) -> None:
        """Let go of the mappings; they are given back when the last answer that uses them is gone."""
        self.collection = Collection([])
        self.lookup = Lookup(self.collection)
        self._rows = Rows(self.lookup, 0)
        self._forwards = Forwards(self.collection, self.lookup)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()
