"""Texts -> tokens in three views: the one analysis that articles and queries pass through."""

from collections.abc import Sequence

from searcher.model import Tokens
from searcher.vietnamese.numbers import document_numbers
from searcher.vietnamese.syllables import syllables

ANALYSER = "1"
"""Version of the keys: an index written with other keys must be built anew."""


def analyse(texts: Sequence[str]) -> list[Tokens]:
    """Return the tokens of each text, in order."""
    return [_tokens(text) for text in texts]


def _tokens(text: str) -> Tokens:
    found = syllables(text)
    return Tokens(
        accented=tuple(syllable.accented for syllable in found),
        folded=tuple(syllable.folded for syllable in found),
        numbers=document_numbers(text),
    )
