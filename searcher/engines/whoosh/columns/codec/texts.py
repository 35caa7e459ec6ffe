"""Tables of a segment of our engine: texts are read off the places of syllables, values are indexed in memory."""

# mypy: allow-untyped-calls, allow-subclassing-any

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.engines.whoosh.columns.codec.tables import (
    BYTE_LENGTHS,
    Entries,
    StoredTable,
    TableWriter,
)
from searcher.engines.whoosh.columns.fields import texts_at
from searcher.engines.whoosh.columns.segment import Segment
from searcher.model import View

LONGEST = 106_374
"""Field lengths from here on share Whoosh's last length byte."""


def length_bytes(lengths: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return `whoosh.util.numeric.length_to_byte` of many lengths."""
    bytes_ = np.searchsorted(BYTE_LENGTHS, lengths, side="left")
    return np.where(lengths >= LONGEST, 255, bytes_).astype(np.uint8)


class TextTable:
    """The accented syllables of one text field."""

    def __init__(self, segment: Segment, field: int, format_: Any) -> None:
        self._segment = segment
        self._field = field
        self._format = format_

    @cached_property
    def _terms(self) -> NDArray[np.int64]:
        """The terms that stand in the field, sorted by bytes."""
        order = self._segment.container["accented.order"]
        there = self._segment.container["accented.df"][self._field] > 0
        terms: NDArray[np.int64] = order[there[order]].astype(np.int64)
        return terms

    @cached_property
    def _lengths(self) -> NDArray[np.uint8]:
        return length_bytes(self._segment.lengths[self._field])

    def __len__(self) -> int:
        return len(self._terms)

    def text(self, term: int) -> bytes:
        """Return the bytes of a term."""
        return self._segment.strings[View.ACCENTED].raw(int(self._terms[term]))

    def rank(self, text: bytes) -> int:
        """Return the number of terms that sort before `text`."""
        return bisect_left(range(len(self)), text, key=self.text)

    def entries(self, term: int) -> Entries:
        """Return the postings of a term; positions are encoded when they are asked for."""
        segment, number = self._segment, int(self._terms[term])
        start = self._field * segment.documents
        first, last = segment.starts[[start, start + segment.documents]].tolist()
        places = segment.places.of(number, number + 1)
        places = places[(places >= first) & (places < last)]
        texts = texts_at(segment, places)
        found, begin, counts = np.unique(texts, return_index=True, return_counts=True)
        positions = places - segment.starts[texts]

        def value(place: int) -> bytes:
            """Return the positions as Whoosh writes them."""
            chosen = positions[begin[place] : begin[place] + counts[place]]
            encoded: bytes = self._format.encode(chosen.tolist())
            return encoded

        docs = found - start
        return Entries(
            docs=docs, weights=counts.astype(np.float64), lengths=self._lengths[docs], value=value
        )


def made_table(values: Sequence[Any], fieldobj: Any) -> StoredTable:
    """Return the table of a field whose values are few: each is indexed once by the field itself."""
    indexed: dict[Any, list[Any]] = {}
    postings: dict[bytes, list[tuple[int, float, bytes]]] = {}
    for doc, value in enumerate(values):
        if value is None:
            continue
        if value not in indexed:
            indexed[value] = list(fieldobj.index(value))
        for text, _, weight, vbytes in indexed[value]:
            postings.setdefault(text, []).append((doc, weight, vbytes))
    return _written(postings)


def _written(postings: dict[bytes, list[tuple[int, float, bytes]]]) -> StoredTable:
    table = TableWriter()
    for text in sorted(postings):
        table.start_term(text)
        for doc, weight, vbytes in postings[text]:
            table.add(doc, weight, vbytes or None, None)
        table.finish_term()
    return StoredTable(table.arrays("made"), "made")
