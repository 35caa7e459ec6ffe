"""Slips as typists make them, for measuring what is repaired: keys beside, swapped, no tone, dialect."""

import random
import unicodedata
from collections.abc import Callable, Mapping

from searcher.vietnamese import syllables
from searcher.vietnamese.phonology import place_tone, split_tone, syllable_parts
from searcher.vietnamese.spelling.costs import neighbours

_STARTS = (("s", "x"), ("ch", "tr"), ("d", "gi"), ("d", "r"), ("gi", "r"), ("l", "n"), ("v", "d"))
_ENDS = (("n", "ng"), ("c", "t"))
_HOOK, _TILDE = "\u0309", "\u0303"

Slip = Callable[[str, random.Random], str | None]


def beside(word: str, chance: random.Random) -> str | None:
    """Return the word with a key beside the right one."""
    place = chance.randrange(len(word))
    base = unicodedata.normalize("NFD", word[place])[0].replace("đ", "d")
    near = sorted(other for letter, other in neighbours() if letter == base)
    return word[:place] + chance.choice(near) + word[place + 1 :] if near else None


def swapped(word: str, chance: random.Random) -> str | None:
    """Return the word with two letters in the wrong order."""
    place = chance.randrange(len(word) - 1)
    return word[:place] + word[place + 1] + word[place] + word[place + 2 :]


def toneless(word: str, _: random.Random) -> str | None:
    """Return the word without its tone mark."""
    plain, tone = split_tone(word)
    return unicodedata.normalize("NFC", plain) if tone else None


def dialect(word: str, chance: random.Random) -> str | None:
    """Return the word as another region says it, if that is a syllable."""
    plain, tone = split_tone(word)
    ways = [(new + plain[len(old) :], tone) for old, new in _both(_STARTS) if plain.startswith(old)]
    ways += [(plain[: -len(old)] + new, tone) for old, new in _both(_ENDS) if plain.endswith(old)]
    ways += [(plain, {_HOOK: _TILDE, _TILDE: _HOOK}[tone])] if tone in (_HOOK, _TILDE) else []
    possible = [(letters, mark) for letters, mark in ways if letters in syllable_parts()]
    if not possible:
        return None
    letters, mark = chance.choice(possible)
    return place_tone(letters, mark) if mark else unicodedata.normalize("NFC", letters)


def _both(pairs: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    return [pair for a, b in pairs for pair in ((a, b), (b, a))]


SLIPS: Mapping[str, Slip] = {
    "keys beside": beside,
    "swapped": swapped,
    "missing tone": toneless,
    "dialect": dialect,
}


def slipped(query: str, slip: Slip, chance: random.Random) -> str | None:
    """Return the query with a slip in one of its words, None where none can be."""
    words = [word for word in syllables(query) if word.text.isalpha() and len(word.text) > 1]
    chance.shuffle(words)
    for word in words:
        wrong = slip(word.text.lower(), chance) if not word.text.isupper() else None
        if wrong and wrong != word.text.lower():
            shown = wrong[:1].upper() + wrong[1:] if word.text[:1].isupper() else wrong
            return query[: word.start] + shown + query[word.end :]
    return None
