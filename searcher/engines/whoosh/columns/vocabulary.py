"""The pyvi words of all segments under one numbering, with their weights."""

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.container import Container
from searcher.engines.whoosh.columns.collection import Collection, Floats, Ints
from searcher.engines.whoosh.columns.segment import FIELDS, Segment
from searcher.engines.whoosh.columns.squeeze import NIBBLE, doubled
from searcher.model import View

LOGS = np.log1p(np.arange(256, dtype=np.float32))
"""ln(1 + count) of each count; a word that stands more often counts like the last."""
BLOCK = 1 << 12
"""Articles whose lengths are computed at once."""
BASE = 0x9E3779B97F4A7C15
"""An odd number: its powers, modulo 2**64, make the hash of a key."""


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
        hashes = [key_hashes(segment.container, View.WORDS) for segment in self._segments]
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

    @cached_property
    def norms(self) -> list[NDArray[np.float32]]:
        """Length of each article of each segment, as `model.forward.Bags` has it, float32; never 0."""
        return [
            np.sqrt(np.maximum(_squares(segment, idf), np.finfo(np.float32).tiny))
            for segment, idf in zip(self._segments, self.idf, strict=True)
        ]


def _squares(segment: Segment, idf: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return the sum of the squares of what the words of each article count."""
    squares = np.zeros(segment.documents, np.float32)
    for first in range(0, segment.documents, BLOCK):
        local = np.arange(first, min(first + BLOCK, segment.documents))
        for field in range(FIELDS):
            squares[local] += _squares_of_texts(segment, local + field * segment.documents, idf)
    return squares


def _squares_of_texts(
    segment: Segment, texts: Ints, idf: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Do the same for texts that stand one after another."""
    starts = segment.container["words.starts"][texts[0] : texts[-1] + 2].astype(np.int64)
    first, last = int(starts[0]), int(starts[-1])
    points = idf.take(segment.word_bags.span(first, last))
    points *= LOGS.take(doubled(segment.container, "words.count", first, last), mode="clip")
    sums = np.append(0.0, np.cumsum(np.square(points, out=points), dtype=np.float64))
    squares: NDArray[Any] = sums[starts[1:] - first] - sums[starts[:-1] - first]
    return squares.astype(np.float32)


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


def key_hashes(container: Container, name: str) -> NDArray[np.uint64]:
    """Return a 64-bit hash of each key of `Strings`, uint64: the sum of byte * BASE ** place."""
    text, at = container[f"{name}.text"], container[f"{name}.at"]
    lengths = np.diff(at)
    powers = _powers(int(lengths.max(initial=0)))
    place = np.arange(len(text)) - np.repeat(at[:-1], lengths)
    values: NDArray[Any] = (text.astype(np.uint64) + np.uint64(1)) * powers[place]
    sums = np.append(np.uint64(0), np.cumsum(values, dtype=np.uint64))
    hashes: NDArray[np.uint64] = sums[at[1:]] - sums[at[:-1]]
    return hashes


def _powers(count: int) -> NDArray[np.uint64]:
    return np.cumprod(np.full(count + 1, BASE, np.uint64), dtype=np.uint64)
