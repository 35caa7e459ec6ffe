"""Articles read forwards: whole-array gathers from the bags of words and the tokens of each segment."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.engines import scoring
from searcher.engines.whoosh.columns.collection import Collection, Ints
from searcher.engines.whoosh.columns.fields import term_range
from searcher.engines.whoosh.columns.lookup import Lookup
from searcher.engines.whoosh.columns.segment import FIELDS, Segment
from searcher.engines.whoosh.columns.squeeze import NIBBLE
from searcher.engines.whoosh.columns.vocabulary import Vocabulary
from searcher.model import View, Word
from searcher.model.forward import Forward

BOOSTS = np.array([scoring.BOOSTS[field] for field in scoring.FIELDS], np.float32)
Columns = tuple[NDArray[Any], ...]


class Forwards:
    """Made once per reader, shared by all threads; tables are made when they are first needed."""

    def __init__(self, collection: Collection, lookup: Lookup) -> None:
        self._collection = collection
        self._lookup = lookup

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(self._collection, self._lookup.scope(View.WORDS, None).documents)

    def of(self, numbers: Ints, words: Sequence[Word]) -> Forward:
        """Return what is asked of these articles, in their order."""
        parts = list(self._parts(numbers))
        bags = _by_row([self._bags(*part) for part in parts])
        seen = _by_row([self._seen(*part, words) for part in parts])
        return Forward(
            word_row=bags[0],
            word=bags[1],
            impact=bags[2],
            row=seen[0],
            field=seen[1],
            place=seen[2],
            key=seen[3],
            typed=seen[4],
            lengths=self._lengths(numbers, parts),
            day=self._collection.day[numbers],
        )

    def _parts(self, numbers: Ints) -> Iterator[tuple[int, Ints, Ints]]:
        """Yield the segments that hold some of the articles, their rows, and their numbers there."""
        owner = np.searchsorted(self._collection.bases, numbers, side="right") - 1
        for index in np.unique(owner).tolist():
            rows = np.flatnonzero(owner == index)
            yield index, rows, numbers[rows] - self._collection.bases[index]

    def _lengths(self, numbers: Ints, parts: list[tuple[int, Ints, Ints]]) -> Ints:
        lengths = np.zeros((len(numbers), FIELDS), np.int64)
        for index, rows, local in parts:
            lengths[rows] = self._collection.segments[index].lengths[:, local].T
        return lengths

    def _bags(self, index: int, rows: Ints, local: Ints) -> Columns:
        """Return row, word and impact of every distinct word of every field."""
        segment = self._collection.segments[index]
        texts = _texts(segment, local)
        places, lengths = _spread(segment.container["words.starts"], texts, 0)
        terms = segment.word_bags.terms(places)
        tf = _counts(segment, places) * np.repeat(np.tile(BOOSTS, len(local)), lengths)
        by_article = lengths.reshape(-1, FIELDS).sum(axis=1)
        k = self._lookup.scope(View.WORDS, None).rough_k
        k_of = np.repeat(k[local + self._collection.bases[index]], by_article)
        impact = self._vocabulary.idf[index].take(terms) * (tf / (tf + k_of))
        word = self._vocabulary.numbers[index].take(terms)
        return np.repeat(rows, by_article), word, impact

    def _seen(self, index: int, rows: Ints, local: Ints, words: Sequence[Word]) -> Columns:
        """Return row, field, place, key and form of every occurrence of the words' folded keys."""
        segment = self._collection.segments[index]
        texts = _texts(segment, local)
        places, lengths = _spread(segment.starts, texts, 1)
        key_of, is_typed = self._tables(index, words)
        terms = segment.tokens.terms(places)
        keys = key_of.take(terms)
        at = np.flatnonzero(keys)
        text = np.searchsorted(np.cumsum(lengths), at, side="right")
        return (
            rows[text // FIELDS],
            text % FIELDS,
            places[at] - segment.starts[texts[text]],
            keys[at].astype(np.int64) - 1,
            is_typed[terms[at]],
        )

    def _tables(
        self, index: int, words: Sequence[Word]
    ) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
        """Return, by term (0 = separator), the key it belongs to (from 1, 0 for none) and whether it was typed."""
        segment = self._collection.segments[index]
        size = len(segment.strings[View.ACCENTED]) + 1
        key_of, is_typed = np.zeros(size, np.uint8), np.zeros(size, bool)
        for key, folded in enumerate(dict.fromkeys(word.folded for word in words), start=1):
            _mark(
                key_of, key, segment, View.FOLDED, self._lookup.numbers(View.FOLDED, folded)[index]
            )
        for word in words:
            number = self._lookup.numbers(View.ACCENTED, word.accented)[index]
            _mark(is_typed, True, segment, View.ACCENTED, number)
        return key_of, is_typed


def _mark(table: NDArray[Any], value: object, segment: Segment, view: View, number: int) -> None:
    if number >= 0:
        first, last = term_range(segment, view, number)
        table[first + 1 : last + 1] = value


def _texts(segment: Segment, local: Ints) -> Ints:
    """Return the texts of some articles, field by field within each article."""
    return (local[:, None] + np.arange(FIELDS) * segment.documents).ravel()


def _spread(starts: NDArray[np.int32], texts: Ints, gap: int) -> tuple[Ints, Ints]:
    """Return every place of some texts that are `gap` apart, and how many places each of them has."""
    first = starts.take(texts).astype(np.int64)
    lengths = starts.take(texts + 1) - first - gap
    before = np.cumsum(lengths) - lengths
    return np.repeat(first - before, lengths) + np.arange(int(lengths.sum())), lengths


def _counts(segment: Segment, places: Ints) -> NDArray[np.float32]:
    """Return how often each of these entries of the bags stands in its text."""
    pairs = segment.container["words.count"].take(places >> 1)
    counts = ((pairs >> ((places & 1) << 2).astype(np.uint8)) & NIBBLE).astype(np.float32)
    over = np.flatnonzero(counts == NIBBLE)
    if len(over):
        at = np.searchsorted(segment.container["words.count.over.at"], places[over])
        counts[over] = segment.container["words.count.over"][at]
    return counts


def _by_row(parts: list[Columns]) -> Columns:
    """Join columns whose first is the row, in the order of the rows."""
    if len(parts) == 1:
        return parts[0]
    joined = tuple(map(np.concatenate, zip(*parts, strict=True)))
    order = np.argsort(joined[0], kind="stable")
    return tuple(column[order] for column in joined)
