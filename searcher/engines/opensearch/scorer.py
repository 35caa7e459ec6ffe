"""First scores of some articles exactly, from their forward fields: `scoring.py`, all rows at a time.

The cluster's `combined_fields` knows the statistics of each shard only (`dfs_query_then_fetch` does not reach it),
so that its scores choose the candidates, with some to spare, and these put them in order.
"""

from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from searcher.engines import scoring
from searcher.engines.opensearch.gathered import WIDTH, Gathered, Ints
from searcher.engines.opensearch.matching import as_looked_for
from searcher.engines.opensearch.vocabulary import Vocabulary, boost_of
from searcher.model import All, Any, Field, Node, Number, Phrase, Prefix, Query, Reading, View, Word

Floats = NDArray[np.float64]
Mask = NDArray[np.bool_]


class Scorer:
    """Scores some articles, whether they match or not; what one key scores is computed once."""

    def __init__(self, gathered: Gathered, vocabulary: Vocabulary) -> None:
        self._gathered = gathered
        self._vocabulary = vocabulary
        self._rows = len(gathered)
        self._points: dict[tuple[View, str, str | None], Floats] = {}
        self._norms: dict[tuple[View, str | None], Floats] = {}

    def of(self, query: Query) -> Floats:
        """Return the first score of each article, float64 of shape (articles,)."""
        tree = self._node(query.tree, None) if query.tree else np.zeros(self._rows)
        return tree + self.sum_of(query.extras)

    def sum_of(self, readings: Sequence[Reading]) -> Floats:
        """Return what some readings score together."""
        return sum((self.reading(one, None) for one in readings), np.zeros(self._rows))

    def _node(self, node: Node, field: str | None) -> Floats:
        match node:
            case Word() | Number():
                found = [self.reading(one, field) for one in node.readings]
                return np.max(found, axis=0) if found else np.zeros(self._rows)
            case Phrase():
                inside = [self._node(word, field) for word in node.words]
                return np.where(self.phrase(node, field), np.sum(inside, axis=0), 0.0)
            case Prefix():
                return self.prefix(node, field).astype(np.float64)
            case Field():
                return self._node(node.child, node.name)
            case All() | Any():
                parts = (self._node(child, field) for child in node.children)
                return sum(parts, np.zeros(self._rows))
            case _:  # what must not be there, and names, score nothing
                return np.zeros(self._rows)

    def reading(self, reading: Reading, field: str | None) -> Floats:
        """Return what one reading scores in one field or in all."""
        known = (reading.view, reading.key, None if reading.view is View.NUMBERS else field)
        if known not in self._points:
            self._points[known] = self._key(*known)
        return reading.weight * self._points[known]

    def _key(self, view: View, key: str, field: str | None) -> Floats:
        number = self._vocabulary.number(view, key)
        if number < 0:
            return np.zeros(self._rows)
        if view is View.NUMBERS:
            own = self._gathered.number_row[self._gathered.numbers == number]
            there = np.bincount(own, minlength=self._rows) > 0
            return self._vocabulary.rarity(view, key) * there.astype(np.float64)
        tf = self.counts(view, number) @ _boosts(field)
        norm = self._norm(view, field)
        found: Floats = self._vocabulary.rarity(view, key, field) * tf / (tf + norm)
        return found

    def counts(self, view: View, number: int) -> Ints:
        """Return how often a key stands in each field, int64 of shape (articles, fields)."""
        if view is View.WORDS:
            at = np.flatnonzero(self._gathered.words == number)
            text, often = self._gathered.word_text[at], self._gathered.counts[at]
        else:
            keys = self._gathered.syllables if view is View.ACCENTED else self.folded
            text, often = self._gathered.syllable_text[np.flatnonzero(keys == number)], None
        found = np.bincount(text, often, minlength=self._rows * WIDTH)
        return found.astype(np.int64).reshape(-1, WIDTH)

    @cached_property
    def folded(self) -> Ints:
        """The folded key of each syllable."""
        return self._vocabulary.folded[self._gathered.syllables]

    def _norm(self, view: View, field: str | None) -> Floats:
        """Return what stands beside tf below the line."""
        known = self._norms.get((view, field))
        if known is None:
            combined = _rounded(self._lengths(view)) @ _boosts(field)
            length = _rounded((combined + 0.5).astype(np.int64))
            share = length / (self._vocabulary.average(view, field) or 1.0)
            known = self._norms[view, field] = scoring.K1 * (1 - scoring.B + scoring.B * share)
        return known

    def _lengths(self, view: View) -> Ints:
        if view is not View.WORDS:
            return self._gathered.lengths
        text, often = self._gathered.word_text, self._gathered.counts
        counted = np.bincount(text, often, minlength=self._rows * WIDTH)
        return counted.astype(np.int64).reshape(-1, WIDTH)

    def prefix(self, prefix: Prefix, field: str | None) -> Mask:
        """Tell which articles have a key that a prefix stands for, by folded keys."""
        keys, _ = self._vocabulary.chosen(View.FOLDED, prefix.folded)
        numbers = [self._vocabulary.number(View.FOLDED, key) for key in keys]
        text = self._gathered.syllable_text[np.isin(self.folded, numbers)]
        there = np.bincount(text, minlength=self._rows * WIDTH).reshape(-1, WIDTH) > 0
        return np.asarray((there & (_boosts(field) > 0)).any(axis=1))

    def phrase(self, phrase: Phrase, field: str | None) -> Mask:
        """Tell which articles have a phrase, in one field or in any."""
        keys = [as_looked_for(word, folded=False) for word in phrase.words]
        numbers = [self._vocabulary.number(*key) for key in keys]
        counts = [self.counts(view, n) for (view, _), n in zip(keys, numbers, strict=True)]
        common = np.all(counts, axis=0) & (_boosts(field) > 0)
        found = np.zeros(self._rows, bool)
        views = [view for view, _ in keys]
        for text in np.flatnonzero(common).tolist():
            found[text // WIDTH] |= self._has(text, views, numbers, phrase.slop)
        return found

    def _has(self, text: int, views: Sequence[View], numbers: Sequence[int], slop: int) -> bool:
        accented, folded = self.text(text)
        places = [
            np.flatnonzero((accented if view is View.ACCENTED else folded) == number).tolist()
            for view, number in zip(views, numbers, strict=True)
        ]
        return any(_fits(start, places[1:], slop) for start in places[0])

    def text(self, text: int) -> tuple[Ints, Ints]:
        """Return the accented and the folded keys of a text (row * WIDTH + field), in order."""
        start, end = np.searchsorted(self._gathered.syllable_text, [text, text + 1])
        return self._gathered.syllables[start:end], self.folded[start:end]


def _boosts(field: str | None) -> Floats:
    """Return what each field counts: 0 for those that are not looked at."""
    fields = scoring.FIELDS
    return np.array([boost_of(f, field) if field in {None, f} else 0.0 for f in fields])


def _rounded(lengths: Ints) -> Ints:
    """Return lengths as one norm byte remembers them."""
    kept: Ints = scoring.LENGTHS[scoring.norm_bytes(lengths)]
    return kept


def _fits(before: int, rest: Sequence[Sequence[int]], slop: int) -> bool:
    """Tell whether the rest of a phrase follows, with at most `slop` strangers in between."""
    if not rest:
        return True
    nearby = (at for at in rest[0] if before < at <= before + 1 + slop)
    return any(_fits(at, rest[1:], slop - (at - before - 1)) for at in nearby)
