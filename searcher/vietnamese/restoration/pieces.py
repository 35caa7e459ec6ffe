"""Texts -> tokens as numbers: words by their one spelling, signs and numbers by their class."""

import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from threading import local

import numpy as np
from numpy.typing import NDArray

from searcher.vietnamese.restoration.text import (
    BOUNDARY,
    CLASSES,
    UNKNOWN,
    composed,
    is_word,
    letter_case,
    sign_class,
    spelling,
    without_inner_stops,
)

CASES = 4
"""A packed token is id * 4 + how the word is written."""

_TOKEN = re.compile(r"[^\W\d_]+|0|[^\w\s]|\n")
_NUMBER = re.compile(r"\d+(?:[.,/:-]\d+)*")

SPELLINGS = 1 << 20
"""Spellings remembered while reading; later new ones are unknown words."""

_LONGEST_PIECE = 24
"""Characters between two spaces that are remembered; longer stretches hardly come twice."""

_FULL = 1 << 18
"""Pieces after which a process that packs texts begins a new memory: some 50 MB."""

Packed = NDArray[np.uint32]


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedTexts:
    """The tokens of some items (an article's texts are one item), with their own numbers.

    `spellings` are the words in the order they come; word n has the id CLASSES + n. `tokens` are packed, uint32,
    and `lengths` says how many each item has, int64.
    """

    spellings: Sequence[str]
    tokens: Packed
    lengths: NDArray[np.int64]

    def kept(self, keep: NDArray[np.bool_]) -> "PackedTexts":
        """Return the items of a mask, as if the others had never been read."""
        if keep.all():
            return self
        whole = self.tokens[np.repeat(keep, self.lengths)]
        used, tokens = _numbered(whole, CLASSES + len(self.spellings))
        spellings = [self.spellings[number - CLASSES] for number in used.tolist()]
        return PackedTexts(spellings=spellings, tokens=tokens, lengths=self.lengths[keep])


def packed_texts(items: Iterable[Sequence[str]]) -> PackedTexts:
    """Read items of several texts each; what a process has read before it remembers."""
    pieces = _pieces()
    parts = [pieces.packed(texts) for texts in items]
    packed = np.frombuffer(b"".join(parts), np.uint32)
    used, tokens = _numbered(packed, len(pieces.ids.spellings))
    return PackedTexts(
        spellings=[pieces.ids.spellings[number] for number in used.tolist()],
        tokens=tokens,
        lengths=np.fromiter(map(len, parts), np.int64, len(parts)),
    )


def renumbered(tokens: Packed, numbers: Packed) -> Packed:
    """Return packed tokens with other ids, given by the old ones."""
    found: Packed = numbers[tokens // CASES] * np.uint32(CASES) + tokens % CASES
    return found


def _numbered(packed: Packed, spellings: int) -> tuple[NDArray[np.int64], Packed]:
    """Give words numbers in the order they come; return their old ids, and the tokens."""
    ids = packed // CASES
    first = np.full(spellings, len(ids))
    first[ids[::-1]] = np.arange(len(ids))[::-1]  # of equal ids the last one stays
    used = np.flatnonzero(first[CLASSES:] < len(ids)) + CLASSES
    used = used[np.argsort(first[used])]
    numbers = np.arange(spellings, dtype=np.uint32)
    numbers[used] = np.arange(CLASSES, CLASSES + len(used))
    return used, renumbered(packed, numbers)


class Pieces(dict[str, tuple[int, ...]]):
    """Packed ids of what stands between two spaces; fills itself, since texts repeat that.

    No token and no number has a space in it, so that a text is its pieces one after another.
    """

    def __init__(self) -> None:
        super().__init__()
        self.ids = Ids()

    def packed(self, texts: Iterable[str]) -> "array[int]":
        """Return the packed tokens of some texts, each a sequence of its own."""
        packed = array("I")
        for text in texts:
            packed.append(BOUNDARY)
            chunks = composed(text).split(" ")
            packed.extend(chain.from_iterable(map(self.__getitem__, chunks)))
        return packed

    def __missing__(self, piece: str) -> tuple[int, ...]:
        tokens = [piece] if piece.isalpha() else _tokens(piece)
        packed = tuple(map(self.ids.__getitem__, tokens))
        if len(self) < SPELLINGS and len(piece) < _LONGEST_PIECE:
            self[piece] = packed
        return packed


class _Memory(local):
    """The pieces that a thread has read."""

    pieces: Pieces | None = None


_memory = _Memory()


def _pieces() -> Pieces:
    """Return the pieces to go on with, none when they are too many."""
    held = _memory.pieces
    if held is None or len(held) > _FULL:
        held = _memory.pieces = Pieces()
    return held


class Ids(dict[str, int]):
    """Packed ids of pieces as they are written; fills itself."""

    def __init__(self) -> None:
        super().__init__()
        self.spellings = [""] * CLASSES
        self._numbers: dict[str, int] = {}

    def __missing__(self, piece: str) -> int:
        packed = self._word(piece) if is_word(piece) else sign_class(piece) * CASES
        if len(self) < 2 * SPELLINGS:
            self[piece] = packed
        return packed

    def _word(self, piece: str) -> int:
        word = spelling(piece)
        number = self.number(word)
        return number * CASES + (letter_case(piece) if number != UNKNOWN else 0)

    def number(self, word: str) -> int:
        """Return the id of a word in its one spelling; UNKNOWN for a new one where there are too many."""
        number = self._numbers.get(word)
        if number is None:
            if len(self.spellings) >= SPELLINGS:
                return UNKNOWN
            number = self._numbers[word] = len(self.spellings)
            self.spellings.append(word)
        return number


def _tokens(text: str) -> list[str]:
    """Return the tokens of a composed text."""
    plain = _NUMBER.sub("0", text)
    return _TOKEN.findall(without_inner_stops(plain))
