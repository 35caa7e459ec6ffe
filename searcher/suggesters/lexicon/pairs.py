"""Which syllables stand side by side in an archive, and how often."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
MOST_COUNTED = 0xFFFF


def pair_arrays(
    name: str, firsts: Numbers, seconds: Numbers, counts: Numbers, width: int
) -> dict[str, NDArray[Any]]:
    """Return the arrays `name.keys` (sorted, first * width + second) and `name.counts` (uint16).

    Equal pairs are added up; pairs with a number 0 are left out; counts end at 65535.
    """
    known = (firsts > 0) & (seconds > 0)
    keys, places = np.unique(firsts[known] * width + seconds[known], return_inverse=True)
    sums = np.bincount(places, weights=counts[known], minlength=len(keys))
    small = np.min_scalar_type(max(width * width - 1, 1))
    return {
        f"{name}.keys": keys.astype(np.promote_types(small, np.uint32)),
        f"{name}.counts": np.minimum(sums, MOST_COUNTED).astype(np.uint16),
    }


class Pairs:
    """Counts of pairs of numbers below `width`; 0 for a pair that was not seen twice."""

    def __init__(self, arrays: Mapping[str, NDArray[Any]], name: str, width: int) -> None:
        self._keys = arrays[f"{name}.keys"]
        self._counts = arrays[f"{name}.counts"]
        self._width = width

    def __len__(self) -> int:
        return len(self._keys)

    def counts(self, firsts: Numbers, seconds: Numbers) -> Numbers:
        """Return the counts of pairs, int64 of the shape that both broadcast to."""
        wanted = (firsts * self._width + seconds).astype(self._keys.dtype)
        if not len(self._keys):
            return np.zeros(wanted.shape, np.int64)
        places = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        found = np.where(self._keys[places] == wanted, self._counts[places], 0)
        return found.astype(np.int64)
