"""Long arrays looked through stretch by stretch: NumPy would make copies of them in 64 bits."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray

STRETCH = 1 << 18
"""Numbers of a stretch: they stay in the cache."""


def counts_of(terms: NDArray[Any], count: int) -> NDArray[np.int64]:
    """Return how often each number below `count` stands in an array."""
    counts = np.zeros(count, np.int64)
    for start in range(0, len(terms), STRETCH * 4):
        counts += np.bincount(terms[start : start + STRETCH * 4], minlength=count)
    return counts


def mapped(table: NDArray[Any], terms: NDArray[Any]) -> NDArray[Any]:
    """Return `table[terms]`."""
    found = np.empty(len(terms), table.dtype)
    for start in range(0, len(terms), STRETCH):
        np.take(
            table, terms[start : start + STRETCH], out=found[start : start + STRETCH], mode="clip"
        )
    return found


def places_of(terms: NDArray[np.int32], low: int, high: int) -> NDArray[np.int64]:
    """Return where numbers from `low` to `high` - 1 stand among some that are not negative, ascending."""
    return np.concatenate([np.zeros(0, np.int64), *_places(terms.view(np.uint32), low, high)])


def _places(terms: NDArray[np.uint32], low: int, high: int) -> Iterator[NDArray[np.int64]]:
    first, span = np.uint32(low), np.uint32(high - low)
    for start in range(0, len(terms), STRETCH):
        places = np.flatnonzero((terms[start : start + STRETCH] - first) < span)
        places += start
        yield places
