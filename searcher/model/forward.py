"""Articles read forwards: what the second look knows of the candidates."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Forward:
    """Some articles by row: their words and the places of a query's syllables.

    *Words.* One entry per distinct pyvi word of each field, sorted by row: `word_row` int64,
    `word` int64 (numbers that mean something within one reader only) and `impact` float32, the score
    of `scoring.py` for the word with the boosted occurrences in that field as tf.

    *Places.* One entry per occurrence of a folded key that was asked for, sorted by row, field, place:
    `row` and `place` int64, `field` int64 (index into scoring.FIELDS), `key` int64 (which key), `typed`
    bool (it stands there in an accented form that was asked for).

    `lengths` is int64 of shape (articles, fields), in syllables; `day` int64, Python's ordinal, 0
    without a date.
    """

    word_row: NDArray[np.int64]
    word: NDArray[np.int64]
    impact: NDArray[np.float32]
    row: NDArray[np.int64]
    field: NDArray[np.int64]
    place: NDArray[np.int64]
    key: NDArray[np.int64]
    typed: NDArray[np.bool_]
    lengths: NDArray[np.int64]
    day: NDArray[Any]
