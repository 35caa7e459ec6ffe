"""The first score of every article at once, roughly: whole rows of float32 added up.

Used where very many articles match. Rounding apart it is the score, so that few articles beside the best
ones have to be scored exactly. The row of a word (the best of its readings, idf and lengths included) is
kept for the next query that has the word.
"""

from collections.abc import Sequence
from threading import local

import numpy as np
from numpy.typing import NDArray

from searcher.engines.whoosh.columns.cache import Cache
from searcher.engines.whoosh.columns.docs import Docs, Numbers
from searcher.engines.whoosh.columns.lookup import Lookup
from searcher.engines.whoosh.columns.match import Matcher
from searcher.engines.whoosh.columns.scope import HALF, Leaf
from searcher.engines.whoosh.columns.score import Scorer
from searcher.model import All, Any, Field, Node, Not, Number, Phrase, Prefix, Query, Reading, Word

Row = NDArray[np.float32]
ROW_BYTES = 1 << 27
"""Memory for the rows of words that were asked for lately."""
ROUNDING = 1e-5
"""Bound of the rounding error of a sum, relative to the sum; float32 has 6e-8 per operation."""
COLUMNS_PER_HIT = 4
LEAST_COLUMNS = 1 << 10


class Rows:
    """What threads share: rows of words; and what they do not: the sums they are adding up."""

    def __init__(self, lookup: Lookup, size: int) -> None:
        self.lookup = lookup
        self._size = size
        self._rows: Cache[tuple[tuple[Reading, ...], str | None], Row] = Cache(ROW_BYTES)
        self._local = local()

    def empty_sum(self) -> Row:
        """Return zeros for every article; the array belongs to this thread until it asks again."""
        sums: Row | None = getattr(self._local, "sums", None)
        if sums is None:
            sums = self._local.sums = np.empty(self._size, np.float32)
        sums.fill(0)
        return sums

    def row(self, readings: tuple[Reading, ...], field: str | None) -> Row:
        """Return the best of some readings for every article."""
        name = (readings, field)
        row = self._rows.get(name)
        if row is None:
            row = self._row(readings, field)
            self._rows.put(name, row, row.nbytes)
        return row

    def _row(self, readings: tuple[Reading, ...], field: str | None) -> Row:
        best = np.zeros(self._size, np.float32)
        for reading in readings:
            leaf = self.lookup.of(reading, field)
            if leaf is not None:
                scope = self.lookup.scope(reading.view, field)
                self._raise_to(best, leaf, scope.rough_k, np.float32(reading.weight * leaf.idf))
        return best

    def _raise_to(self, best: Row, leaf: Leaf, k: Row, weight: np.float32) -> None:
        if leaf.row is not None:
            tf = leaf.row * np.float32(HALF)
            tf[leaf.docs] = leaf.tf
            np.divide(tf, tf + k, out=tf)
            np.multiply(tf, weight, out=tf)
            np.maximum(best, tf, out=best)
        else:
            listed = leaf.tf.astype(np.float32)
            points = weight * (listed / (listed + k[leaf.docs]))
            best[leaf.docs] = np.maximum(best[leaf.docs], points)


class RoughScorer:
    """Adds up the rows of one query."""

    def __init__(self, rows: Rows, matcher: Matcher, scorer: Scorer) -> None:
        self._rows = rows
        self._matcher = matcher
        self._scorer = scorer

    def contenders(self, query: Query, docs: Docs, limit: int) -> Numbers:
        """Return the articles that may be among the best `limit` of a set, sorted by number."""
        sums = self._rows.empty_sum()
        if query.tree is not None:
            self._add(query.tree, sums, None)
        for extra in query.extras:
            self._add_best((extra,), sums, None)
        np.copyto(sums, np.float32(-1), where=~docs.as_mask())
        return np.flatnonzero(sums >= _threshold(sums, limit))

    def _add(self, node: Node, sums: Row, field: str | None) -> None:
        match node:
            case Not():
                pass
            case Word() | Number():
                self._add_best(node.readings, sums, field)
            case Phrase():
                numbers = self._matcher.match(node, folded=False, field=field).listed()
                sums[numbers] += self._scorer.total(node.words, numbers, field).astype(np.float32)
            case Prefix():
                sums += self._matcher.match(node, folded=True, field=field).as_mask()
            case Field():
                self._add(node.child, sums, node.name)
            case All() | Any():
                for child in node.children:
                    self._add(child, sums, field)

    def _add_best(self, readings: Sequence[Reading], sums: Row, field: str | None) -> None:
        """Add a word: as a row if one of its keys is frequent, else where its keys are."""
        found = [self._rows.lookup.of(reading, field) for reading in readings]
        leaves = [leaf for leaf in found if leaf is not None]
        if any(leaf.row is not None for leaf in leaves):
            sums += self._rows.row(tuple(readings), field)
        elif leaves:
            numbers = leaves[0].docs
            if len(leaves) > 1:
                numbers = np.unique(np.concatenate([leaf.docs for leaf in leaves]))
            points = self._scorer.best_reading(readings, numbers, field)
            sums[numbers] += points.astype(np.float32)


def _threshold(sums: Row, limit: int) -> float:
    """Return a value that at least `limit` sums reach, and little more of them, less what rounding may do.

    The largest value of each of some columns is taken; the limit-th of them is such a value.
    """
    columns = max(limit * COLUMNS_PER_HIT, LEAST_COLUMNS)
    rows = len(sums) // columns
    if rows < 2:
        return -0.5
    largest = sums[: rows * columns].reshape(rows, columns).max(axis=0)
    kth = float(np.partition(largest, columns - limit)[columns - limit])
    return kth - ROUNDING * (1 + abs(kth)) if kth >= 0 else -0.5
