"""Inverting term range by term range: what is in memory beside the tokens is bounded, however large the segment."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.engines.whoosh.columns.postings import DOC_BITS

RANGE_TOKENS = 1 << 21
"""Tokens inverted at a time, unless one key alone has more."""
_BLOCK = 1 << 18
"""Tokens looked through at a time: they stay in the cache."""

Range = tuple[int, int]


def key_ranges(counts: NDArray[Any], groups: NDArray[Any]) -> Iterator[Range]:
    """Yield ranges of keys with about RANGE_TOKENS tokens each, given how many each has; groups (ascending) stay whole."""
    if not len(counts):
        yield 0, 0
    edges = np.append(np.flatnonzero(np.diff(groups, prepend=-1)), len(counts))
    ends = np.append(0, np.cumsum(counts))[edges]
    low = 0
    while low < len(edges) - 1:
        wanted = ends[low] + RANGE_TOKENS
        high = max(int(np.searchsorted(ends, wanted, side="right")) - 1, low + 1)
        yield int(edges[low]), int(edges[high])
        low = high


def places_of(terms: NDArray[np.int32], low: int, high: int) -> NDArray[np.int64]:
    """Return where terms (all positive or zero) from `low` to `high` - 1 stand, ascending."""
    numbers, first, span = terms.view(np.uint32), np.uint32(low), np.uint32(high - low)
    found = [np.zeros(0, np.int64)]
    for start in range(0, len(terms), _BLOCK):
        places = np.flatnonzero((numbers[start : start + _BLOCK] - first) < span)
        places += start
        found.append(places)
    return np.concatenate(found)


class Ranges:
    """The arrays of all ranges, put one behind another."""

    def __init__(self) -> None:
        self._parts: dict[str, list[NDArray[Any]]] = {}

    def add(self, arrays: dict[str, NDArray[Any]], low: int) -> None:
        """Append the arrays of the range that begins with key `low`; they count keys from 0."""
        for name, array in arrays.items():
            self._parts.setdefault(name, []).append(_placed(_kind(name), array, low))

    def joined(self) -> Iterator[tuple[str, NDArray[Any]]]:
        """Yield name and whole of each array, and forget it."""
        for name in list(self._parts):
            parts = self._parts.pop(name)
            whole = np.concatenate(parts, axis=1 if _kind(name) == "df" else 0)
            yield name, _pointers(whole) if _kind(name) == "ptr" else whole


def _kind(name: str) -> str:
    return name.rpartition(".")[2]


def _placed(kind: str, array: NDArray[Any], low: int) -> NDArray[Any]:
    """Return what the array of one range is in that of all; pointers become counts."""
    if kind == "ptr":
        counts: NDArray[np.uint32] = np.diff(array)
        return counts
    if kind in {"dense", "frequent"}:
        numbers: NDArray[np.int32] = array + np.int32(low)
        return numbers
    return array + np.int64(low << DOC_BITS) if kind == "at" else array


def _pointers(counts: NDArray[np.uint32]) -> NDArray[np.uint32]:
    pointers = np.zeros(len(counts) + 1, np.uint32)
    np.cumsum(counts, out=pointers[1:])
    return pointers
