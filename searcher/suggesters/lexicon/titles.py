"""Phrases that titles repeat, from word to word, as the archive writes them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from searcher.model import Tokens
from searcher.suggesters.lexicon.syllabary import END

Numbers = NDArray[np.int64]
SHORTEST, LONGEST = 2, 8
"""Syllables of a phrase."""
_WHOLE = 0.8
"""A phrase that stands inside one longer phrase in so many of its places is a piece of that one."""
_STEP = 3
"""Syllables by which the longer phrase is longer: a word."""
_MIX = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeated:
    """A phrase seen in `count` places, one of them the syllables `start` to `end` of title `title`."""

    title: int
    start: int
    end: int
    count: int


@dataclass(frozen=True, slots=True)
class _Row:
    """All titles one after another, each ended by END, and at which places a word begins or ended."""

    tokens: Numbers
    edges: NDArray[np.bool_]
    title_starts: Numbers


def repeated(titles: Sequence[Tokens], fillers: frozenset[str], least: int) -> Iterator[Repeated]:
    """Yield the phrases that stand in at least `least` places of the titles, longest first.

    A phrase begins and ends where a word does, with no filler at its ends, and is no mere piece of a
    longer one.
    """
    row, filler = _row(titles, fillers)
    tables = {n: _Table.of(row, filler, n) for n in range(SHORTEST, LONGEST + _STEP + 1)}
    for length in range(LONGEST, SHORTEST - 1, -1):
        table = tables[length]
        kept = (table.counts >= least) & (table.counts * _WHOLE > _most_inside(tables, length))
        for place, count in zip(
            table.firsts[kept].tolist(), table.counts[kept].tolist(), strict=True
        ):
            title = int(np.searchsorted(row.title_starts, place, side="right")) - 1
            start = place - int(row.title_starts[title])
            yield Repeated(title=title, start=start, end=start + length, count=count)


def _row(titles: Sequence[Tokens], fillers: frozenset[str]) -> tuple[_Row, NDArray[np.bool_]]:
    """Return the titles as one row, and which of its numbers are fillers."""
    keys = ["", *dict.fromkeys(chain.from_iterable(title.accented for title in titles))]
    numbers = {key: number for number, key in enumerate(keys)}
    tokens, edges, starts = list[int](), list[int](), list[int]()
    for title in titles:
        start, length = len(tokens), len(title.accented)
        starts.append(start)
        edges += [start + place for place in title.starts]
        edges.append(start + length)
        tokens += map(numbers.__getitem__, title.accented)
        tokens.append(END)
    tokens.extend([END] * (LONGEST + _STEP + 1))
    is_edge = np.zeros(len(tokens), np.bool_)
    is_edge[edges] = True
    row = _Row(np.array(tokens, np.int64), is_edge, np.array(starts, np.int64))
    return row, np.array([key in fillers for key in keys])


@dataclass(frozen=True, slots=True)
class _Table:
    """The different phrases of one length: first place and count of each; which one stands at a place, or -1."""

    firsts: Numbers
    counts: Numbers
    at: NDArray[np.int32]

    @classmethod
    def of(cls, row: _Row, filler: NDArray[np.bool_], length: int) -> "_Table":
        """Return the runs of so many syllables of a row of titles that cross no end and have no filler at either side."""
        many = len(row.tokens) - length
        fits = row.edges[:many] & row.edges[length:]
        hashes = np.zeros(many, np.uint64)
        for place in range(length):
            column = row.tokens[place : place + many]
            fits &= column != END
            hashes = (hashes ^ column.astype(np.uint64)) * _MIX
            hashes ^= hashes >> np.uint64(29)
        fits &= ~filler[row.tokens[:many]] & ~filler[row.tokens[length - 1 : length - 1 + many]]
        places = np.flatnonzero(fits)
        _, firsts, which, counts = np.unique(
            hashes[places], return_index=True, return_inverse=True, return_counts=True
        )
        at = np.full(len(row.tokens), -1, np.int32)
        at[places] = which
        return cls(places[firsts], counts, at)


def _most_inside(tables: dict[int, _Table], length: int) -> Numbers:
    """Return, for each phrase of a length, the count of the most frequent longer one that holds it."""
    table = tables[length]
    most = np.zeros(len(table.counts), np.int64)
    places = np.flatnonzero(table.at >= 0)
    phrases = table.at[places]
    for more in range(1, _STEP + 1):
        longer = tables[length + more]
        for before in {0, more}:
            held = longer.at[np.maximum(places - before, 0)]
            counts = np.where(places >= before, np.append(longer.counts, 0)[held], 0)
            np.maximum.at(most, phrases, counts)
    return most
