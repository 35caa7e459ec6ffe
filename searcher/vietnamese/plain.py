"""Text as lower-case ASCII letters, one for each letter, with the way back to the original.

The recognisers of numbers and dates read this, so that `Nghị quyết`, `NGHỊ QUYẾT` in any Unicode form
and `nghi quyet`, a dash of any kind, full-width digits and no-break spaces are all one spelling.
It is not the folded key of a syllable (`folding`): i and y stay what they are, and nothing is joined.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

_DROPPED = frozenset({"Mn", "Me", "Cf"})
"""Marks and invisible characters: zero-width, soft hyphen, bidi controls."""

_LETTERS = {
    "đ": "d",
    "Đ": "d",
    "ð": "d",
    "Ð": "d",
    "ɖ": "d",
    "Ɖ": "d",
    "−": "-",
    "⁄": "/",
    "∕": "/",
}


def _plain_character(character: str) -> str:
    if character in _LETTERS:
        return _LETTERS[character]
    if character in "\r\n\v\f\x85\u2028\u2029":
        return "\n"
    category = unicodedata.category(character)
    if category in _DROPPED:
        return ""
    if category == "Pd":
        return "-"
    if category == "Zs" or character == "\t":
        return " "
    return _base(character)


def _base(character: str) -> str:
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    base = [c for c in unicodedata.normalize("NFKD", character) if not unicodedata.combining(c)]
    lower = base[0].lower() if len(base) == 1 else character
    return lower if len(lower) == 1 else character


_UNKNOWN, _NOTHING = 0xFFFFFFFF, 0xFFFFFFFE
_Codes = NDArray[np.uint32]


@cache
def _table() -> _Codes:
    """Return the plain character of each code point, uint32; filled as characters occur.

    An array over all of Unicode (4.4 MB) is ten times as fast as `str.translate`.
    """
    return np.full(0x110000, _UNKNOWN, dtype=np.uint32)


def _plain_codes(codes: _Codes) -> _Codes:
    found = _table().take(codes)
    unknown = found == _UNKNOWN
    if not unknown.any():
        return found
    for code in set(codes[unknown].tolist()):
        character = _plain_character(chr(code))
        _table()[code] = ord(character) if character else _NOTHING
    return _table()[codes]


def plain_codes(texts: Sequence[str]) -> tuple[_Codes, list[int]]:
    """Return the plain code points of all texts, a NUL after each, uint32; and where each text ends."""
    joined = "".join(f"{text}\0" for text in texts)
    found = _plain_codes(np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype="<u4"))
    ends = np.cumsum([len(text) + 1 for text in texts], dtype=np.int64) - 1
    dropped = np.flatnonzero(found == _NOTHING)
    if len(dropped):
        found = np.delete(found, dropped)
        ends -= np.searchsorted(dropped, ends)
    return found, ends.tolist()


@dataclass(frozen=True, slots=True)
class Plain:
    """Plain `text`; `offsets[i]` is where its i-th character stood, None if nothing was dropped."""

    text: str
    offsets: NDArray[np.int64] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original text, in code points, that became `text[start:end]`."""
        if self.offsets is None:
            return start, end
        return int(self.offsets[start]), int(self.offsets[end])


def plain(text: str) -> Plain:
    """Return `text` in plain letters; never fails, in time linear to the text."""
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype="<u4")
    found = _plain_codes(codes)
    kept = np.flatnonzero(found != _NOTHING)
    result = found[kept].tobytes().decode("utf-32-le", "surrogatepass")
    if len(kept) == len(codes):
        return Plain(result, None)
    return Plain(result, np.append(kept, len(codes)))
