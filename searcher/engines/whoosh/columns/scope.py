"""A view of the collection over all fields or one: its statistics, and the postings of its keys.

The statistics are those of the live articles of all segments together, so that many small segments
score exactly like one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.engines import scoring
from searcher.engines.whoosh.columns.collection import Collection, Floats, Ints, field_norms
from searcher.engines.whoosh.columns.fields import field_postings
from searcher.engines.whoosh.columns.segment import Segment
from searcher.engines.whoosh.columns.squeeze import CAP
from searcher.model import View

HALF = 0.5
"""Postings count half occurrences."""
ROW_SHARE = 32
"""A key that more than one in so many articles have is intersected and summed as a row."""
NO_LENGTH = 1e-300
"""k of the formula where a view has no lengths: then tf / (tf + k) is 1, and 0 for tf = 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """The postings of one key over the whole collection: a dense row, or sorted lists.

    `row` is uint8 of shape (articles,), capped half occurrences; where it is None, `docs` (int64) and
    `tf` (float64, weighted occurrences) list the articles. With a row they list those beyond the cap.
    """

    idf: float
    row: NDArray[np.uint8] | None
    docs: Ints
    tf: Floats

    @property
    def size(self) -> int:
        """Postings that reading all of it touches."""
        return len(self.docs) if self.row is None else len(self.row)

    def at(self, numbers: Ints) -> Floats:
        """Return the weighted frequency in some articles (sorted), 0 where the key is not."""
        if self.row is None:
            return self._listed_at(numbers)
        frequencies = occurrences(self.row.take(numbers))
        return np.maximum(frequencies, self._listed_at(numbers)) if len(self.docs) else frequencies

    def _listed_at(self, numbers: Ints) -> Floats:
        if not len(self.docs):
            return np.zeros(len(numbers))
        at = self.docs.searchsorted(numbers)
        found: Floats = self.tf.take(at, mode="clip")
        found *= self.docs.take(at, mode="clip") == numbers
        return found


def occurrences(halves: NDArray[Any]) -> Floats:
    """Return half occurrences as occurrences."""
    frequencies: Floats = np.multiply(halves, HALF, dtype=np.float64)
    return frequencies


