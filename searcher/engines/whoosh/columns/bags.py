"""The pyvi words of the candidates, gathered at once from the bags of each segment; see `model.forward.Bags`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.engines.whoosh.columns.collection import Collection, Floats, Ints
from searcher.engines.whoosh.columns.segment import Segment
from searcher.engines.whoosh.columns.spreading import by_article, spread, texts_of
from searcher.engines.whoosh.columns.squeeze import FIRST, RARE
from searcher.engines.whoosh.columns.vocabulary import LOGS, Vocabulary, counts_at

CODES = 1 << 16
NO_ENTRIES = (np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The rows of one segment, and what they are called there."""

    index: int
    rows: Ints
    local: Ints


class ColumnsBags:
    """`model.forward.Bags` of some candidates."""

    def __init__(self, collection: Collection, vocabulary: Vocabulary, numbers: Ints) -> None:
        self._collection = collection
        self._vocabulary = vocabulary
        self._numbers = numbers

    def of(self, rows: Ints) -> tuple[Ints, Ints, Floats]:
        """Return place in `rows`, word and share of every different word of some rows."""
        parts = [self._entries(part) for part in parts_of(self._collection, self._numbers[rows])]
        row, word, share = map(np.concatenate, zip(NO_ENTRIES, *parts, strict=True))
        return row, word, share

    def _entries(self, part: Part) -> tuple[Ints, Ints, Floats]:
        segment = self._collection.segments[part.index]
        places, lengths = spread(segment.container["words.starts"], texts_of(segment, part.local))
        terms = segment.word_bags.terms(places).astype(np.int64)
        row = np.repeat(np.arange(len(part.local)), by_article(lengths))
        size = len(self._vocabulary.idf[part.index])
        found, at = np.unique(row * size + terms, return_inverse=True)
        count: NDArray[Any] = np.bincount(at, counts_at(segment, places))
        row, terms = np.divmod(found, size)
        share = self._vocabulary.idf[part.index].take(terms) * _logs(count)
        share /= self._vocabulary.norms(part.index, part.local).take(row)
        return part.rows[row], self._vocabulary.words(part.index, terms), share.astype(np.float64)

    def keys(self, words: Ints) -> list[str]:
        """Return what some words are."""
        return self._vocabulary.keys(words)

    def known(self, keys: Sequence[str]) -> tuple[Ints, Ints]:
        """Return which keys are words of some article, and their numbers."""
        return self._vocabulary.known(keys)

    def cosines(self, words: Ints, weights: Floats) -> Floats:
        """Return the sum of weight times share over some different words, for every row."""
        found = np.zeros(len(self._numbers))
        for part in parts_of(self._collection, self._numbers):
            terms = self._vocabulary.terms(part.index, words)
            worth = weights * self._vocabulary.idf[part.index].take(terms)
            counts = self._counts(self._collection.segments[part.index], part.local, terms)
            norms = self._vocabulary.norms(part.index, part.local)
            found[part.rows] = (_logs(counts) @ worth) / norms
        return found

    def _counts(self, segment: Segment, local: Ints, terms: Ints) -> Floats:
        """Return how often each term (0 = none) is in each article, float64 of shape (articles, terms)."""
        places, lengths = spread(segment.container["words.starts"], texts_of(segment, local))
        which = _which(segment, places, terms)
        at = (which != 0).nonzero()[0]
        ends = np.cumsum(by_article(lengths))
        cell = np.searchsorted(ends, at, side="right") * len(terms) + which[at] - 1
        shape = (len(local), len(terms))
        cells: NDArray[Any] = np.bincount(
            cell, counts_at(segment, places[at]), minlength=shape[0] * shape[1]
        )
        return cells.reshape(shape)


def _which(segment: Segment, places: Ints, terms: Ints) -> NDArray[Any]:
    """Return which of some terms stands at each place of the bags, counted from 1, 0 for none: unsigned integers."""
    common = segment.container["words.bag.common"]
    codes_of = np.searchsorted(common, terms)
    is_common = common.take(codes_of, mode="clip") == terms
    rank = np.arange(1, len(terms) + 1, dtype=np.min_scalar_type(len(terms)))
    by_code = np.zeros(CODES, rank.dtype)
    by_code[codes_of[is_common] + FIRST] = rank[is_common]
    codes = segment.word_bags.codes.take(places)
    which: NDArray[Any] = by_code.take(codes)
    rare = ~is_common & (terms > 0)
    if rare.any():
        at = np.flatnonzero(codes == RARE)
        order = np.argsort(terms)
        there = segment.word_bags.terms(places[at])
        nearest = order.take(np.searchsorted(terms, there, sorter=order), mode="clip")
        which[at] = np.where(terms[nearest] == there, rank[nearest], 0)
    return which


def _logs(counts: Floats) -> NDArray[np.float32]:
    return LOGS.take(counts.astype(np.int64), mode="clip")


def parts_of(collection: Collection, numbers: Ints) -> Sequence[Part]:
    """Return the segments that hold some articles: which of them, and their numbers there."""
    if len(collection.segments) == 1:
        return [Part(index=0, rows=np.arange(len(numbers)), local=numbers)]
    owner = np.searchsorted(collection.bases, numbers, side="right") - 1
    rows_of = ((index, np.flatnonzero(owner == index)) for index in np.unique(owner).tolist())
    return [
        Part(index=index, rows=rows, local=numbers[rows] - collection.bases[index])
        for index, rows in rows_of
    ]
