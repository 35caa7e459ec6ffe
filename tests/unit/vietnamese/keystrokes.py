"""A typist whose keyboard does not work: phrases as the keys that were pressed."""

import unicodedata
from collections.abc import Iterator
from itertools import product
from pathlib import Path

TONES = {
    "telex": dict(zip("\u0300\u0301\u0309\u0303\u0323", "fsrxj", strict=True)),
    "vni": dict(zip("\u0300\u0301\u0309\u0303\u0323", "21345", strict=True)),
    "viqr": dict(zip("\u0300\u0301\u0309\u0303\u0323", "`'?~.", strict=True)),
}
SHAPES = {
    "telex": dict(zip("âêôăơưđ", ("aa", "ee", "oo", "aw", "ow", "uw", "dd"), strict=True)),
    "vni": dict(zip("âêôăơưđ", ("a6", "e6", "o6", "a8", "o7", "u7", "d9"), strict=True)),
    "viqr": dict(zip("âêôăơưđ", ("a^", "e^", "o^", "a(", "o+", "u+", "dd"), strict=True)),
}
# How ư and ươ are typed: each letter by itself, one w (or 7) for both, or a bare w for ư.
HORNS = {"telex": ("each", "both", "bare"), "vni": ("each", "both"), "viqr": ("each",)}
PLACES = {
    "telex": ("end", "vowel", "letter"),
    "vni": ("end", "vowel", "letter"),
    "viqr": ("letter",),
}


def phrases() -> list[str]:
    """Return the phrases written for these tests."""
    lines = Path(__file__).with_name("phrases.txt").read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


def variants(phrase: str, keyboard: str) -> Iterator[tuple[str, str]]:
    """Yield (keys pressed, phrase meant) for each habit of typing, small letters and capitals."""
    for meant in dict.fromkeys((phrase, phrase.upper())):
        habits = product(PLACES[keyboard], HORNS[keyboard])
        rows = (
            " ".join(press(word, keyboard, *habit) for word in meant.split()) for habit in habits
        )
        yield from ((typed, meant) for typed in dict.fromkeys(rows))


def press(word: str, keyboard: str, place: str = "end", horn: str = "each") -> str:
    """Return the keys for one word; `place` is where the tone key comes."""
    letters = [_take_tone(letter) for letter in unicodedata.normalize("NFC", word)]
    tone = next((mark for _, mark in letters if mark), "")
    key = TONES[keyboard].get(tone, "")
    key = key.upper() if word.isupper() else key
    pressed = [_shape(letters, i, keyboard, horn) for i in range(len(letters))]
    at = _tone_after(letters, place)
    return "".join([*pressed[: at + 1], key, *pressed[at + 1 :]])


def _take_tone(letter: str) -> tuple[str, str]:
    marks = unicodedata.normalize("NFD", letter)
    tone = "".join(mark for mark in marks if mark in TONES["vni"])
    rest = "".join(mark for mark in marks if mark not in TONES["vni"])
    return unicodedata.normalize("NFC", rest), tone


def _shape(letters: list[tuple[str, str]], i: int, keyboard: str, horn: str) -> str:
    letter = letters[i][0]
    follower = letters[i + 1][0].lower() if i + 1 < len(letters) else ""
    keys = SHAPES[keyboard].get(letter.lower(), letter.lower())
    if letter.lower() == "ư" and horn == "both" and follower == "ơ":
        keys = "u"
    elif letter.lower() == "ư" and horn == "bare":
        keys = "w"
    return keys.upper() if letter.isupper() else keys


def _tone_after(letters: list[tuple[str, str]], place: str) -> int:
    if place == "end":
        return len(letters) - 1
    if place == "letter":
        return next((i for i, (_, tone) in enumerate(letters) if tone), len(letters) - 1)
    vowels = [i for i, (x, _) in enumerate(letters) if _base(x) in "aeiouy"]
    return vowels[-1] if vowels else len(letters) - 1


def _base(letter: str) -> str:
    return unicodedata.normalize("NFD", letter.lower())[0]
