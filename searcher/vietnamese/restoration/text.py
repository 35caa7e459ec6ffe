"""Text as the model sees it: words in one spelling, and signs and numbers in a few classes."""

import re
import unicodedata
from functools import lru_cache

from searcher.vietnamese.phonology import place_tone, split_tone, syllable_parts

BOUNDARY, NUMBER, PAUSE, SIGN, UNKNOWN = range(5)
"""Ids of the tokens that are no words; a sequence begins and ends with BOUNDARY."""

CLASSES = 5

PIECE = re.compile(r"[^\W\d_]+|\d+(?:[.,/:-]\d+)*|[^\w\s]|\n")
"""A word, a number, a sign or the end of a line."""

_INNER_STOP = re.compile(r"\.(?=\w)")

_ENDS = frozenset(".!?;…\n")
_PAUSES = frozenset(",:-–—/&")

LOWER, TITLE, UPPER = range(3)
"""How a word is written: `huế`, `Huế`, `HUẾ`."""

_LONGEST = 40


def composed(text: str) -> str:
    """Return `text` in NFC, which the pieces are looked for in."""
    return unicodedata.normalize("NFC", text)


def without_inner_stops(text: str) -> str:
    """Return composed `text`, as long as before, without full stops that end nothing: `U.23`, `TP.HCM`."""
    return _INNER_STOP.sub("/", text)


def sign_class(piece: str) -> int:
    """Return the class id of a piece that is no word."""
    if piece[0].isdecimal():
        return NUMBER
    if piece in _ENDS:
        return BOUNDARY
    return PAUSE if piece in _PAUSES else SIGN


def is_word(piece: str) -> bool:
    """Tell whether a piece is made of letters and short enough to be a word."""
    return piece[0].isalpha() and len(piece) <= _LONGEST


def letter_case(word: str) -> int:
    """Return how `word` is written; a single capital letter is a title."""
    if not word[0].isupper():
        return LOWER
    return UPPER if len(word) > 1 and word.isupper() else TITLE


@lru_cache(maxsize=1 << 16)
def spelling(word: str) -> str:
    """Return the one spelling of `word` that is counted: lower case, NFC, tone placed as in `hòa`."""
    lower = unicodedata.normalize("NFC", word.lower())
    toneless, tone = split_tone(lower)
    if len(tone) == 1 and toneless in syllable_parts():
        return place_tone(toneless, tone)
    return lower


@lru_cache(maxsize=1 << 16)
def unmarked(word: str) -> str:
    """Return `word` as it is typed without marks, letter by letter: `đường` -> `duong`, `kỹ` -> `ky`."""
    marks = unicodedata.normalize("NFD", word.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in marks if not unicodedata.combining(letter))
