"""Typed text -> lines for the sweep, and the readings chosen -> text again."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from searcher.vietnamese.restoration.model import Model
from searcher.vietnamese.restoration.sweep import Line
from searcher.vietnamese.restoration.text import (
    BOUNDARY,
    LOWER,
    PIECE,
    SIGN,
    TITLE,
    UNKNOWN,
    UPPER,
    is_word,
    letter_case,
    sign_class,
    spelling,
    unmarked,
    without_inner_stops,
)

_LONGEST = 200
"""Tokens of a line; longer stretches without a full stop are cut."""

_WEIGHT = np.float32(0.6)
"""How far the case of letters is believed; chosen on headlines (benchmarks/vietnamese_restoration)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word at `start` of the text, and which reading of its line's token it is."""

    text: str
    start: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedLine:
    """A stretch of text without the end of a sentence in it, ready for the sweep.

    `words` has for each token the word, or None for a number or a sign.
    """

    line: Line
    words: Sequence[Word | None]


def typed_lines(text: str, model: Model) -> Iterator[TypedLine]:
    """Yield the lines of `text` (NFC), which says nothing of other texts."""
    cases = _telling_cases(text)
    tokens: list[Word | int] = []
    for piece in PIECE.finditer(without_inner_stops(text)):
        word = piece[0]
        token = Word(text=word, start=piece.start()) if is_word(word) else sign_class(word)
        if token == BOUNDARY or len(tokens) >= _LONGEST:
            yield from _line(tokens, model, cases)
            tokens = []
        if token != BOUNDARY:
            tokens.append(token)
    yield from _line(tokens, model, cases)


def _line(tokens: Sequence[Word | int], model: Model, cases: frozenset[int]) -> Iterator[TypedLine]:
    words = [token if isinstance(token, Word) else None for token in tokens]
    if not any(words):
        return
    readings = [
        _readings(token.text, model) if isinstance(token, Word) else np.array([token], np.uint16)
        for token in tokens
    ]
    starts = [i == 0 or tokens[i - 1] == SIGN for i in range(len(tokens))]
    evidence = [
        _evidence(word, ids, model, cases, starts=first)
        for word, ids, first in zip(words, readings, starts, strict=True)
    ]
    yield TypedLine(line=Line(readings=readings, evidence=evidence), words=words)


def _readings(word: str, model: Model) -> NDArray[np.uint16]:
    """Return the ids of what `word` may mean; one with marks means what it says."""
    if has_marks(word):
        return np.array([model.number(spelling(word)) or UNKNOWN], np.uint16)
    ids = model.readings(word.lower())
    return ids if len(ids) else _UNKNOWN


_UNKNOWN = np.array([UNKNOWN], np.uint16)


def has_marks(word: str) -> bool:
    """Tell whether the writer of `word` typed any mark."""
    return not word.isascii() and unmarked(word) != word


def _telling_cases(text: str) -> frozenset[int]:
    """Return which cases of letters mean something in `text`.

    Small letters do where its first word has a capital, capitals where other words are small: who
    types all words alike says nothing by it.
    """
    words = [piece for piece in PIECE.findall(text[:_HEAD]) if is_word(piece)]
    cases = {letter_case(word) for word in words}
    if LOWER not in cases or len(cases) == 1:
        return frozenset()
    return frozenset((LOWER, TITLE, UPPER) if words[0][0].isupper() else (TITLE, UPPER))


_HEAD = 2000


def _evidence(
    word: Word | None,
    ids: NDArray[np.uint16],
    model: Model,
    cases: frozenset[int],
    *,
    starts: bool,
) -> NDArray[np.float32]:
    """Return what the case of a word's letters says for each of its readings."""
    if word is None or len(ids) == 1 or not cases:
        return np.zeros(len(ids), np.float32)
    case = letter_case(word.text)
    if case not in cases or (case == TITLE and starts):
        return np.zeros(len(ids), np.float32)
    weights: NDArray[np.float32] = model.cases[ids, case] * _WEIGHT
    return weights


def as_typed(word: str, reading: str) -> str:
    """Return `reading` in the capitals of `word`, or `word` where the reading has other letters."""
    if has_marks(word) or len(reading) != len(word):
        return word
    if word.islower():
        return reading
    pairs = zip(reading, word, strict=True)
    return "".join(letter.upper() if typed.isupper() else letter for letter, typed in pairs)
