"""The postings of one key over the whole collection."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Part = tuple[int, NDArray[np.uint8]]
"""Number of the first article of a segment, and the row of a key there."""

HALF = 0.5
"""Postings count half occurrences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A key that many articles have is a row per segment, straight from its file; another is a sorted list.

    A row has one byte for each article of its segment: capped half occurrences. Where `rows` is None, `docs`
    (int64) and `tf` (float64, weighted occurrences) list the articles. With rows they list those beyond the cap.
    """

    idf: float
    rows: Sequence[Part] | None
    docs: Ints
    tf: Floats

    @property
    def size(self) -> int:
        """Postings that reading all of it touches."""
        return len(self.docs) if self.rows is None else sum(len(row) for _, row in self.rows)

    def at(self, numbers: Ints) -> Floats:
        """Return the weighted frequency in some articles (sorted), 0 where the key is not."""
        if self.rows is None:
            return self._listed_at(numbers)
        frequencies = occurrences(self._rows_at(self.rows, numbers))
        return np.maximum(frequencies, self._listed_at(numbers)) if len(self.docs) else frequencies

    def _rows_at(self, rows: Sequence[Part], numbers: Ints) -> NDArray[np.uint8]:
        found = np.zeros(len(numbers), np.uint8)
        if not len(numbers):
            return found
        first, last = int(numbers[0]), int(numbers[-1])
        for base, row in rows:
            end = base + len(row)
            if base <= first and last < end:  # most often all of them are in one segment
                return row.take(numbers - base if base else numbers)
            if base <= last and first < end:
                low, high = numbers.searchsorted((base, end)).tolist()
                found[low:high] = row.take(numbers[low:high] - base)
        return found

    def _listed_at(self, numbers: Ints) -> Floats:
        if not len(self.docs):
            return np.zeros(len(numbers))
        at = self.docs.searchsorted(numbers)
        found: Floats = self.tf.take(at, mode="clip")
        found *= self.docs.take(at, mode="clip") == numbers
        return found

    def mask(self, size: int) -> NDArray[np.bool_]:
        """Return which of `size` articles have the key."""
        mask = np.zeros(size, bool)
        if self.rows is None:
            mask[self.docs] = True
            return mask
        for base, row in self.rows:
            np.not_equal(row, 0, out=mask[base : base + len(row)])
        return mask

    @property
    def nbytes(self) -> int:
        """Memory that it needs beside the mapped files."""
        return self.docs.nbytes + self.tf.nbytes


def occurrences(halves: NDArray[Any]) -> Floats:
    """Return half occurrences as occurrences."""
    frequencies: Floats = np.multiply(halves, HALF, dtype=np.float64)
    return frequencies
