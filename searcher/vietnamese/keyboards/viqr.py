"""VIQR, Vietnamese in plain ASCII of e-mail: `Tie^'ng Vie^.t`, `dda~ ddu+o+.c`, `tha(`ng`.

Source: RFC 1456, section 4.
"""

import re

from searcher.vietnamese.keyboards.compose import SURE, Reading, Syllable

TONES = {"'": "\u0301", "`": "\u0300", "?": "\u0309", "~": "\u0303", ".": "\u0323"}
_KEYS = re.compile(r"[A-Za-z'`?~.^(+*-]{2,16}")
_SURE = re.compile(
    r"^dd[a-z]|^d-|[aeo]\^|a\([a-z'`?~.]|[uo][+*][a-z'`?~.]|[aeiouy]`|[aeiouy]~|[aeiouy]['?][a-z]",
    re.I,
)

_LIKELY = re.compile(r"[a-z]{2}\.[a-z]|\.[a-z]{2}|[a-z][uo]\+$", re.I)


def read(word: str) -> Reading | None:
    """Return what `word` means as VIQR, or None if it has no VIQR key or gives no syllable.

    Full stops, question marks and apostrophes end ordinary words: alone they tell nothing.
    """
    if not _KEYS.fullmatch(word) or (word.isalpha() and word[:2].lower() != "dd"):
        return None
    syllable = Syllable()
    for place, key in enumerate(word):
        _press(syllable, key, word[:place])
    text = syllable.text()
    return Reading(text=text, odds=_odds(word)) if text else None


def _odds(word: str) -> float:
    if _SURE.search(word):
        return SURE
    return 4.0 if _LIKELY.search(word) else 0.5


def _press(syllable: Syllable, key: str, before: str) -> None:
    last = before[-1:].lower()
    if key in TONES:
        syllable.set_tone(TONES[key])
    elif key == "^":
        syllable.round()
    elif key == "(" and last == "a":
        syllable.breve()
    elif key in "+*":
        _horn_last(syllable)
    elif key in "dD-" and before in ("d", "D"):
        syllable.stroke()
    else:
        syllable.type(key)


def _horn_last(syllable: Syllable) -> None:
    """Put a horn on the letter just typed only: VIQR writes both of `u+o+`."""
    horned = {"o": "ơ", "u": "ư"}.get(syllable.letters[-1] if syllable.letters else "")
    syllable.broken |= horned is None
    if horned:
        syllable.letters[-1] = horned
        syllable.marks += 1
