"""Text -> the syllables that stand at its positions."""

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import searcher.vietnamese.alphabet as alphabet
from searcher.vietnamese.folding import accented_key, fold
from searcher.vietnamese.normalise import is_ordinary, normalise_with_offsets

LETTERS = re.compile(r"[^\W_]+")
"""A token of text without marks of their own."""


class Syllable(NamedTuple):
    """One token: its normalised text, its two keys, its span in the original text (code points).

    A tuple: a page of results marks thousands of them, and a frozen dataclass takes six times as long.
    """

    text: str
    accented: str
    folded: str
    start: int
    end: int


def syllables(text: str) -> tuple[Syllable, ...]:
    """Return the runs of letters and digits of `text`, in order; `54-NQ/TW` has three."""
    normalised = normalise_with_offsets(text)
    found = list(tokens(normalised.text))
    spans = normalised.originals(match.span() for match in found)
    return tuple(
        Syllable(match[0], accented_key(match[0]), fold(match[0]), *span)
        for match, span in zip(found, spans, strict=True)
    )


def tokens(normalised: str) -> Iterator[re.Match[str]]:
    """Yield the tokens of a normalised text; marks of other scripts belong to the letter before."""
    pattern = LETTERS if is_ordinary(normalised) else _marked_letters()
    return pattern.finditer(normalised)


@cache
def _marked_letters() -> re.Pattern[str]:
    return re.compile(rf"[^\W_](?:[^\W_]|[{alphabet.marks()}])*")
