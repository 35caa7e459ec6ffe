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
_WORD = re.compile(r"\w+")
"""The same where no underscore stands: found in six tenths of the time."""


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
    return _pattern(normalised).finditer(normalised)


def token_texts(normalised: str) -> list[str]:
    """Return the texts of the same tokens, several times as fast."""
    return _pattern(normalised).findall(normalised)


def _pattern(normalised: str) -> re.Pattern[str]:
    if not is_ordinary(normalised):
        return _marked_letters()
    return LETTERS if "_" in normalised else _WORD


@cache
def _marked_letters() -> re.Pattern[str]:
    return re.compile(rf"[^\W_](?:[^\W_]|[{alphabet.marks()}])*")
