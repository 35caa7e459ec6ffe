"""Text as lower-case ASCII letters, one for each letter, with the way back to the original.

The recognisers of numbers and dates read this, so that `Nghị quyết`, `NGHỊ QUYẾT` in any Unicode form
and `nghi quyet`, a dash of any kind, full-width digits and no-break spaces are all one spelling.
It is not the folded key of a syllable (`folding`): i and y stay what they are, and nothing is joined.
"""

import unicodedata
from dataclasses import dataclass
from itertools import compress

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


class _Table(dict[int, str]):
    """Fills itself with the characters that occur (at most all of Unicode)."""

    def __missing__(self, code: int) -> str:
        self[code] = _plain_character(chr(code))
        return self[code]


_TABLE = _Table()


@dataclass(frozen=True, slots=True)
class Plain:
    """Plain `text`; `offsets[i]` is where its i-th character stood, None if nothing was dropped."""

    text: str
    offsets: tuple[int, ...] | None

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the span of the original text, in code points, that became `text[start:end]`."""
        if self.offsets is None:
            return start, end
        return self.offsets[start], self.offsets[end]


def plain(text: str) -> Plain:
    """Return `text` in plain letters; never fails, in time linear to the text."""
    result = text.translate(_TABLE)
    if len(result) == len(text):
        return Plain(result, None)
    kept = compress(range(len(text)), (_TABLE[ord(character)] for character in text))
    return Plain(result, (*kept, len(text)))
