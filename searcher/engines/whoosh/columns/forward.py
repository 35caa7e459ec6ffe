"""Articles read forwards: whole-array gathers from the tokens of each segment, and their bags of words."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.engines.whoosh.columns.bags import (
    CODES,
    ColumnsBags,
    Part,
    parts_of,
)
from searcher.engines.whoosh.columns.collection import Collection, Ints
from searcher.engines.whoosh.columns.fields import term_range
from searcher.engines.whoosh.columns.lookup import Lookup
from searcher.engines.whoosh.columns.segment import FIELDS, Segment
from searcher.engines.whoosh.columns.spreading import spread, texts_of
from searcher.engines.whoosh.columns.squeeze import RARE
from searcher.engines.whoosh.columns.vocabulary import Vocabulary
from searcher.model import View, Word
from searcher.model.forward import Forward

Columns = tuple[NDArray[Any], ...]
NOWHERE = np.zeros(0, np.int64)
NOT_SEEN: Columns = (NOWHERE, NOWHERE, NOWHERE, NOWHERE)


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
        parts = parts_of(self._collection, numbers)
        seen = _by_row([self._seen(part, words) for part in parts], NOT_SEEN)
        return Forward(
            bags=ColumnsBags(self._collection, self._vocabulary, numbers),
            row=seen[0],
            field=seen[1],
            place=seen[2],
            key=seen[3],
            lengths=self._lengths(numbers, parts),
            day=self._collection.day[numbers],
        )

    def _lengths(self, numbers: Ints, parts: Sequence[Part]) -> Ints:
        lengths = np.zeros((len(numbers), FIELDS), np.int64)
        for part in parts:
            segment = self._collection.segments[part.index]
            lengths[part.rows] = segment.lengths[:, part.local].T
        return lengths

    def _seen(self, part: Part, words: Sequence[Word]) -> Columns:
        """Return row, field, place and key of every occurrence of the words' folded keys."""
        segment = self._collection.segments[part.index]
        texts = texts_of(segment, part.local)
        places, lengths = spread(segment.starts, texts, 1)
        keys = self._keys(part.index, places, words)
        at = (keys != 0).nonzero()[0]  # of bool, which is what nonzero is fast for
        text = np.searchsorted(np.cumsum(lengths), at, side="right")
        return (
            part.rows[text // FIELDS],
            text % FIELDS,
            places[at] - segment.starts[texts[text]],
            keys[at].astype(np.int64) - 1,
        )

    def _keys(self, index: int, places: Ints, words: Sequence[Word]) -> NDArray[Any]:
        """Return the key (from 1, 0 for none) at each place.

        Frequent terms are told by their codes; only the places of rare ones are looked up.
        """
        segment = self._collection.segments[index]
        size = len(segment.strings[View.ACCENTED]) + 1
        wanted = dict.fromkeys(word.folded for word in words)
        kind = np.min_scalar_type(len(wanted))
        by_code, by_term = np.zeros(CODES, kind), np.zeros(size, kind)
        rare = False
        for key, folded in enumerate(wanted, start=1):
            first, last = _terms(segment, self._lookup.numbers(View.FOLDED, folded)[index])
            low, high, some_are_rare = segment.tokens.code_range(first, last)
            by_code[low:high] = by_term[first:last] = key
            rare |= some_are_rare
        codes = segment.tokens.codes.take(places)
        keys: NDArray[Any] = by_code.take(codes)
        if rare:
            at = np.flatnonzero(codes == RARE)
            keys[at] = by_term[segment.tokens.terms(places[at])]
        return keys


def _terms(segment: Segment, number: int) -> tuple[int, int]:
    """Return the terms (from 1) of a folded key as a range, an empty one where there is no such key."""
    if number < 0:
        return 0, 0
    first, last = term_range(segment, View.FOLDED, number)
    return first + 1, last + 1


def _by_row(parts: list[Columns], nothing: Columns) -> Columns:
    """Join columns whose first is the row, in the order of the rows."""
    if len(parts) < 2:
        return parts[0] if parts else nothing
    joined = tuple(map(np.concatenate, zip(*parts, strict=True)))
    order = np.argsort(joined[0], kind="stable")
    return tuple(column[order] for column in joined)
