"""The pyvi words of all segments under one numbering, with their weights."""

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.engines.whoosh.columns.collection import Collection, Floats, Ints
from searcher.engines.whoosh.columns.container import Container
from searcher.model import View

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

    def words(self, index: int, terms: NDArray[np.int32]) -> NDArray[Any]:
        """Return the numbers of some words of a segment."""
        return terms if len(self._segments) == 1 else self.numbers[index].take(terms)

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
