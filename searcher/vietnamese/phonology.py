"""How a Vietnamese syllable is built: onset, nucleus, coda and tone, as rules that can be read.

Source: Đoàn Thiện Thuật, *Ngữ âm tiếng Việt*, 1977, and the spelling of Hoàng Phê's *Từ điển tiếng
Việt*; a few rimes that occur in loans and place names only (`xoong`, `Kạn`) are included.
"""

import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

TONES = {"\u0300": "huyền", "\u0301": "sắc", "\u0303": "ngã", "\u0309": "hỏi", "\u0323": "nặng"}
"""Combining marks of the five marked tones; the sixth, ngang, has none."""

STOPS = ("c", "ch", "p", "t")
"""Syllables with these codas have the tone sắc or nặng."""

STOPPED_TONES = ("\u0301", "\u0323")

FRONT = "eêiy"
"""Before these letters `c g ng` are written `k gh ngh`."""

ONSETS = (
    *("", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh"),
    *("nh", "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x"),
)

CODAS = {
    "a": ("", "c", "ch", "i", "m", "n", "ng", "nh", "o", "p", "t", "u", "y"),
    "ă": ("c", "m", "n", "ng", "p", "t"),
    "â": ("c", "m", "n", "ng", "p", "t", "u", "y"),
    "e": ("", "c", "m", "n", "ng", "o", "p", "t"),
    "ê": ("", "ch", "m", "n", "nh", "p", "t", "u"),
    "i": ("", "ch", "m", "n", "nh", "p", "t", "u"),
    "y": ("",),
    "o": ("", "c", "i", "m", "n", "ng", "p", "t"),
    "ô": ("", "c", "i", "m", "n", "ng", "p", "t"),
    "ơ": ("", "i", "m", "n", "p", "t"),
    "u": ("", "c", "i", "m", "n", "ng", "p", "t"),
    "ư": ("", "c", "i", "m", "n", "ng", "t", "u"),
    "ia": ("",),
    "iê": ("c", "m", "n", "ng", "p", "t", "u"),
    "yê": ("m", "n", "ng", "t", "u"),
    "ua": ("",),
    "uô": ("c", "i", "m", "n", "ng", "t"),
    "ưa": ("",),
    "ươ": ("c", "i", "m", "n", "ng", "p", "t", "u"),
    "oa": ("", "c", "ch", "i", "m", "n", "ng", "nh", "o", "p", "t", "y"),
    "oă": ("c", "m", "n", "ng", "p", "t"),
    "oe": ("", "m", "n", "o", "t"),
    "oo": ("c", "n", "ng"),
    "uâ": ("n", "ng", "t", "y"),
    "uê": ("", "ch", "n", "nh"),
    "uơ": ("",),
    "uy": ("", "ch", "n", "nh", "p", "t", "u"),
    "uya": ("",),
    "uyê": ("n", "t"),
}
"""For each nucleus (with its glide) the codas that may follow."""

AFTER_QU = {
    **{vowel: CODAS[vowel] for vowel in ("a", "ă", "â", "e", "ê", "ơ")},
    "i": ("", "ch", "n", "nh", "t"),
    "o": ("",),
    "ô": ("c",),
    "y": ("", "ch", "n", "nh", "t"),
    "ya": ("",),
    "yê": ("n", "t"),
}
"""The same after `qu`, which has the glide in it."""

_OPEN_Y = frozenset(("", "h", "k", "l", "m", "n", "s", "t", "th", "v"))
"""Onsets after which `y` may stand as the whole rime."""

_IE_AT_START = frozenset(("iê",))

_MEANT_WITH_I = frozenset(("h", "k", "l", "m", "s", "t", "v"))
"""Onsets after which a lone `y` and a lone `i` are two spellings of one word: kỹ, kĩ."""


class Parts(NamedTuple):
    """A toneless syllable cut into onset, nucleus and coda."""

    onset: str
    nucleus: str
    coda: str


@cache
def syllable_parts() -> dict[str, Parts]:
    """Return every possible syllable without its tone, NFC and lower case, with its parts."""
    return {"".join(parts): parts for onset in ONSETS for parts in _syllables_of(onset)}


@cache
def bare_syllables() -> frozenset[str]:
    """Return every possible syllable without any mark, đ as d: what a Vietnamese types in ASCII."""
    return frozenset(map(_bare, syllable_parts()))


def split_tone(syllable: str) -> tuple[str, str]:
    """Return the syllable without its tone marks, and these (one combining mark, as a rule).

    `syllable` is NFC and lower case; a tilde on a consonant (`ñ`) is no tone.
    """
    letters = unicodedata.normalize("NFD", syllable)
    tones = "".join(mark for mark in letters if mark in TONES)
    if not tones or "n\u0303" in letters:
        return syllable, ""
    return unicodedata.normalize("NFC", "".join(c for c in letters if c not in TONES)), tones


def place_tone(toneless: str, tone: str) -> str:
    """Return a possible `toneless` syllable with its `tone` mark where newspapers put it: `hòa`."""
    place = _tone_place(syllable_parts()[toneless])
    return unicodedata.normalize("NFC", toneless[: place + 1] + tone + toneless[place + 1 :])


def with_one_i(toneless: str) -> str:
    """Return the one spelling of a syllable (or its folded form) that may be written with i or y.

    `ky` -> `ki`, but `tuy` and `tay` stay; after `qu` it is `y`: `quit` -> `quyt`.
    """
    if toneless[-1:] == "y" and toneless[:-1] in _MEANT_WITH_I:
        return toneless[:-1] + "i"
    if toneless.startswith("qui") and "quy" + toneless[3:] in syllable_parts():
        return "quy" + toneless[3:]
    return toneless


def is_vietnamese_syllable(text: str) -> bool:
    """Tell whether `text` (NFC, any case) can be a written Vietnamese syllable with its tone."""
    toneless, tone = split_tone(text.lower())
    parts = syllable_parts().get(toneless)
    if parts is None or len(tone) > 1:
        return False
    return parts.coda not in STOPS or tone in STOPPED_TONES


def is_bare_syllable(text: str) -> bool:
    """Tell whether `text` (any case) is a Vietnamese syllable typed without any mark."""
    return text.lower() in bare_syllables()


def _syllables_of(onset: str) -> Iterator[Parts]:
    rimes = AFTER_QU if onset == "qu" else CODAS
    for nucleus, codas in rimes.items():
        if _fit(onset, nucleus):
            yield from (Parts(onset, nucleus, coda) for coda in codas)


def _fit(onset: str, nucleus: str) -> bool:
    """Tell whether spelling lets the nucleus follow the onset."""
    front = nucleus[0] in FRONT
    match onset:
        case "c" | "ng":
            return not front
        case "gh" | "ngh":
            return front and nucleus[0] != "y"
        case "g":  # `gì` and `giếng`: the i of the onset gi is the vowel
            return not front or nucleus in ("i", "iê")
        case "gi":
            return nucleus[0] not in "iy"
        case "k":
            return (front and nucleus != "yê") or nucleus == "a"  # Bắc Kạn
        case "qu":
            return True
    return _fit_y(onset, nucleus)


def _fit_y(onset: str, nucleus: str) -> bool:
    if nucleus == "y":
        return onset in _OPEN_Y
    if nucleus == "yê":
        return onset == ""
    return not (onset == "" and nucleus in _IE_AT_START)


def _tone_place(parts: Parts) -> int:
    """Return the index of the letter that carries the tone."""
    start, vowels = len(parts.onset), parts.nucleus
    shaped = [i for i, vowel in enumerate(vowels) if vowel in "ăâêôơư"]
    if shaped:
        return start + shaped[-1]
    if len(vowels) == 1:
        return start
    closed = parts.coda != ""
    return start + (len(vowels) - 1 if closed or parts.onset == "qu" else 0)


def _bare(toneless: str) -> str:
    letters = unicodedata.normalize("NFD", toneless.replace("đ", "d"))
    return "".join(letter for letter in letters if letter.isascii())
