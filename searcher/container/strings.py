"""Sorted lists of keys as two arrays: all bytes one after another, and where each begins."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.container.reading import Container


def packed(name: str, keys: Iterable[str]) -> dict[str, NDArray[Any]]:
    """Return the arrays `name.text` (uint8) and `name.at` (int64, one more than keys)."""
    pieces = [key.encode("utf-8", "surrogatepass") for key in keys]
    at = np.zeros(len(pieces) + 1, np.int64)
    np.cumsum([len(piece) for piece in pieces], out=at[1:])
    return {f"{name}.text": np.frombuffer(b"".join(pieces), np.uint8), f"{name}.at": at}


HEAD = 8
"""Bytes of a key that are compared as one number."""
FEW = 1024
"""Keys that are looked for before the numbers of all are made, which takes as long as looking for that many; neither
the first search of a process nor a run over a few articles need wait for them."""


class Strings:
    """Keys of a segment by number; `find` needs them to be sorted by bytes, or an `order` that sorts them."""

    def __init__(
        self, container: Container, name: str, order: NDArray[np.int32] | None = None
    ) -> None:
        self._text = container[f"{name}.text"].data
        self._at = container[f"{name}.at"]
        self._order = order
        self._sought = 0

    def __len__(self) -> int:
        return len(self._at) - 1

    def raw(self, number: int) -> bytes:
        """Return the UTF-8 bytes of a key."""
        return bytes(self._text[self._at[number] : self._at[number + 1]])

    def __getitem__(self, number: int) -> str:
        return self.raw(number).decode("utf-8", "surrogatepass")

    def all(self) -> list[str]:
        """Return every key, by number."""
        text, at = bytes(self._text), self._at.tolist()
        return [text[start:end].decode("utf-8", "surrogatepass") for start, end in pairwise(at)]

    def take(self, numbers: Sequence[int]) -> list[str]:
        """Return the keys of these numbers."""
        return [self[number] for number in numbers]

    def find(self, key: str) -> int:
        """Return the number of a key, -1 where it is not there."""
        return next(self.find_all(key), -1)

    def find_all(self, key: str) -> Iterator[int]:
        """Yield every number that has this key, ascending."""
        wanted = key.encode("utf-8", "surrogatepass")
        for rank in range(self._rank(wanted), len(self)):
            number = self._number(rank)
            if self.raw(number) != wanted:
                return
            yield number

    def beginning_with(self, prefix: str) -> NDArray[np.int64]:
        """Return the numbers of all keys with this prefix, ascending."""
        wanted = prefix.encode("utf-8", "surrogatepass")
        ranks = np.arange(self._rank(wanted), self._rank(wanted + b"\xff"))
        return ranks if self._order is None else np.sort(self._order[ranks]).astype(np.int64)

    def _number(self, rank: int) -> int:
        return rank if self._order is None else int(self._order[rank])

    @cached_property
    def _heads(self) -> NDArray[np.uint64]:
        """The first eight bytes of each key as a number, in the order of the keys."""
        start, end = self._at[:-1], self._at[1:]
        if self._order is not None:
            start, end = start[self._order], end[self._order]
        heads = np.zeros(len(self), np.uint64)
        text = np.append(np.frombuffer(self._text, np.uint8), np.uint8(0))
        for place in range(HEAD):
            at = np.minimum(start + place, len(text) - 1)
            heads = (heads << np.uint64(8)) | np.where(start + place < end, text[at], 0).astype(
                np.uint64
            )
        return heads

    def _rank(self, wanted: bytes) -> int:
        """Return how many keys sort before `wanted`."""
        low, high = self._near(wanted)
        while low < high:
            middle = (low + high) >> 1
            if self.raw(self._number(middle)) < wanted:
                low = middle + 1
            else:
                high = middle
        return low

    def _near(self, wanted: bytes) -> tuple[int, int]:
        """Return between which ranks a key stands, were it there."""
        self._sought += 1
        if self._sought <= FEW:
            return 0, len(self)
        head = np.uint64(int.from_bytes(wanted[:HEAD].ljust(HEAD, b"\0"), "big"))
        low = int(self._heads.searchsorted(head))
        return low, int(self._heads.searchsorted(head, side="right"))
