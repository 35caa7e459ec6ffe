"""Hashes of the keys of a segment, by which the words of several segments are one numbering."""

import numpy as np
from numpy.typing import NDArray

from searcher.container import Container

BASE = 0x9E3779B97F4A7C15
"""An odd number: its powers, modulo 2**64, make the hash of a key."""
_AT_ONCE = 8192
"""Keys of a stretch: its arrays stay in the processor's cache, all at once take ten times as long."""


def key_hashes(container: Container, name: str) -> NDArray[np.uint64]:
    """Return a 64-bit hash of each key of `Strings`, uint64: the sum of byte * BASE ** place."""
    text, at = container[f"{name}.text"], container[f"{name}.at"].astype(np.int64)
    powers = _powers(int(np.diff(at).max(initial=0)))
    hashes = np.empty(len(at) - 1, np.uint64)
    for first in range(0, len(hashes), _AT_ONCE):
        edges = at[first : first + _AT_ONCE + 1]
        part = text[edges[0] : edges[-1]]
        hashes[first : first + _AT_ONCE] = _hashes(part, edges - edges[0], powers)
    return hashes


def _hashes(
    text: NDArray[np.uint8], edges: NDArray[np.int64], powers: NDArray[np.uint64]
) -> NDArray[np.uint64]:
    place = np.arange(len(text)) - np.repeat(edges[:-1], np.diff(edges))
    values = (text.astype(np.uint64) + np.uint64(1)) * powers.take(place)
    sums = np.append(np.uint64(0), np.cumsum(values, dtype=np.uint64))
    hashes: NDArray[np.uint64] = sums[edges[1:]] - sums[edges[:-1]]
    return hashes


def _powers(count: int) -> NDArray[np.uint64]:
    return np.cumprod(np.full(count + 1, BASE, np.uint64), dtype=np.uint64)
