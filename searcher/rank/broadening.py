"""More candidates for a long query: articles of the same event that say it in other words.

The telling words of the engine's best hits are asked for among all articles. Those that have clearly many of
them are looked at beside the candidates, whether they have the words of the query or not: news on one event
shares its names, not the words of a headline. They stand behind the complete articles of a short query, and a
query with demands (an exclusion, a field, `+`, hardly more than a phrase) is left alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from searcher.model import (
    All,
    Any,
    Candidates,
    Filters,
    Node,
    Phrase,
    Query,
    Reading,
    Tier,
    View,
    Word,
)
from searcher.model.forward import Forward, Ints
from searcher.rank.agreement import telling_words
from searcher.rank.look import POOL, words_of
from searcher.rank.weights import Weights, weights

LEAST_WORDS = 4
"""Different words, fillers not counted, below which an article without one of them is hardly meant."""
LEAST_OUTSIDE = 3
"""The same of the words outside quotation marks: with fewer the marks are what was asked."""


class Nearing(Protocol):
    """Part of `engines.base.Reader`."""

    def forward(self, numbers: Ints, words: Sequence[Word]) -> Forward:
        """Return what the second look needs to know of some articles."""

    def nearest(
        self, readings: Sequence[Reading], limit: int, *, filters: Filters, exclude: frozenset[str]
    ) -> Candidates:
        """Return the articles with the greatest sums of the scores of some keys."""

    def scores(self, query: Query, numbers: Ints) -> NDArray[np.float64]:
        """Return the first scores of some articles, as if they matched."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """Candidates of which the first `size` are looked at."""

    candidates: Candidates
    size: int


def pooled(candidates: Candidates, query: Query, reader: Nearing) -> Pool:
    """Return the candidates with what lies near the best of them behind the first POOL.

    What had not matched has the tier MOST; `total` counts it, facets do not.
    """
    if not _is_wanting(candidates, query):
        return Pool(candidates=candidates, size=min(POOL, len(candidates.numbers)))
    near = _near(candidates, query, reader, weights())
    fresh = np.flatnonzero(~np.isin(near.numbers, candidates.numbers[:POOL]))
    return _with(candidates, near.take(fresh), reader.scores(query, near.numbers[fresh]))


def _is_wanting(candidates: Candidates, query: Query) -> bool:
    """Tell whether articles that lack words of the query are welcome: a short one must have found little."""
    few = query.mixed or candidates.total < query.per_page
    return few and len(candidates.numbers) > 0 and _is_open(query.tree)


def _is_open(root: Node | None) -> bool:
    """Tell whether a query is words, enough of them, and perhaps a part in quotation marks, and demands nothing else."""
    if not isinstance(root, All) or not all(map(_is_open_part, root.children)):
        return False
    outside = [child for child in root.children if not isinstance(child, Phrase)]
    return _telling([root]) >= LEAST_WORDS and _telling(outside) >= LEAST_OUTSIDE


def _is_open_part(node: Node) -> bool:
    """Tell whether a node is a word, a name with its other forms, or a phrase."""
    return isinstance(node, Any | Phrase) or (isinstance(node, Word) and not node.exact)


def _telling(nodes: Iterable[Node]) -> int:
    words = (word for node in nodes for word in words_of(node))
    return len({word.folded for word in words if not word.filler})


def _near(candidates: Candidates, query: Query, reader: Nearing, counts: Weights) -> Candidates:
    """Return the articles that have clearly many of the telling words of the best hits."""
    best = candidates.numbers[: counts.agreement_hits]
    bags = reader.forward(best, ()).bags
    fewer = replace(counts, agreement_words=counts.broadening_words)
    words, strength = telling_words(bags, candidates.scores[: len(best)] + 1e-9, fewer)
    readings = [
        Reading(view=View.WORDS, key=key, weight=weight)
        for key, weight in zip(bags.keys(words), strength.tolist(), strict=True)
    ]
    asked = counts.broadening_articles
    near = reader.nearest(readings, asked, filters=query.filters, exclude=query.exclude)
    clear = near.scores >= counts.broadening_share * near.scores.max(initial=0.0)
    return near.take(np.flatnonzero(clear))


def _with(candidates: Candidates, near: Candidates, scores: NDArray[np.float64]) -> Pool:
    """Return the candidates with some articles behind the first POOL, where they stand only once."""
    tiers = candidates.tiers_of(near.numbers)
    count, front = len(candidates.numbers), min(POOL, len(candidates.numbers))
    behind = np.flatnonzero(~np.isin(candidates.numbers[front:], near.numbers)) + front
    together = replace(
        candidates,
        ids=candidates.ids + near.ids,
        numbers=np.concatenate([candidates.numbers, near.numbers]),
        scores=np.concatenate([candidates.scores, scores]),
        tiers=np.concatenate([candidates.tiers, np.maximum(tiers, Tier.MOST)]),
        total=candidates.total + int(np.count_nonzero(tiers < 0)),
        partial=candidates.partial or near.partial,
    )
    places = [np.arange(front), count + np.arange(len(near.numbers)), behind]
    return Pool(candidates=together.take(np.concatenate(places)), size=front + len(near.numbers))
