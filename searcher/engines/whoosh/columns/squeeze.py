"""Integers in few bits: most values are small or frequent, the rest stands aside in a sorted list."""

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.container import Container
from searcher.engines.whoosh.columns.stretches import counts_of, mapped

Integers = NDArray[np.integer[Any]]

SEPARATOR, RARE, FIRST = 0, 1, 2
"""Codes of terms: between two texts, not among the frequent ones, and the first frequent term."""
COMMON = 2**16 - FIRST
"""Number of terms that have a code of their own."""
CAP = 255
"""Greatest frequency that fits a byte."""
NIBBLE = 15


def halved(name: str, values: Integers) -> dict[str, NDArray[Any]]:
    """Return positive values in four bits each, two a byte; 15 means: look in `name.over` by place."""
    over = np.flatnonzero(values >= NIBBLE)
    small = np.zeros(len(values) + len(values) % 2, np.uint8)
    small[: len(values)] = np.minimum(values, NIBBLE)
    return {
        name: small[::2] | (small[1::2] << np.uint8(4)),
        f"{name}.over.at": over.astype(np.int64),
        f"{name}.over": values[over].astype(np.int32),
    }


def doubled(container: Container, name: str, start: int, end: int) -> NDArray[np.int64]:
    """Return the values `start` to `end` as they were."""
    pairs = container.guarded(name).span(start // 2, (end + 1) // 2)
    both = np.empty(2 * len(pairs), np.int64)
    both[::2], both[1::2] = pairs & NIBBLE, pairs >> 4
    values = both[start % 2 :][: end - start]
    at = container[f"{name}.over.at"]
    low, high = np.searchsorted(at, (start, end))
    values[at[low:high] - start] = container[f"{name}.over"][low:high]
    return values


def coded(name: str, terms: Integers, count: int) -> dict[str, NDArray[Any]]:
    """Return a sequence of term numbers (0 = separator, terms from 1 to `count`) as uint16 codes.

    The most frequent terms get the codes from FIRST on, in their order, so that a range of terms is a
    range of codes; the others are RARE and listed by place.
    """
    common = _common(terms, count)
    code_of = np.full(count + 1, RARE, np.uint16)
    code_of[0] = SEPARATOR
    code_of[common] = np.arange(FIRST, FIRST + len(common))
    codes = mapped(code_of, terms)
    rare = np.flatnonzero(codes == RARE)
    return {
        name: codes,
        f"{name}.common": common.astype(np.int32),
        f"{name}.rare.at": rare.astype(np.int32),
        f"{name}.rare": terms[rare].astype(np.int32),
    }


def _common(terms: Integers, count: int) -> NDArray[np.int64]:
    if count <= COMMON:
        return np.arange(1, count + 1)
    frequency = counts_of(terms, count + 1)
    frequency[0] = 0
    return np.sort(np.argpartition(frequency, -COMMON)[-COMMON:])


class Coded:
    """A sequence of term numbers, read back."""

    def __init__(self, container: Container, name: str) -> None:
        self.codes = container.guarded(name)
        """The codes themselves, uint16."""
        self._common = container[f"{name}.common"]
        self._rare_at = container[f"{name}.rare.at"]
        self._rare = container[f"{name}.rare"]
        self._term_of = np.concatenate([np.zeros(FIRST, np.int32), self._common])

    def __len__(self) -> int:
        return len(self.codes)

    def terms(self, places: Integers) -> NDArray[np.int32]:
        """Return the terms at any places (0 = separator)."""
        codes = self.codes.take(places)
        found = self._term_of.take(codes)
        rare = np.flatnonzero(codes == RARE)
        if len(rare):
            wanted = np.asarray(places)[rare].astype(self._rare_at.dtype)
            found[rare] = self._rare[self._rare_at.searchsorted(wanted)]
        return found

    def span(self, start: int, end: int) -> NDArray[np.int32]:
        """Return the terms from `start` to `end`."""
        found = self._term_of.take(self.codes.span(start, end))
        edges = np.array((start, end), self._rare_at.dtype)
        low, high = self._rare_at.searchsorted(edges).tolist()
        found[self._rare_at[low:high] - start] = self._rare[low:high]
        return found

    @cached_property
    def _first_code(self) -> NDArray[np.int64]:
        """Number of common terms before each term."""
        last = int(max(self._common.max(initial=0), self._rare.max(initial=0)))
        return np.searchsorted(self._common, np.arange(last + 2))

    def code_range(self, first: int, last: int) -> tuple[int, int, bool]:
        """Return the codes of terms first..last-1 as a range, and whether some of them are rare."""
        low, high = int(self._first_code[first]), int(self._first_code[last])
        return low + FIRST, high + FIRST, high - low < last - first
