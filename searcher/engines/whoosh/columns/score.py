"""The first score, exactly: float64 for a list of articles, term by term as `scoring.py` has it."""

from collections.abc import Sequence

import numpy as np

from searcher.engines.whoosh.columns.collection import Floats, Ints
from searcher.engines.whoosh.columns.docs import Mask
from searcher.engines.whoosh.columns.lookup import Lookup
from searcher.engines.whoosh.columns.match import Matcher
from searcher.engines.whoosh.columns.scope import Scope
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


class Scorer:
    """Scores articles for one query."""

    def __init__(self, lookup: Lookup, matcher: Matcher) -> None:
        self._lookup = lookup
        self._matcher = matcher
        self._known_k: dict[Scope, tuple[Ints, Floats]] = {}
        self.touched = 0
        """Postings read so far."""

    def scores(self, query: Query, numbers: Ints) -> Floats:
        """Return the score of each of these articles (sorted by number)."""
        tree = self._node(query.tree, numbers, None)
        for extra in query.extras:
            tree = tree + self._reading(extra, numbers, None)
        return tree

    def _k(self, scope: Scope, numbers: Ints) -> Floats:
        """Return k of these articles; most readings of a query ask for the same."""
        known = self._known_k.get(scope)
        if known is None or known[0] is not numbers:
            known = self._known_k[scope] = (numbers, scope.k.take(numbers))
        return known[1]

    def _node(self, node: Node | None, numbers: Ints, field: str | None) -> Floats:
        match node:
            case None | Not() | Keyword():
                return np.zeros(len(numbers))
            case Word() | Number():
                return self.best_reading(node.readings, numbers, field)
            case Phrase():
                inside = self._inside(node, numbers, field)
                return np.where(inside, self.total(node.words, numbers, field), 0.0)
            case Prefix():
                return self._inside(node, numbers, field).astype(np.float64)
            case Field():
                return self._node(node.child, numbers, node.name)
            case All() | Any():
                return self.total(node.children, numbers, field)

    def total(self, nodes: Sequence[Node], numbers: Ints, field: str | None) -> Floats:
        """Return the sum of what some nodes add to each article."""
        total = np.zeros(len(numbers))
        for node in nodes:
            total += self._node(node, numbers, field)
        return total

    def _inside(self, node: Phrase | Prefix, numbers: Ints, field: str | None) -> Mask:
        return self._matcher.match(node, folded=True, field=field).has(numbers)

    def best_reading(self, readings: Sequence[Reading], numbers: Ints, field: str | None) -> Floats:
        """Return what a word with these readings adds to each article: the best of them."""
        best = np.zeros(len(numbers))
        for reading in readings:
            np.maximum(best, self._reading(reading, numbers, field), out=best)
        return best

    def _reading(self, reading: Reading, numbers: Ints, field: str | None) -> Floats:
        leaf = self._lookup.of(reading, field)
        if leaf is None:
            return np.zeros(len(numbers))
        self.touched += len(numbers)
        tf = leaf.at(numbers)
        points = tf + self._k(self._lookup.scope(reading.view, field), numbers)
        np.divide(tf, points, out=points)
        points *= reading.weight * leaf.idf
        return points
