"""Typed syllables become words with readings: how each is looked up and what each reading counts."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from searcher.model import Reading, Span, View, Word
from searcher.vietnamese import analyse, is_marked, syllables
from searcher.vietnamese.numbers import number_readings
from searcher.vietnamese.phonology import is_bare_syllable, is_vietnamese_syllable

FOLDED_FALLBACK = 0.3
"""What a folded match of a word typed with marks counts: it is there, but another word perhaps."""
FILLER_WEIGHT = 0.2
"""What a filler word counts beside the words that say something."""
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
    """Return one Word per syllable of a text, not yet read, and where it stands."""
    return [
        (
            Word(
                typed=text[syllable.start : syllable.end],
                accented=syllable.accented,
                folded=syllable.folded,
                marked=is_marked(syllable.text),
            ),
            (syllable.start, syllable.end),
        )
        for syllable in syllables(text)
    ]


def as_read(words: Sequence[Word]) -> list[Word]:
    """Return the words with their readings, each judged by how it and the others were typed.

    In a query without any mark a word may be any of its accented forms. Beside words with marks, a
    word without them is probably complete: its own form scores best, every other form still counts.
    """
    accented = any(word.marked for word in words)
    known = fillers(accented=accented)
    keyed = ((word, word.accented if accented else word.folded) for word in words)
    return [_read(word, accented=accented, filler=key in known) for word, key in keyed]


def _read(word: Word, *, accented: bool, filler: bool) -> Word:
    weight = FILLER_WEIGHT if filler else 1.0
    exact = Reading(view=View.ACCENTED, key=word.accented, weight=weight)
    share = FOLDED_FALLBACK if word.marked else 1.0
    folded = Reading(view=View.FOLDED, key=word.folded, weight=weight * share)
    readings = (exact, folded) if accented else (folded,)
    return replace(word, filler=filler, readings=(exact,) if word.exact else readings)


def whole_words(text: str) -> frozenset[str]:
    """Return the different pyvi words of a text, fillers left out.

    Only Vietnamese syllables are ever joined to one: the model joins what it does not know as well.
    """
    known = fillers(accented=True)
    found = (part for word in analyse([text])[0].words for part in _parts(word))
    return frozenset(found) - known


def _parts(word: str) -> Sequence[str]:
    syllables_ = word.split("_")
    return (word,) if all(map(_is_vietnamese, syllables_)) else syllables_


def _is_vietnamese(syllable: str) -> bool:
    return is_vietnamese_syllable(syllable) or is_bare_syllable(syllable)


def extras_of(text: str) -> tuple[Reading, ...]:
    """Return what adds score without making a match: whole words, and numbers of documents."""
    words = (word for word in analyse([text])[0].words if "_" in word)
    numbers = number_readings(text)
    return tuple(_readings(View.WORDS, ((word, WORD_WEIGHT) for word in words))) + tuple(
        _readings(View.NUMBERS, numbers)
    )


def _readings(view: View, weighted: Iterable[tuple[str, float]]) -> Iterable[Reading]:
    return (Reading(view=view, key=key, weight=weight) for key, weight in dict(weighted).items())
