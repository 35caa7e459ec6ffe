"""Sets of articles in the form that is cheaper: a mask over all of them, or a sorted list of numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]
SEARCH_COST, MASK_COST = 32, 4096
"""What one binary search costs, and what making a mask costs, in list entries put into a mask."""


@dataclass(frozen=True, slots=True)
class Docs:
    """Some of `size` articles. Exactly one of `mask` and `numbers` is there; neither is ever changed."""

    size: int
    mask: Mask | None = None
    numbers: Numbers | None = None

    def count(self) -> int:
        """Return how many they are."""
        return int(np.count_nonzero(self.as_mask())) if self.numbers is None else len(self.numbers)

    def listed(self) -> Numbers:
        """Return them as a sorted list."""
        return self.as_mask().nonzero()[0] if self.numbers is None else self.numbers

    def as_mask(self) -> Mask:
        """Return them as a mask."""
        if self.mask is not None:
            return self.mask
        mask = np.zeros(self.size, bool)
        mask[self.numbers] = True
        return mask

    def has(self, numbers: Numbers) -> Mask:
        """Tell which of these articles are among them."""
        if self.numbers is None or not len(self.numbers):
            return self.as_mask().take(numbers)
        at = self.numbers.searchsorted(numbers)
        found: Mask = self.numbers.take(at, mode="clip") == numbers
        return found

    def within(self, mask: Mask | None) -> "Docs":
        """Return those of them that are in the mask; None is the mask of all articles."""
        if mask is None:
            return self
        if self.numbers is None:
            return Docs(self.size, mask=self.as_mask() & mask)
        return Docs(self.size, numbers=self.numbers[mask.take(self.numbers)])

    def without(self, other: "Docs") -> "Docs":
        """Return those of them that are not in the other set."""
        return self.within(~other.as_mask())


def everything(size: int) -> Docs:
    """Return all articles."""
    return Docs(size, mask=np.ones(size, bool))


def nothing(size: int) -> Docs:
    """Return no article."""
    return Docs(size, numbers=np.zeros(0, np.int64))


def intersection(sets: Sequence[Docs]) -> Docs:
    """Return what is in all of the sets (at least one), the shortest list first."""
    return reduce(_both, sorted(sets, key=_length))


def _length(docs: Docs) -> int:
    return docs.size if docs.numbers is None else len(docs.numbers)


def _both(one: Docs, other: Docs) -> Docs:
    if one.numbers is None or other.numbers is None:
        few, many = (one, other) if other.numbers is None else (other, one)
        return few.within(many.as_mask())
    if not len(other.numbers):
        return other
    if len(one.numbers) * SEARCH_COST > len(other.numbers) + MASK_COST:
        return one.within(other.as_mask())
    at = other.numbers.searchsorted(one.numbers)
    at[at == len(other.numbers)] = 0
    return Docs(one.size, numbers=one.numbers[other.numbers.take(at) == one.numbers])


def union(sets: Sequence[Docs], size: int) -> Docs:
    """Return what is in any of the sets."""
    mask = np.zeros(size, bool)
    for docs in sets:
        if docs.numbers is None:
            np.logical_or(mask, docs.as_mask(), out=mask)
        else:
            mask[docs.numbers] = True
    return Docs(size, mask=mask)
