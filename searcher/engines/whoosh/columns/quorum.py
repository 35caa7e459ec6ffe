"""Which articles have most of the words, by weight.

The weights are added up as whole numbers of 16 bits, rounded down; only articles for which rounding could
matter are added up exactly.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from searcher.engines.whoosh.columns.collection import Floats, Ints
from searcher.engines.whoosh.columns.docs import Mask
from searcher.engines.whoosh.columns.leaf import Leaf

TOLERANCE = 1e-9
"""A share of the quorum this near counts as reached, whatever the order in which weights were added."""
WHOLE = 60_000
"""All weights together."""


def quorum_mask(leaves: Sequence[Leaf], share: float, size: int) -> Mask:
    """Return which articles have words that carry this share of the weight of all, bool of shape (size,)."""
    total = 0.0
    for leaf in leaves:
        total += leaf.idf
    if not total:
        return np.zeros(size, bool)
    needed = share * total - TOLERANCE
    sums = _rounded_sums(leaves, WHOLE / total, size)
    enough: Mask = sums >= needed * WHOLE / total + 1
    may_be = sums >= needed * WHOLE / total - len(leaves) - 1
    open_ = (may_be & ~enough).nonzero()[0]
    exact = _sums(leaves, open_)
    enough[open_] = (exact >= needed) & (exact > 0)
    return enough


def _rounded_sums(leaves: Sequence[Leaf], scale: float, size: int) -> NDArray[np.uint16]:
    sums, part = np.zeros(size, np.uint16), np.empty(size, np.uint16)
    for leaf in leaves:
        weight = np.uint16(leaf.idf * scale)
        if leaf.rows is None:
            sums[leaf.docs] += weight
        else:
            sums += np.multiply(leaf.mask(size).view(np.uint8), weight, out=part)
    return sums


def _sums(leaves: Sequence[Leaf], numbers: Ints) -> Floats:
    sums = np.zeros(len(numbers))
    for leaf in leaves:
        sums += (leaf.at(numbers) > 0) * leaf.idf
    return sums
