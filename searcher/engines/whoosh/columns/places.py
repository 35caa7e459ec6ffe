"""Where every term stands: the places of its occurrences, sorted by term, in about two bytes each.

A place is an index into `tokens`. Its low 16 bits are kept for every occurrence. The high bits of a
frequent term are a directory (how many of its places lie before each block of 65,536 tokens); a rare
term keeps its high bits beside the low ones. Beside each occurrence stands one byte of signatures,
four bits of hash of the syllable after it and four of the one before, so that most occurrences that
cannot be part of a phrase are dropped before the tokens around them are fetched from memory.
"""

from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.container import Container

BLOCK = 16
"""A block has 2**BLOCK tokens."""
FREQUENT = 16
"""A term with more occurrences than this times the number of blocks has a directory."""

Ints = NDArray[np.int64]


def place_arrays(
    places: NDArray[np.int32], pointers: Ints, marks: NDArray[np.uint8]
) -> dict[str, NDArray[Any]]:
    """Return the arrays of the places of some terms, given by term (0-based CSR).

    `marks` are the signatures of all tokens, those of other terms too.
    """
    blocks = (len(marks) >> BLOCK) + 1
    counts = np.diff(pointers)
    frequent = np.flatnonzero(counts > FREQUENT * blocks)
    is_rare = np.ones(len(counts), bool)
    is_rare[frequent] = False
    rare = np.repeat(is_rare, counts)
    high_at = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(np.where(is_rare, counts, 0), out=high_at[1:])
    return {
        "places.ptr": pointers.astype(np.uint32),
        "places.low": (places & 0xFFFF).astype(np.uint16),
        "places.near": _near(places, marks),
        "places.high": (places[rare] >> BLOCK).astype(np.uint16),
        "places.high.ptr": high_at.astype(np.uint32),
        "places.frequent": frequent.astype(np.int32),
        "places.directory": _directory(places, pointers, frequent, blocks),
    }


def _near(places: NDArray[np.int32], marks: NDArray[np.uint8]) -> NDArray[np.uint8]:
    after = marks.take(places + 1, mode="clip")
    return after | (marks.take(places - 1) << np.uint8(4))


def _directory(
    places: NDArray[np.int32], pointers: Ints, frequent: NDArray[Any], blocks: int
) -> NDArray[np.uint32]:
    edges = np.minimum(np.arange(blocks + 1) << BLOCK, 2**31 - 1).astype(np.int32)
    directory = np.zeros((len(frequent), blocks + 1), np.uint32)
    for row, term in zip(directory, frequent.tolist(), strict=True):
        row[:] = np.searchsorted(places[pointers[term] : pointers[term + 1]], edges)
    return directory


class Places:
    """The occurrences of terms, by term number."""

    def __init__(self, container: Container) -> None:
        self._ptr = container["places.ptr"]
        self._low = container.guarded("places.low")
        self._near = container.guarded("places.near")
        self._high = container.guarded("places.high")
        self._high_ptr = container["places.high.ptr"]
        self._directory = container.guarded("places.directory")
        frequent = container["places.frequent"].tolist()
        self._row_of = {term: row for row, term in enumerate(frequent)}
        self.signatures: NDArray[np.uint8] = container["signatures"]

    def count(self, first: int, last: int) -> int:
        """Return the occurrences of the terms first..last-1."""
        return int(self._ptr[last]) - int(self._ptr[first])

    def of(self, first: int, last: int) -> Ints:
        """Return all places of the terms first..last-1, sorted within each term."""
        return self._collect(first, last, None, None)

    def beside(self, first: int, last: int, before: int | None, after: int | None) -> Ints:
        """Return the places whose neighbours may have these signatures (None = any)."""
        return self._collect(first, last, before, after)

    def _collect(self, first: int, last: int, before: int | None, after: int | None) -> Ints:
        """Filter the occurrences of all terms at once; only terms of which some are left are looked at."""
        if last == first + 1:
            return self._collect_one(first, before, after)
        edges = self._ptr[first : last + 1].astype(np.int64)
        start, end = int(edges[0]), int(edges[-1])
        chosen = self._chosen(start, end, before, after)
        if chosen is None:
            chosen = np.arange(end - start)
        if not len(chosen):
            return chosen
        places: Ints = self._low.span(start, end).take(chosen).astype(np.int64)
        edges -= start
        for term, (low, high) in enumerate(pairwise(chosen.searchsorted(edges).tolist())):
            if low < high:
                within = chosen[low:high] - edges[term]
                places[low:high] |= self._high_of(first + term, within) << BLOCK
        return places

    def _collect_one(self, term: int, before: int | None, after: int | None) -> Ints:
        start, end = int(self._ptr[term]), int(self._ptr[term + 1])
        chosen = self._chosen(start, end, before, after)
        if chosen is None:
            chosen = np.arange(end - start)
        if not len(chosen):
            return chosen
        places = self._high_of(term, chosen)
        places <<= BLOCK
        places |= self._low.span(start, end).take(chosen)
        return places

    def _chosen(self, start: int, end: int, before: int | None, after: int | None) -> Ints | None:
        """Return the occurrences of a term that the signatures let through; None stands for all."""
        if before is None and after is None:
            return None
        near = self._near.span(start, end)
        if before is None:
            passing = (near & 15) == after
        elif after is None:
            passing = (near >> 4) == before
        else:
            passing = near == (before << 4 | after)
        chosen: Ints = passing.nonzero()[0]
        return chosen

    def _high_of(self, term: int, chosen: Ints) -> Ints:
        row = self._row_of.get(term)
        if row is None:
            high: Ints = self._high.take(chosen + int(self._high_ptr[term])).astype(np.int64)
            return high
        before = self._directory.row(row)
        if len(chosen) > len(before):
            return np.repeat(np.arange(len(before) - 1), np.diff(chosen.searchsorted(before)))
        blocks: Ints = before.searchsorted(chosen, side="right") - 1
        return blocks
