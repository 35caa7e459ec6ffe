"""The pyvi words of all segments under one numbering, with their weights."""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from searcher.engines.whoosh.columns.collection import Collection, Floats, Ints
from searcher.engines.whoosh.columns.segment import Segment
from searcher.engines.whoosh.columns.spreading import by_article, spread, texts_of
from searcher.engines.whoosh.columns.squeeze import NIBBLE
from searcher.model import View

LOGS = np.log1p(np.arange(256, dtype=np.float32))
"""ln(1 + count) of each count; a word that stands more often counts like the last."""


class Vocabulary:
    """Numbers that are equal in all segments, and idf; index 0 of each array stands for no word."""

    def __init__(self, collection: Collection, documents: int) -> None:
        self._segments = collection.segments
        self._documents = documents

    @cached_property
    def numbers(self) -> list[Ints]:
        """Number of each word of each segment, int64; segments with a word in common agree."""
        if len(self._segments) == 1:
            return [np.arange(len(self._segments[0].strings[View.WORDS]) + 1)]
        hashes = [segment.word_hashes for segment in self._segments]
        found = np.unique(np.concatenate(hashes), return_inverse=True)[1].astype(np.int64) + 1
        edges = np.cumsum([len(part) for part in hashes])[:-1]
        return [np.append(np.int64(0), part) for part in np.split(found, edges)]

    def words(self, index: int, terms: Ints) -> Ints:
        """Return the numbers of some words of a segment."""
        return terms if len(self._segments) == 1 else self.numbers[index].take(terms)

    def terms(self, index: int, words: Ints) -> Ints:
        """Return what some numbers stand for in a segment; 0 where it has no such word."""
        if len(self._segments) == 1:
            return words
        order, numbers = self._orders[index], self.numbers[index]
        found = order.take(np.searchsorted(numbers, words, sorter=order), mode="clip")
        terms: Ints = np.where(numbers[found] == words, found, 0)
        return terms

    def keys(self, words: Ints) -> list[str]:
        """Return what some numbers stand for; each is a word of at least one segment."""
        found = [""] * len(words)
        for index, segment in enumerate(self._segments):
            terms = self.terms(index, words).tolist()
            for place, term in enumerate(terms):
                if term:
                    found[place] = segment.strings[View.WORDS][term - 1]
        return found

    def known(self, keys: Sequence[str]) -> tuple[Ints, Ints]:
        """Return which keys are words of some segment, and their numbers."""
        found = np.zeros(len(keys), np.int64)
        for index, segment in enumerate(self._segments):
            missing = np.flatnonzero(found == 0).tolist()
            strings = segment.strings[View.WORDS]
            terms = np.array([strings.find(keys[place]) + 1 for place in missing], np.int64)
            found[missing] = self.words(index, terms)
        places = np.flatnonzero(found)
        return places, found[places]

    @cached_property
    def _orders(self) -> list[Ints]:
        return [np.argsort(numbers) for numbers in self.numbers]

    @cached_property
    def idf(self) -> list[NDArray[np.float32]]:
        """Weight of each word of each segment, float32, over the live articles of all segments."""
        size = 1 + max(int(part.max(initial=0)) for part in self.numbers)
        fields = [segment.frequencies[View.WORDS] for segment in self._segments]
        counts = np.zeros((len(fields[0]), size), np.int64)
        for numbers, frequency in zip(self.numbers, fields, strict=True):
            counts[:, numbers[1:]] += frequency
        weights = _idf(self._documents, counts.max(axis=0)).astype(np.float32)
        return [weights[numbers] for numbers in self.numbers]

    def norms(self, index: int, local: Ints) -> NDArray[np.float32]:
        """Return the lengths of some articles of a segment, as `model.forward.Bags` has them, float32; never 0.

        Each is computed when it is first asked for: all of them at once would keep the first reader waiting.
        """
        known = self._norms[index]
        missing = np.unique(local[np.isnan(known.take(local))])
        if len(missing):
            known[missing] = _lengths(self._segments[index], missing, self.idf[index])
        found: NDArray[np.float32] = known.take(local)
        return found

    @cached_property
    def _norms(self) -> list[NDArray[np.float32]]:
        return [np.full(segment.documents, np.nan, np.float32) for segment in self._segments]


def _lengths(segment: Segment, local: Ints, idf: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the root of the sum of the squares of what the words of each article count.

    The words of an article are added one after another, so that it has the same length whatever is asked beside it.
    """
    places, lengths = spread(segment.container["words.starts"], texts_of(segment, local))
    points = idf.take(segment.word_bags.terms(places))
    points *= LOGS.take(counts_at(segment, places).astype(np.int64), mode="clip")
    row = np.repeat(np.arange(len(local)), by_article(lengths))
    squares = np.bincount(row, np.square(points), minlength=len(local)).astype(np.float32)
    found: NDArray[np.float32] = np.sqrt(np.maximum(squares, np.finfo(np.float32).tiny))
    return found


def counts_at(segment: Segment, places: Ints) -> NDArray[np.float32]:
    """Return how often each of these entries of the bags stands in its text."""
    pairs = segment.container.guarded("words.count").take(places >> 1)
    counts = ((pairs >> ((places & 1) << 2).astype(np.uint8)) & NIBBLE).astype(np.float32)
    over = np.flatnonzero(counts == NIBBLE)
    if len(over):
        at = np.searchsorted(segment.container["words.count.over.at"], places[over])
        counts[over] = segment.container["words.count.over"][at]
    return counts


def _idf(documents: int, frequency: Ints) -> Floats:
    """Return `scoring.idf` of many keys."""
    inside = (documents - frequency + 0.5) / (frequency + 0.5)
    found: Floats = np.log1p(np.maximum(inside, 0))
    return found