class Scope:
    """One view over all fields (`field` None) or over one."""

    def __init__(self, collection: Collection, view: View, field: str | None) -> None:
        self._collection = collection
        self._view = view
        self._field = None if field is None else scoring.FIELDS.index(field)
        self._fields = slice(None) if self._field is None else slice(self._field, self._field + 1)

    @cached_property
    def documents(self) -> int:
        """N of the formula."""
        if self._view is View.NUMBERS:
            return self._collection.documents
        counts = np.count_nonzero(self._live_lengths, axis=1)
        return int(counts[self._fields].max())

    @cached_property
    def _average(self) -> float:
        boosts = np.array([scoring.BOOSTS[field] for field in scoring.FIELDS])
        weights = boosts if self._field is None else np.ones(len(boosts))
        tokens = (weights * self._live_lengths.sum(axis=1))[self._fields].sum()
        return float(tokens) / max(1, self.documents)

    @cached_property
    def _live_lengths(self) -> Ints:
        return self._collection.lengths(self._view)[:, self._collection.live]

    @cached_property
    def k(self) -> Floats:
        """k1 * (1 - b + b * len / avg) of each article, float64."""
        if self._view is View.NUMBERS or not self._average:
            return np.full(self._collection.size, NO_LENGTH)
        by_byte = scoring.K1 * (1 - scoring.B + scoring.B * scoring.LENGTHS / self._average)
        return by_byte.astype(np.float64)[self._norms()]

    @cached_property
    def rough_k(self) -> NDArray[np.float32]:
        """The same in float32; never 0."""
        return np.maximum(self.k, np.finfo(np.float32).tiny).astype(np.float32)

    def _norms(self) -> NDArray[np.uint8]:
        if self._field is None:
            return self._collection.norms(self._view)
        return field_norms(self._collection.lengths(self._view)[self._field])

    def leaf(self, numbers: Sequence[int]) -> Leaf | None:
        """Return the postings of the key that has these numbers in the segments (-1 = it is not there).

        None where no live article has it.
        """
        frequency = self._frequency(numbers)
        if not frequency:
            return None
        idf = scoring.idf(self.documents, frequency)
        if self._field is not None and self._view is not View.NUMBERS:
            return self._field_leaf(idf, numbers)
        return self._whole_leaf(idf, numbers)

    def _frequency(self, numbers: Sequence[int]) -> int:
        fields = slice(None) if self._view is View.NUMBERS else self._fields
        total = np.zeros(len(scoring.FIELDS), np.int64)
        for segment, number in zip(self._collection.segments, numbers, strict=True):
            if number >= 0:
                total += segment.frequencies[self._view][:, number]
        return int(total[fields].max())

    def _field_leaf(self, idf: float, numbers: Sequence[int]) -> Leaf:
        assert self._field is not None  # noqa: S101 - narrows the type
        docs, tf = [np.zeros(0, np.int64)], [np.zeros(0)]
        for base, segment, number in self._parts(numbers):
            found, counts = field_postings(segment, self._view, self._field, number)
            docs.append(found + base)
            tf.append(counts.astype(np.float64))
        return Leaf(idf=idf, row=None, docs=np.concatenate(docs), tf=np.concatenate(tf))

    def _whole_leaf(self, idf: float, numbers: Sequence[int]) -> Leaf:
        parts = list(self._parts(numbers))
        rows = [segment.postings[self._view].row(number) for _, segment, number in parts]
        if all(row is None for row in rows) and self._is_rare(parts):
            return self._list_leaf(idf, parts)
        return self._row_leaf(idf, parts, rows)

    def _is_rare(self, parts: list[tuple[int, Segment, int]]) -> bool:
        """Tell whether a list serves better than a row, which is made of lists where the files have none."""
        entries = [segment.postings[self._view].entries(number)[0] for _, segment, number in parts]
        return sum(map(len, entries)) * ROW_SHARE <= self._collection.size

    def _list_leaf(self, idf: float, parts: list[tuple[int, Segment, int]]) -> Leaf:
        found = [segment.postings[self._view].entries(number) for _, segment, number in parts]
        bases = [base for base, _, _ in parts]
        docs = [listed + np.int64(base) for base, (listed, _) in zip(bases, found, strict=True)]
        capped = [halves for _, halves in found]
        numbers = docs[0] if len(docs) == 1 else np.concatenate(docs)
        tf = occurrences(capped[0] if len(docs) == 1 else np.concatenate(capped))
        if tf.max(initial=0) == CAP * HALF:
            over, true = self._over(parts)
            tf[numbers.searchsorted(over)] = true
        return Leaf(idf=idf, row=None, docs=numbers, tf=tf)

    def _over(self, parts: list[tuple[int, Segment, int]]) -> tuple[Ints, Floats]:
        """Return articles and frequencies where they do not fit a byte."""
        found = [segment.postings[self._view].over(number) for _, segment, number in parts]
        docs = [listed + base for (base, _, _), (listed, _) in zip(parts, found, strict=True)]
        return np.concatenate(docs), occurrences(np.concatenate([true for _, true in found]))

    def _row_leaf(
        self,
        idf: float,
        parts: list[tuple[int, Segment, int]],
        rows: list[NDArray[np.uint8] | None],
    ) -> Leaf:
        docs, tf = self._over(parts)
        return Leaf(idf=idf, row=self._whole_row(parts, rows), docs=docs, tf=tf)

    def _whole_row(
        self, parts: list[tuple[int, Segment, int]], rows: list[NDArray[np.uint8] | None]
    ) -> NDArray[np.uint8]:
        if len(self._collection.segments) == 1 and rows[0] is not None:
            return rows[0]
        whole = np.zeros(self._collection.size, np.uint8)
        for (base, segment, number), row in zip(parts, rows, strict=True):
            if row is None:
                docs, capped = segment.postings[self._view].entries(number)
                whole[docs.astype(np.int64) + base] = capped
            else:
                whole[base : base + len(row)] = row
        return whole

    def _parts(self, numbers: Sequence[int]) -> list[tuple[int, Segment, int]]:
        """Return base, segment and key number where the key is."""
        listed = zip(self._collection.bases, self._collection.segments, numbers, strict=False)
        return [(base, segment, number) for base, segment, number in listed if number >= 0]
