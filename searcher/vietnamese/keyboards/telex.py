"""Telex left raw: `tieengs`, `ddaf`, `truowngf`, `trwowngf`, `tuwj`; the tone at any place after a vowel.

Source: TCVN 5712's companion rules as Unikey and the system keyboards apply them.
"""

from searcher.vietnamese.keyboards.compose import SURE, VOWELS, Reading, Syllable
from searcher.vietnamese.keyboards.foreign import odds

TONES = {"f": "\u0300", "s": "\u0301", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_LONGEST = 12
_OTHER_OPEN = {low: frozenset("aeo") - {low} for low in "aeo"}
"""After another of these vowels a letter means itself: `ngoeof` is ngoèo."""


def read(word: str) -> Reading | None:
    """Return what `word` means as Telex, or None if it has no Telex key or gives no syllable."""
    if not (word.isascii() and word.isalpha() and 1 < len(word) <= _LONGEST):
        return None
    syllable = Syllable()
    near = True
    for key in word:
        near &= _press(syllable, key)
    text = syllable.text()
    if text is None or not (syllable.marks or syllable.tone):
        return None
    return Reading(text=text, odds=_odds(word, near=near))


def _odds(word: str, *, near: bool) -> float:
    """Weigh a word that is Telex for a syllable: known foreign words count for what they are.

    Two letters (`TW`, `os`) and marks typed late (`mama`) need company.
    """
    listed = odds(word)
    most = SURE if near and len(word) > 2 else 1.0 if near else 0.5
    return most if listed is None else min(listed, most)


def _press(syllable: Syllable, key: str) -> bool:
    """Apply one key; False if it changed a letter far before it, as `mama` for `mâm`."""
    low, before = key.lower(), syllable.letters
    if low in TONES and syllable.has_vowel():
        syllable.set_tone(TONES[low])
    elif low == "w":
        _press_w(syllable, key)
    elif low == "d" and before == ["d"]:
        syllable.stroke()
    elif low in "aeo" and low in before and before[-1] not in _OTHER_OPEN[low]:
        near = before[-1] == low
        syllable.round(low)
        return near
    else:
        syllable.type(key)
    return True


def _press_w(syllable: Syllable, key: str) -> None:
    """Press w: breve on a, horns on o and u, the letter ư where there is no vowel yet."""
    vowels = [letter for letter in syllable.letters if letter in VOWELS]
    if not {"a", "o", "u", "ơ"} & set(vowels) or syllable.letters == ["q", "u"]:
        syllable.type("Ư" if key == "W" else "ư")
        syllable.marks += 1
    elif vowels[-1] == "a" and vowels[-2:] != ["u", "a"]:
        syllable.breve()
    elif vowels[-2:] == ["u", "a"]:
        _horn_before_a(syllable)
    else:
        syllable.horn()


def _horn_before_a(syllable: Syllable) -> None:
    """Read `muaw` as `mưa`, but `quawn` as `quăn`."""
    if syllable.letters[:2] == ["q", "u"]:
        syllable.breve()
    else:
        syllable.horn()
