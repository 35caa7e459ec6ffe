"""A view of the collection over all fields or one: its statistics, and the postings of its keys.

The statistics are those of the live articles of all segments together, so that many small segments
score exactly like one.
"""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from searcher.engines import scoring
from searcher.engines.whoosh.columns.collection import Collection, Floats, Ints, field_norms
from searcher.engines.whoosh.columns.fields import field_postings
from searcher.engines.whoosh.columns.leaf import HALF, Leaf, occurrences
from searcher.engines.whoosh.columns.segment import Segment
from searcher.engines.whoosh.columns.squeeze import CAP
from searcher.model import View

ROW_SHARE = 32
"""A key that more than one in so many articles have is intersected and summed as a row."""
NO_LENGTH = 1e-300
"""k of the formula where a view has no lengths: then tf / (tf + k) is 1, and 0 for tf = 0."""


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
    def twice_k(self) -> NDArray[np.float32]:
        """2 k in float32, for frequencies in half occurrences; never 0."""
        return 2 * np.maximum(self.k, np.finfo(np.float32).tiny).astype(np.float32)

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

    def rarity(self, numbers: Sequence[int]) -> float:
        """Return the idf of the key that has these numbers in the segments; 0 where no live article has it."""
        frequency = self._frequency(numbers)
        return scoring.idf(self.documents, frequency) if frequency else 0.0

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
        return Leaf(idf=idf, rows=None, docs=np.concatenate(docs), tf=np.concatenate(tf))

    def _whole_leaf(self, idf: float, numbers: Sequence[int]) -> Leaf:
        parts = list(self._parts(numbers))
        rows = [segment.postings[self._view].row(number) for _, segment, number in parts]
        if all(row is None for row in rows) and self._is_rare(parts):
            return self._list_leaf(idf, parts)
        docs, tf = self._over(parts)
        whole = [(part[0], self._row(part, row)) for part, row in zip(parts, rows, strict=True)]
        return Leaf(idf=idf, rows=whole, docs=docs, tf=tf)

    def _row(
        self, part: tuple[int, Segment, int], row: NDArray[np.uint8] | None
    ) -> NDArray[np.uint8]:
        """Return the row of a key in a segment, made of its list where the file has none."""
        _, segment, number = part
        if row is None:
            row = np.zeros(segment.documents, np.uint8)
            docs, capped = segment.postings[self._view].entries(number)
            row[docs] = capped
        return row

    def _is_rare(self, parts: list[tuple[int, Segment, int]]) -> bool:
        """Tell whether a list serves better than a row, which is made of lists where the files have none."""
        listed = [segment.postings[self._view].listed(number) for _, segment, number in parts]
        return sum(listed) * ROW_SHARE <= self._collection.size

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
        return Leaf(idf=idf, rows=None, docs=numbers, tf=tf)

    def _over(self, parts: list[tuple[int, Segment, int]]) -> tuple[Ints, Floats]:
        """Return articles and frequencies where they do not fit a byte."""
        found = [segment.postings[self._view].over(number) for _, segment, number in parts]
        docs = [listed + base for (base, _, _), (listed, _) in zip(parts, found, strict=True)]
        return np.concatenate(docs), occurrences(np.concatenate([true for _, true in found]))

    def _parts(self, numbers: Sequence[int]) -> list[tuple[int, Segment, int]]:
        """Return base, segment and key number where the key is."""
        listed = zip(self._collection.bases, self._collection.segments, numbers, strict=False)
        return [(base, segment, number) for base, segment, number in listed if number >= 0]
