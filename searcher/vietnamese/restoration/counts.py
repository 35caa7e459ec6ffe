"""How often each n-gram occurs in a stream of token ids, in bounded memory."""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from searcher.vietnamese.restoration.text import BOUNDARY

Ids = NDArray[np.uint16]
Keys = NDArray[np.uint64]
Counts = NDArray[np.int64]

BITS = np.uint64(16)
ORDERS = 4

MOST = 16_000_000
"""N-grams of one order kept while counting; beyond, those seen once so far are forgotten."""

_CHUNK = 8_000_000
"""Tokens counted at a time: 64 MB of keys."""


@dataclass(slots=True)
class GramCounts:
    """The n-grams of `order` seen so far: sorted keys (16 bits a token, last lowest), and counts."""

    order: int
    most: int = MOST
    keys: Keys = field(default_factory=lambda: np.zeros(0, np.uint64))
    counts: Counts = field(default_factory=lambda: np.zeros(0, np.int64))

    def add(self, ids: Ids) -> None:
        """Count the n-grams of a stretch of tokens."""
        keys, counts = _unique(grams(ids, self.order))
        self._merge(keys, counts)
        if len(self.keys) > self.most:
            again = self.counts > 1
            self.keys, self.counts = self.keys[again], self.counts[again]

    def _merge(self, keys: Keys, counts: Counts) -> None:
        if not len(self.keys):
            self.keys, self.counts = keys, counts
            return
        both = np.concatenate([self.keys, keys])
        order = np.argsort(both, kind="stable")  # two sorted runs: merged, not sorted
        sums = np.concatenate([self.counts, counts])[order]
        both = both[order]
        starts = starts_of(both)
        self.keys = both[starts]
        self.counts = np.add.reduceat(sums, starts)


def count(stretches: Iterator[Ids], most: int = MOST) -> list[GramCounts]:
    """Return the counts of orders 1 to 4 of stretches of tokens."""
    orders = [GramCounts(order, most) for order in range(1, ORDERS + 1)]
    for stretch in stretches:
        for start in range(0, len(stretch), _CHUNK):
            for grams_of_order in orders:
                grams_of_order.add(stretch[start : start + _CHUNK])
    return orders


def grams(ids: Ids, order: int) -> Keys:
    """Return the keys of all n-grams of `ids` that do not cross the end of a sentence."""
    many = max(0, len(ids) - order + 1)
    keys = np.zeros(many, np.uint64)
    whole = np.ones(many, bool)
    for place in range(order):
        column = ids[place : place + many]
        keys <<= BITS
        keys |= column
        if 0 < place < order - 1:
            whole &= column != BOUNDARY
    if order > 1:
        whole &= keys != 0
    return keys[whole]


def _unique(keys: Keys) -> tuple[Keys, Counts]:
    keys.sort()
    starts = starts_of(keys)
    return keys[starts], np.diff(starts, append=len(keys))


def starts_of(keys: Keys) -> NDArray[np.int64]:
    """Return where each run of equal ones begins in sorted `keys`."""
    is_new = np.ones(len(keys), bool)
    np.not_equal(keys[1:], keys[:-1], out=is_new[1:])
    return np.flatnonzero(is_new)
