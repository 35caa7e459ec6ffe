"""The first score of every article at once, roughly: whole rows of uint16 added up.

Used where very many articles match. A row holds what a word adds to each article (the best of its
readings, idf and lengths included) in steps of 1 / STEPS; it is kept for the next query with that word.
What rounding may do is known, so that only few articles beside the best ones are scored exactly after.
"""

from collections.abc import Sequence
from threading import local
from typing import Any as Anything

import numpy as np
from numpy.typing import NDArray

from searcher.engines.whoosh.columns.cache import Cache
from searcher.engines.whoosh.columns.collection import Floats
from searcher.engines.whoosh.columns.docs import Docs, Numbers
from searcher.engines.whoosh.columns.leaf import HALF, Leaf
from searcher.engines.whoosh.columns.lookup import Lookup
from searcher.engines.whoosh.columns.match import Matcher
from searcher.engines.whoosh.columns.score import Scorer
from searcher.model import (
    All,
    Any,
    Field,
    Keyword,
    Node,
    Not,
    Number,
    Phrase,
    Prefix,
    Query,
    Reading,
    Word,
)

Row = NDArray[np.uint16]
STEPS = 250
"""Steps of a rough score per unit of the score."""
GREATEST = 65_000 / STEPS
"""Sums beyond would not fit 16 bits; such a query (a sentence of rare words) is scored exactly at once."""
FULL = 65_535
ROW_BYTES = 1 << 27
"""Memory for the rows of words that were asked for lately."""
ROWS_REMEMBERED = 1 << 14
"""Words that are known to have been asked for."""
COLUMNS_PER_HIT = 4
LEAST_COLUMNS = 1 << 10


class Rows:
    """What threads share: rows of words; and what they do not: the arrays they compute in."""

    def __init__(self, lookup: Lookup, size: int) -> None:
        self.lookup = lookup
        self._size = size
        self._rows: Cache[tuple[tuple[Reading, ...], str | None], Row] = Cache(ROW_BYTES)
        self._asked: Cache[tuple[tuple[Reading, ...], str | None], bool] = Cache(ROWS_REMEMBERED)
        self._local = local()

    def empty_sum(self) -> Row:
        """Return zeros for every article; the array belongs to this thread until it asks again."""
        sums = self._scratch("sums", np.uint16)
        sums.fill(0)
        return sums

    def _scratch(self, name: str, dtype: type) -> NDArray[Anything]:
        """Return an array of this thread: fresh memory of this size would cost more than the sums."""
        array: NDArray[Anything] | None = getattr(self._local, name, None)
        if array is None:
            array = np.empty(self._size, dtype)
            setattr(self._local, name, array)
        return array

    def row(self, readings: tuple[Reading, ...], field: str | None) -> Row:
        """Return the best of some readings for every article; it may belong to this thread until it asks again.

        A row is kept when it is asked for again: fresh memory for every new word costs more than the row.
        """
        name = (readings, field)
        row = self._rows.get(name)
        if row is None:
            row = self._row(readings, field)
            if self._asked.get(name):
                row = row.copy()
                self._rows.put(name, row, row.nbytes)
            self._asked.put(name, True, 1)
        return row

    def _row(self, readings: tuple[Reading, ...], field: str | None) -> Row:
        best = self._scratch("best", np.uint16)
        best.fill(0)
        for reading in readings:
            leaf = self.lookup.of(reading, field)
            if leaf is not None:
                twice_k = self.lookup.scope(reading.view, field).twice_k
                self._raise_to(best, leaf, twice_k, min(STEPS * reading.weight * leaf.idf, FULL))
        return best

    def _raise_to(self, best: Row, leaf: Leaf, twice_k: NDArray[np.float32], weight: float) -> None:
        """Raise what a key adds to each article to the best so far, rounded down."""
        if leaf.rows is None:
            points = weight * leaf.tf / (leaf.tf + HALF * twice_k[leaf.docs])
            best[leaf.docs] = np.maximum(best[leaf.docs], points.astype(np.uint16))
            return
        halves, divisor = self._scratch("halves", np.float32), self._scratch("k", np.float32)
        _lay_out(leaf, halves)
        np.divide(halves, np.add(halves, twice_k, out=divisor), out=halves)
        np.multiply(halves, np.float32(weight), out=halves)
        points = self._scratch("points", np.uint16)
        np.copyto(points, halves, casting="unsafe")
        np.maximum(best, points, out=best)


