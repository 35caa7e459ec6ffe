"""Text -> the syllables that stand at its positions."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import searcher.vietnamese.alphabet as alphabet
from searcher.vietnamese.folding import accented_key, fold
from searcher.vietnamese.normalise import Normalised, is_ordinary, normalise_with_offsets

LETTERS = re.compile(r"[^\W_]+")
"""A token of text without marks of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Syllable:
    """One token: its normalised text, its two keys, its span in the original text (code points)."""

    text: str
    accented: str
    folded: str
    start: int
    end: int


def syllables(text: str) -> tuple[Syllable, ...]:
    """Return the runs of letters and digits of `text`, in order; `54-NQ/TW` has three."""
    normalised = normalise_with_offsets(text)
    return tuple(_syllable(match, normalised) for match in tokens(normalised.text))


def _syllable(match: re.Match[str], normalised: Normalised) -> Syllable:
    text = match[0]
    start, end = normalised.original(*match.span())
    return Syllable(text=text, accented=accented_key(text), folded=fold(text), start=start, end=end)


def tokens(normalised: str) -> Iterator[re.Match[str]]:
    """Yield the tokens of a normalised text; marks of other scripts belong to the letter before."""
    pattern = LETTERS if is_ordinary(normalised) else _marked_letters()
    return pattern.finditer(normalised)


@cache
def _marked_letters() -> re.Pattern[str]:
    return re.compile(rf"[^\W_](?:[^\W_]|[{alphabet.marks()}])*")
