"""Which characters mean what: the tables that normalisation and tokens are made from.

Tables of single characters are data below. What depends on the Unicode version of the running
Python (marks, invisible characters) is asked of `unicodedata` once, when the first text arrives
that is not ordinary.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

ORDINARY = (
    "\t\n\r -~\xa0-\xac\xae-\xcf\xd1-\xef\xf1-\u0188\u018a-\u0255\u0257-\u02ff\u1e00-\u1eff"
    "\u2010-\u2027\u202f-\u205f\u20a0-\u20bf\u2190-\u2328\u232b-\u2adb\u2add-\u2bff\U0001f000-\U0001faff"
)
"""Characters (as a regex class) that NFC never changes, alone or together, and that are no marks."""

NOT_ORDINARY = re.compile(f"[^{ORDINARY}]")

_PUNCTUATION = {
    "'": "\u2018\u2019\u201a\u201b\u2032\u2035",
    '"': "\xab\xbb\u201c\u201d\u201e\u201f\u2033\u2036",
    "-": "\u2010\u2011\u2012\u2013\u2014\u2015\u2212",
    "...": "\u2026",
    " ": "\xa0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u1680\u202f\u205f\u3000",
    "\n": "\x85\u2028\u2029",
}
"""Typography that separates tokens whatever it is: one plain form each."""

TYPOGRAPHIC = re.compile("[" + "".join(_PUNCTUATION.values()) + "]")

_UNTOUCHED = "\t\n\r -~\xa1-\xaa\xac\xae-\xba\xbc-\xcf\xd1-\xef\xf1-\u0188\u018a-\u0255\u0257-\u02ff\u1e00-\u1eff"
"""Letters and signs that normalisation leaves as they are, when no mark follows: nearly all of a text."""

TOUCHED = re.compile(f"[^{_UNTOUCHED}][^{_UNTOUCHED}]*")
"""Runs of anything else; begins with a class, which `re` skips to quickly."""

_LETTERS = {
    "Đ": "\xd0\u0189",  # eth and African d: typed for Đ in old text, they look the same
    "đ": "\xf0\u0256",
}

_COMPATIBLE = "\uff01-\uff5e\U0001d400-\U0001d7ff\ufb00-\ufb06\u2160-\u217f"
"""Full-width, mathematical (bold and script letters of social media), ligatures, Roman numerals."""

_FILLERS = "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180d\u180f\u3164\uffa0\ufe00-\ufe0f"
"""Invisible, though Unicode does not call them format characters; a class of ranges."""

_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"

SURROGATES = "\ud800-\udfff"

_KEPT = {"Mn": "M", "Mc": "M", "Me": "M", "Cf": "Cf"}

LATIN_MARKS = re.compile("[\u0300-\u036f]+")

_HANGUL, _JAMO = "\u1100-\u115f\uac00-\ud7a3", "\u1160-\u11ff"
"""Hangul letters, and the vowels and finals that compose with them."""


def members(ranges: str) -> Iterator[str]:
    """Yield each character of a regex class made of single characters and `a-z` ranges."""
    for first, last in re.findall(r"(.)(?:-(.))?", ranges, re.DOTALL):
        yield from map(chr, range(ord(first), ord(last or first) + 1))


@cache
def _of_category() -> dict[str, list[str]]:
    """Return the marks and formats, in order: outside ideographs, Hangul, surrogates and private use there are no more."""
    spans = (
        (0, 0x3400),
        (0xA000, 0xAC00),
        (0xF900, 0x17000),
        (0x18D00, 0x1F000),
        (0xE0000, 0xE01F0),
    )
    some = [chr(code) for span in spans for code in range(*span)]
    found: dict[str, list[str]] = {"M": [], "Cf": []}
    for character, category in zip(some, map(unicodedata.category, some), strict=True):
        if category in _KEPT:
            found[_KEPT[category]].append(character)
    return found


@cache
def marks() -> str:
    """Return all marks (categories Mn, Mc, Me) as the inside of a regex class."""
    return _ranges(_of_category()["M"])


@cache
def invisible() -> str:
    """Return all characters that show nothing and separate nothing, as the inside of a regex class."""
    return _ranges(_of_category()["Cf"]) + _FILLERS + "\U000e0100-\U000e01ef"


@cache
def long_runs() -> re.Pattern[str]:
    """Match runs of marks so long that sorting them by insertion would take quadratic time."""
    return re.compile(f"[{_nonstarters()}]{{20,}}")


@cache
def nonstarters() -> re.Pattern[str]:
    """Match runs of characters that canonical ordering may move."""
    return re.compile(f"[{_nonstarters()}]{{2,}}")


@cache
def _nonstarters() -> str:
    # All of them are marks. Three Tibetan vowels are of class 0, but stand for two marks that are not.
    return _ranges(
        c for c in _of_category()["M"] if unicodedata.combining(unicodedata.normalize("NFD", c)[0])
    )


@cache
def replacements() -> dict[int, str | None]:
    """Return the `str.translate` table of single characters; None deletes."""
    table: dict[int, str | None] = {ord(c): " " for c in members(_CONTROLS)}
    table |= {ord(c): unicodedata.normalize("NFKC", c) for c in members(_COMPATIBLE)}
    table |= {ord(c): "\ufffd" for c in members(SURROGATES)}
    table |= {ord(c): None for c in members(invisible())}
    for forms in (_PUNCTUATION, _LETTERS):
        table |= {ord(c): plain for plain, others in forms.items() for c in others}
    return table


@cache
def plain_punctuation() -> dict[int, str]:
    """Return the `str.translate` table of typographic punctuation and spaces."""
    return {ord(c): plain for plain, others in _PUNCTUATION.items() for c in others}


@cache
def changeable() -> re.Pattern[str]:
    """Match one piece of text that normalisation may change: a character with what melts into it."""
    pair = "[\ud800-\udbff][\udc00-\udfff]"
    single = "".join(
        [_CONTROLS, _COMPATIBLE, SURROGATES, *_LETTERS.values(), *_PUNCTUATION.values()]
    )
    more = marks() + invisible()
    hangul = f"[{_HANGUL}][{_JAMO}{more}]+"
    return re.compile(f"{hangul}|(?:{pair}|[^{more}])?[{more}]+|{pair}|[{single}]")


def _ranges(characters: Iterable[str]) -> str:
    """Return sorted characters as ranges of a regex class."""
    codes = list(map(ord, characters))
    starts = [c for c, before in zip(codes, [-1, *codes], strict=False) if c != before + 1]
    ends = [c for c, after in zip(codes, [*codes[1:], -1], strict=True) if c + 1 != after]
    return "".join(f"{chr(a)}-{chr(b)}" for a, b in zip(starts, ends, strict=True))
