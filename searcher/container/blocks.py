"""Sums of blocks of 4,096 bytes, quick enough to look at each block before it is first used.

A CRC-32 of a whole index takes half a second at 100,000 articles, a query a thousandth of that. So beside the
CRC-32 of each array, which `timtin check` and every merge compare, a container keeps a sum per block: a reader
compares it when it first touches the block, and what a query never touches costs it nothing.

The sum of a block is `sum(word[i] * BASE ** (i + 1))` modulo 2**64 over its 512 little-endian words of 64 bits,
the last block of an array filled up with zeros. BASE is odd, so that no change of a single word goes unnoticed;
any other change does with a chance of about 2**-64.
"""

from collections.abc import Callable
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK = 4096
"""Bytes of a block: a page of memory, which is fetched as a whole anyway."""
BASE = 0x9E3779B97F4A7C15
WORDS = BLOCK // 8

Bytes = NDArray[np.uint8]
Sums = NDArray[np.uint64]


def bytes_of(array: NDArray[Any]) -> Bytes:
    """Return the bytes of a contiguous array."""
    return array.reshape(-1).view(np.uint8)


def block_count(size: int) -> int:
    """Return how many blocks so many bytes are."""
    return -(-size // BLOCK)


def block_sums(content: Bytes) -> Sums:
    """Return the sum of each block, uint64 of shape (blocks,)."""
    whole = len(content) // BLOCK * BLOCK
    sums = _sums(content[:whole])
    if whole == len(content):
        return sums
    last = np.zeros(BLOCK, np.uint8)
    last[: len(content) - whole] = content[whole:]
    return np.append(sums, _sums(last))


def _sums(content: Bytes) -> Sums:
    sums: Sums = content.view("<u8").reshape(-1, WORDS) @ _weights()
    return sums


@cache
def _weights() -> Sums:
    return np.cumprod(np.full(WORDS, BASE, np.uint64), dtype=np.uint64)


class Guarded:
    """A large array, of which every block is compared with its sum when something in it is first read.

    Threads share it without a lock: the worst that two can do to each other is to compare a block twice.
    `error` makes the error for an array that is not what was written.
    """

    def __init__(self, array: NDArray[Any], sums: Sums, error: Callable[[], Exception]) -> None:
        self._array = array
        self._bytes = bytes_of(array)
        self._sums = sums
        self._error = error
        self._unseen = np.ones(len(sums), bool)
        self.is_sound = False
        """Whether all of it has been compared."""
        row = array.nbytes // len(array) if len(array) else array.itemsize
        self._row = row
        self._shift = (BLOCK // row).bit_length() - 1 if row and BLOCK % row == 0 else -1
        """Rows of a block, as a power of two; -1 where rows and blocks do not fit."""

    def __len__(self) -> int:
        return len(self._array)

    def trust(self) -> None:
        """Look no more: all of the array has been compared."""
        self.is_sound = True

    def whole(self) -> NDArray[Any]:
        """Return the array after a look at all of it."""
        self._look(0, len(self._array))
        self.trust()
        return self._array

    def row(self, number: int) -> NDArray[Any]:
        """Return one row of a table."""
        self._look(number, number + 1)
        found: NDArray[Any] = self._array[number]
        return found

    def span(self, start: int, end: int) -> NDArray[Any]:
        """Return the entries or rows `start` to `end`."""
        self._look(int(start), int(end))
        return self._array[start:end]

    def take(self, places: NDArray[Any]) -> NDArray[Any]:
        """Return the entries or rows at any places; places outside are moved to the nearest end."""
        if self.is_sound:
            return self._array.take(places, axis=0, mode="clip")
        if self._shift < 0 or not len(self._array):
            return self.whole().take(places, axis=0, mode="clip")
        blocks = places >> self._shift
        if self._unseen.take(blocks, mode="clip").any():
            wanted = np.zeros(len(self._sums), bool)
            wanted[np.clip(blocks, 0, len(self._sums) - 1)] = True
            self._compare(np.flatnonzero(wanted & self._unseen))
        return self._array.take(places, axis=0, mode="clip")

    def _look(self, start: int, end: int) -> None:
        if self.is_sound:
            return
        first, last = start * self._row // BLOCK, block_count(end * self._row)
        unseen = self._unseen[first:last]
        if unseen.all():
            self._settle(slice(first, last), block_sums(self._bytes[first * BLOCK : last * BLOCK]))
        elif unseen.any():
            self._compare(np.flatnonzero(unseen) + first)

    def _compare(self, blocks: NDArray[np.int64]) -> None:
        """Compare some blocks, ascending, with their sums."""
        whole = self._bytes[: len(self._bytes) // BLOCK * BLOCK].reshape(-1, BLOCK)
        inside = blocks[: blocks.searchsorted(len(whole))]
        sums = block_sums(whole.take(inside, axis=0).reshape(-1))
        if len(inside) < len(blocks):
            sums = np.append(sums, block_sums(self._bytes[len(whole) * BLOCK :]))
        self._settle(blocks, sums)

    def _settle(self, blocks: NDArray[np.int64] | slice, sums: Sums) -> None:
        if not np.array_equal(sums, self._sums[blocks]):
            raise self._error()
        self._unseen[blocks] = False
