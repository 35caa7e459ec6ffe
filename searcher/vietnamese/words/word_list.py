"""pyvi's word list as sorted integers, asked for whole arrays of neighbours at once."""

import numpy as np
from numpy.typing import NDArray

_BITS = 20
"""Bits for one syllable: three fit into an int64."""

_FILTER_BITS = 20
_MULTIPLIER = np.uint64(0x9E3779B97F4A7C15)  # 2**64 / golden ratio: Fibonacci hashing


class WordList:
    """The entries of two and three syllables.

    `numbers` gives each of their syllables a number from 1; 0 stands for any other token.
    """

    def __init__(self, bigrams: frozenset[str], trigrams: frozenset[str]) -> None:
        syllables = {syllable for entry in bigrams | trigrams for syllable in entry.split(" ")}
        self.numbers = {syllable: number for number, syllable in enumerate(sorted(syllables), 1)}
        self._bigrams = _Keys([self._key(entry) for entry in bigrams])
        self._trigrams = _Keys([self._key(entry) for entry in trigrams])

    def pairs(self, lower: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell for each position but the last whether it and the next are an entry, bool (n - 1,)."""
        return self._bigrams.has(lower[:-1] << _BITS | lower[1:])

    def triples(self, lower: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Tell for each position but two whether it and the next two are an entry, bool (n - 2,)."""
        return self._trigrams.has((lower[:-2] << _BITS | lower[1:-1]) << _BITS | lower[2:])

    def _key(self, entry: str) -> int:
        key = 0
        for syllable in entry.split(" "):
            key = key << _BITS | self.numbers[syllable]
        return key


class _Keys:
    """A set of integers; a hash filter answers nearly all that is not in it."""

    def __init__(self, keys: list[int]) -> None:
        self._sorted = np.array(sorted(keys), dtype=np.int64)
        self._filter = np.zeros(1 << _FILTER_BITS, dtype=np.bool_)
        self._filter[_hashed(self._sorted)] = True

    def has(self, keys: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which of `keys` are in the set, bool of the same shape."""
        found = self._filter[_hashed(keys)]
        likely = np.flatnonzero(found)
        wanted = keys[likely]
        places = np.minimum(np.searchsorted(self._sorted, wanted), len(self._sorted) - 1)
        found[likely] = self._sorted[places] == wanted
        return found


def _hashed(keys: NDArray[np.int64]) -> NDArray[np.intp]:
    shift = np.uint64(64 - _FILTER_BITS)
    return ((keys.view(np.uint64) * _MULTIPLIER) >> shift).astype(np.intp)