def _lay_out(leaf: Leaf, halves: NDArray[np.float32]) -> None:
    """Write the half occurrences of a key in every article."""
    if sum(len(row) for _, row in leaf.rows or ()) < len(halves):
        halves.fill(0)
    for base, row in leaf.rows or ():
        np.copyto(halves[base : base + len(row)], row)
    halves[leaf.docs] = leaf.tf / HALF


class RoughScorer:
    """Adds up the rows of one query."""

    def __init__(self, rows: Rows, matcher: Matcher, scorer: Scorer) -> None:
        self._rows = rows
        self._matcher = matcher
        self._scorer = scorer
        self._parts = 0
        """Rounded numbers in the sums: each is less than a step too small."""
        self._greatest = 0.0
        """Bound of the sums."""
        self.touched = 0
        """Postings read so far; whole rows, kept from earlier queries, are read once each."""

    def contenders(self, query: Query, docs: Docs, limit: int) -> Numbers:
        """Return the articles that may be among the best `limit` of a set, sorted by number."""
        sums = self._rows.empty_sum()
        self._greatest, self._parts = 0.0, 0
        if query.tree is not None:
            self._add(query.tree, sums, None)
        for extra in query.extras:
            self._add_best((extra,), sums, None)
        if self._greatest > GREATEST:
            return docs.listed()
        np.multiply(sums, docs.as_mask(), out=sums)
        threshold = _kth(sums, limit) - self._parts - 1
        return (sums >= threshold).nonzero()[0] if threshold > 0 else docs.listed()

    def _add(self, node: Node, sums: Row, field: str | None) -> None:
        match node:
            case Not() | Keyword():
                pass
            case _ if self._matcher.out_of_time():
                pass
            case Word() | Number():
                self._add_best(node.readings, sums, field)
            case Phrase():
                numbers = self._matcher.match(node, folded=False, field=field).listed()
                self._add_points(sums, numbers, self._scorer.total(node.words, numbers, field))
            case Prefix():
                numbers = self._matcher.match(node, folded=True, field=field).listed()
                self._add_points(sums, numbers, np.ones(len(numbers)))
            case Field():
                self._add(node.child, sums, node.name)
            case All() | Any():
                for child in node.children:
                    self._add(child, sums, field)

    def _add_best(self, readings: Sequence[Reading], sums: Row, field: str | None) -> None:
        """Add a word: as a row if one of its keys is frequent, else where its keys are."""
        found = [(reading, self._rows.lookup.of(reading, field)) for reading in readings]
        leaves = [leaf for _, leaf in found if leaf is not None]
        if any(leaf.rows is not None for leaf in leaves):
            sums += self._rows.row(tuple(readings), field)
            self.touched += len(sums)
            self._parts += 1
            self._greatest += max(r.weight * leaf.idf for r, leaf in found if leaf is not None)
        elif leaves:
            numbers = leaves[0].docs
            if len(leaves) > 1:
                numbers = np.unique(np.concatenate([leaf.docs for leaf in leaves]))
            self._add_points(sums, numbers, self._scorer.best_reading(readings, numbers, field))

    def _add_points(self, sums: Row, numbers: Numbers, points: Floats) -> None:
        self._parts += 1
        self._greatest += float(points.max(initial=0.0))
        sums[numbers] += np.minimum(STEPS * points, FULL).astype(np.uint16)


def _kth(sums: Row, limit: int) -> int:
    """Return a value that at least `limit` sums reach, and not many more; 0 if there is no telling.

    The greatest value of each of some columns is taken; the limit-th of them is such a value.
    """
    columns = max(limit * COLUMNS_PER_HIT, LEAST_COLUMNS)
    rows = len(sums) // columns
    if rows < 2:
        return 0
    greatest = sums[: rows * columns].reshape(rows, columns).max(axis=0)
    return int(np.partition(greatest, columns - limit)[columns - limit])
