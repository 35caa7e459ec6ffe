"""The second look at the best candidates: one new score for each of them."""

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from searcher.model import All, Any, Candidates, Field, Node, Number, Phrase, Query, View, Word
from searcher.model.forward import Forward
from searcher.rank.agreement import agreement
from searcher.rank.places import Places
from searcher.rank.weights import Weights, weights
from searcher.vietnamese import syllables

POOL = 120
"""Candidates of the engine that are looked at again."""

Floats = NDArray[np.float64]
Forwarding = Callable[[NDArray[np.int64], Sequence[Word]], Forward]
"""What `Reader.forward` is."""


Shares = Mapping[str, Floats]
"""What each thing that was looked at adds to the new score of each candidate, by its name."""


def looked(candidates: Candidates, query: Query, forward: Forwarding) -> Shares:
    """Return what makes the new scores of some candidates: their sum, not negative, higher is better.

    Tiers are not in them: whoever orders by tier does so above these scores.
    """
    places = places_of(candidates, query, forward)
    read = places.forward
    shares = _with_places(candidates.scores, places, weights())
    first = total(shares)
    best = max(1e-9, float(first.max(initial=0)))
    leading = first + best * (candidates.tiers if not query.mixed else 0)
    share = _share(query, weights())
    return {
        **{name: (1 - share) * points / best for name, points in shares.items()},
        "agreement": share * agreement(read.bags, leading + 1e-9, weights()),
        "known": known(places, weights()),
        "recency": recency(read.day, query.recency, weights().recency_days),
    }


def places_of(candidates: Candidates, query: Query, forward: Forwarding) -> Places:
    """Return where the words of a query stand in some candidates."""
    words = list(words_of(query.tree))
    keys = list(dict.fromkeys(word.folded for word in words))
    return Places(keys, _typed(query, frozenset(keys)), forward(candidates.numbers, words))


def total(shares: Shares) -> Floats:
    """Return the new scores: the sum of all shares."""
    scores: Floats = np.sum(list(shares.values()), axis=0, dtype=np.float64)
    return scores


def _typed(query: Query, keys: frozenset[str]) -> list[str]:
    """Return the folded keys in the order they were typed; what is no word to look for is left out."""
    found = (syllable.folded for syllable in syllables(query.understood))
    return [key for key in found if key in keys]


def words_of(node: Node | None) -> Iterator[Word]:
    """Yield the words an article may have, in the order they were typed; of a choice, its first form."""
    match node:
        case Word():
            yield node
        case Phrase():
            yield from node.words
        case Field():
            yield from words_of(node.child)
        case Any():
            yield from words_of(node.children[0] if node.children else None)
        case All():
            for child in node.children:
                yield from words_of(child)
        case _:
            return


def _with_places(scores: Floats, places: Places, counts: Weights) -> Shares:
    """Return the first scores, and what standing together and standing in front add to them."""
    pairs = places.pair_scores(counts.pairs_archive, places.rarity)
    front = counts.cover_title * places.title_cover + counts.cover_front * places.front_cover
    return {
        "first": scores + counts.cover_anywhere * places.cover,
        "pairs": counts.pairs_weight * pairs,
        "title": front,
    }


def _share(query: Query, counts: Weights) -> float:
    """Return what agreement counts beside the score."""
    numbered = has_number(query)
    return counts.agreement_share_for_numbers if numbered else counts.agreement_share


def has_number(query: Query) -> bool:
    """Tell whether the number of a document or the like is asked for."""
    numbers = (reading.view is View.NUMBERS for reading in query.extras)
    return any(numbers) or _has_number(query.tree)


def _has_number(node: Node | None) -> bool:
    if isinstance(node, Number):
        return True
    children = node.children if isinstance(node, All | Any) else ()
    return any(map(_has_number, children))


def known(places: Places, counts: Weights) -> Floats:
    """Return what an article gets that is surely the one that was typed: agreement must not cost it its place."""
    whole = np.maximum(
        counts.known_in_title * places.whole_in(0),
        counts.known_in_text * (places.whole_in(1) | places.whole_in(2)),
    )
    known: Floats = np.maximum(whole, counts.known_title * places.is_title())
    return known


def recency(day: NDArray[np.int64], weight: float, days: int) -> Floats:
    """Return the gentle advantage of newer articles, halved every `days` before the newest candidate.

    Of an article without a date (day 0) nothing is known: it gets what the dated ones get on average.
    """
    dated = day > 0
    fresh: Floats = np.exp2((day - day.max(initial=0)) / days)
    return weight * np.where(dated, fresh, fresh[dated].mean()) if dated.any() else 0.0 * fresh
