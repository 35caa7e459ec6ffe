"""Typed syllables become words with readings: how each is looked up and what each reading counts."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache, lru_cache
from pathlib import Path

from searcher.model import Reading, Span, View, Word
from searcher.vietnamese import syllables
from searcher.vietnamese.folding import accented_key, fold, is_marked
from searcher.vietnamese.numbers import number_readings
from searcher.vietnamese.syllables import tokens
from searcher.vietnamese.words.spans import joined_words

FOLDED_FALLBACK = 0.3
"""What a folded match of a word typed with marks counts: it is there, but another word perhaps."""
FILLER_WEIGHT = 0.2
"""What a filler word counts beside the words that say something."""
_NUMBERED = re.compile(r"[\d@]|\w[./:]\w")
_REMEMBERED = 1 << 14
"""Words kept read: those of most queries."""
WORD_WEIGHT = 0.35
"""What a whole pyvi word adds to its syllables (measured: benchmarks/quality.py)."""


@cache
def fillers(*, accented: bool) -> frozenset[str]:
    """Return the keys of words too common to decide anything alone.

    Typed without marks fewer words are surely fillers: `co` may be `có`, but also `cô`, `cổ`, `cờ`.
    """
    name = "fillers.txt" if accented else "fillers-unmarked.txt"
    text = Path(__file__).with_name(name).read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    found = (syllable for line in lines for syllable in syllables(line))
    return frozenset(syllable.accented if accented else syllable.folded for syllable in found)


def words_of(text: str) -> list[tuple[Word, Span]]:
    """Return one Word per syllable of a normalised text, not yet read, and where it stands."""
    return [(word_of(found[0]), found.span()) for found in tokens(text)]


@lru_cache(maxsize=_REMEMBERED)
def word_of(syllable: str) -> Word:
    """Return the Word of one syllable, not yet read."""
    return Word(
        typed=syllable,
        accented=accented_key(syllable),
        folded=fold(syllable),
        marked=is_marked(syllable),
    )


def as_read(words: Sequence[Word]) -> list[Word]:
    """Return the words with their readings, each judged by how it and the others were typed.

    In a query without any mark a word may be any of its accented forms. Beside words with marks, a
    word without them is probably complete: its own form scores best, every other form still counts.
    """
    accented = any(word.marked for word in words)
    return [_read(word.typed, word.exact, accented) for word in words]


@lru_cache(maxsize=_REMEMBERED)
def _read(typed: str, exact: bool, accented: bool) -> Word:
    word = replace(word_of(typed), exact=exact)
    filler = (word.accented if accented else word.folded) in fillers(accented=accented)
    weight = FILLER_WEIGHT if filler else 1.0
    own = Reading(view=View.ACCENTED, key=word.accented, weight=weight)
    share = FOLDED_FALLBACK if word.marked else 1.0
    folded = Reading(view=View.FOLDED, key=word.folded, weight=weight * share)
    readings = (own, folded) if accented else (folded,)
    return replace(word, filler=filler, readings=(own,) if exact else readings)


def extras_of(text: str) -> tuple[Reading, ...]:
    """Return what adds score without making a match: whole words, and numbers of documents."""
    found = tuple(_readings(View.WORDS, ((key, WORD_WEIGHT) for key in joined_keys(text))))
    if not may_have_numbers(text):
        return found
    return found + tuple(_readings(View.NUMBERS, number_readings(text)))


def joined_keys(text: str) -> list[str]:
    """Return the keys of the pyvi words of more than one syllable of a normalised text, in order."""
    return [_word_key(word) for word in joined_words(text)]


@lru_cache(maxsize=_REMEMBERED)
def _word_key(word: str) -> str:
    return "_".join(accented_key(found[0]) for found in tokens(word))


def may_have_numbers(text: str) -> bool:
    """Tell whether a text can have any number, address or amount: most queries have none."""
    return _NUMBERED.search(text) is not None


def _readings(view: View, weighted: Iterable[tuple[str, float]]) -> Iterable[Reading]:
    return (Reading(view=view, key=key, weight=weight) for key, weight in dict(weighted).items())
