"""VNI left raw: `tie61ng Vie65t`, `d9a2 na84ng`; digits right after their letter or at the end."""

import re

from searcher.vietnamese.keyboards.compose import SURE, Reading, Syllable

TONES = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
SHAPES = {
    "6": Syllable.round,
    "7": Syllable.horn,
    "8": Syllable.breve,
    "9": Syllable.stroke,
}
_LONGEST = 12


def read(word: str) -> Reading | None:
    """Return what `word` means as VNI, or None if it has no digit or gives no syllable."""
    if not (word.isascii() and word.isalnum() and 1 < len(word) <= _LONGEST) or word.isalpha():
        return None
    if _TONE_AND_MARK.search(word):
        return None
    syllable = Syllable()
    for key in word:
        _press(syllable, key)
    text = syllable.text()
    return Reading(text=text, odds=_odds(word)) if text else None


def _odds(word: str) -> float:
    """Weigh a word: a digit before a letter is sure; digits at the end may number what is before."""
    letters = word.rstrip("0123456789")
    if not letters.isalpha():
        return SURE
    if _MARK_AND_TONE.search(word):
        return 4.0 if len(letters) > 1 else 1.5
    if len(letters) == 1 or letters.lower() in _NUMBERED:
        return 0.5
    return 2.0 if len(letters) == 2 and letters.isupper() else 3.0


_TONE_AND_MARK = re.compile("[1-5][678]$")
"""Nobody types the tone before the mark at the end of a word: `U17`, `AN26` are names."""
_MARK_AND_TONE = re.compile("[678][1-5]$")
_NUMBERED = frozenset(
    [
        "bai",
        "ban",
        "bang",
        "ca",
        "cap",
        "cau",
        "chuong",
        "co",
        "cum",
        "doi",
        "dot",
        "duong",
        "giai",
        "hang",
        "hiep",
        "kenh",
        "khoa",
        "khu",
        "ky",
        "lan",
        "lop",
        "muc",
        "nam",
        "ngay",
        "nhom",
        "no",
        "phan",
        "phuong",
        "quan",
        "san",
        "so",
        "ta",
        "tang",
        "tap",
        "thang",
        "to",
        "toa",
        "top",
        "tu",
        "tuan",
        "vong",
        "vu",
    ]
)
"""Words that people number without a space: `lop1`, `quan3`, `co2`."""


def _press(syllable: Syllable, key: str) -> None:
    if key in TONES:
        syllable.set_tone(TONES[key])
    elif key in SHAPES:
        SHAPES[key](syllable)
    else:
        syllable.type(key)
