"""Articles read forwards: what the second look knows of the candidates."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


class Bags(Protocol):
    """The pyvi words of some articles, by row, each article as one direction in the space of words.

    A word counts idf * ln(1 + its occurrences in title, summary and body); an article is as long as the root
    of the sum of the squares of idf * ln(1 + occurrences) over the different words of each field.
    """

    def of(self, rows: Ints) -> tuple[Ints, Ints, Floats]:
        """Return an entry per different word of each of these rows: place in `rows`, word, share.

        Words are int64 numbers that mean something within one reader only; shares are what words count, by
        the length of the article.
        """

    def keys(self, words: Ints) -> list[str]:
        """Return what some words are: keys of the view WORDS."""

    def known(self, keys: Sequence[str]) -> tuple[Ints, Ints]:
        """Return which keys of the view WORDS some article of the reader has, and the numbers of those words."""

    def cosines(self, words: Ints, weights: Floats) -> Floats:
        """Return the sum of weight times share over some different words, for every row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forward:
    """Some articles by row: their words, and the places of a query's syllables.

    *Places.* One entry per occurrence of a folded key that was asked for, sorted by row, field, place:
    `row` and `place` int64, `field` int64 (index into scoring.FIELDS), `key` int64 (which key).

    `lengths` is int64 of shape (articles, fields), in syllables; `day` int64, Python's ordinal, 0
    without a date.
    """

    bags: Bags
    row: Ints
    field: Ints
    place: Ints
    key: Ints
    lengths: Ints
    day: NDArray[Any]
