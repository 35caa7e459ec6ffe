"""Counts -> probabilities: interpolated modified Kneser-Ney, pruned.

Source: Chen and Goodman, *An Empirical Study of Smoothing Techniques for Language Modeling*, 1998,
sections 3.4 and 4.1. N-grams that begin a sentence keep their counts, as in SRILM and KenLM.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from searcher.vietnamese.restoration.counts import BITS, Counts, GramCounts, Keys, starts_of

Reals = NDArray[np.float64]

CUTS = (0, 0, 0, 1, 2)
"""By order, n-grams with at most so many occurrences are left out of the model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """The kept n-grams of one order: `keys` sorted, ln probabilities, ln back-off weights."""

    keys: Keys
    logp: NDArray[np.float32]
    backoff: NDArray[np.float32]


def estimate(counted: Sequence[GramCounts], vocabulary: int) -> list[Order]:
    """Return the model of orders 1 to N; order 1 has all `vocabulary` words, keys 0, 1, 2 ..."""
    estimator = _Estimator(vocabulary)
    for grams, longer in zip(counted, [*counted[1:], None], strict=True):
        counts = grams.counts if longer is None else _continuations(grams, longer)
        estimator.add(grams, counts, is_longest=longer is None)
    return estimator.orders()


def _continuations(grams: GramCounts, longer: GramCounts) -> Counts:
    """Return in how many contexts each n-gram occurs; at the start of a sentence, how often."""
    ends = longer.keys & _mask(grams.order)
    ends.sort()  # equal ones are then looked for once, and each near the one before
    starts = starts_of(ends)
    places = _find(grams.keys, ends[starts])
    contexts = np.zeros(len(grams.keys), np.int64)
    contexts[places[places >= 0]] = np.diff(starts, append=len(ends))[places >= 0]
    first = grams.keys >> (BITS * np.uint64(grams.order - 1))
    raw = (contexts == 0) | (first == 0) & (grams.order > 1)
    return np.where(raw, grams.counts, contexts)


def _mask(order: int) -> np.uint64:
    return np.uint64((1 << (16 * order)) - 1)


def _find(keys: Keys, wanted: Keys) -> NDArray[np.int64]:
    """Return where each of `wanted` stands in sorted `keys`, -1 where it does not."""
    if not len(keys):
        return np.full(len(wanted), -1)
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[place] == wanted, place, -1)


def _discounts(counts: Counts) -> Reals:
    """Return for each count what is taken off it (Chen and Goodman, eq. 26)."""
    ones, twos, threes, fours = (max(1, int(np.sum(counts == c))) for c in (1, 2, 3, 4))
    ratio = ones / (ones + 2 * twos)
    by_count = [0, 1 - 2 * ratio * twos / ones, 2 - 3 * ratio * threes / twos]
    by_count.append(3 - 4 * ratio * fours / threes)
    bounded = np.clip(by_count, [0, 0.1, 0.2, 0.3], [0, 0.9, 1.8, 2.7])
    taken: Reals = bounded[np.minimum(counts, 3)]
    return taken


class _Estimator:
    """Goes up the orders; holds the unpruned probabilities of the order below."""

    def __init__(self, vocabulary: int) -> None:
        self._unigrams = np.zeros(vocabulary)
        self._below: tuple[Keys, Reals] = np.zeros(0, np.uint64), np.zeros(0)
        self._kept: list[tuple[Keys, Reals]] = []
        self._weights: list[tuple[Keys, Reals]] = []

    def add(self, grams: GramCounts, counts: Counts, *, is_longest: bool) -> None:
        """Estimate the next order from its keys and its adjusted counts."""
        if grams.order == 1:
            self._add_words(grams.keys, counts)
        else:
            self._add_grams(grams, counts, is_longest=is_longest)

    def _add_words(self, keys: Keys, counts: Counts) -> None:
        taken, total = _discounts(counts), max(1, int(counts.sum()))
        words = self._unigrams
        words += float(taken.sum()) / total / len(words)
        words[keys.astype(np.int64)] += (counts - taken) / total
        self._unigrams = np.maximum(words, 1e-12)
        self._kept.append((np.arange(len(words), dtype=np.uint64), self._unigrams))

    def _add_grams(self, grams: GramCounts, counts: Counts, *, is_longest: bool) -> None:
        context = grams.keys >> BITS
        starts = starts_of(context)
        taken = _discounts(counts)
        total = np.add.reduceat(counts, starts) if len(starts) else counts
        free = np.add.reduceat(taken, starts) / total if len(starts) else taken
        kept = grams.counts > CUTS[grams.order]
        asked = kept if is_longest else np.ones(len(kept), bool)  # the others matter to longer ones
        group = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(context)))[asked]
        keys = grams.keys[asked]
        low = self._lower(keys, grams.order)
        p = (counts[asked] - taken[asked]) / total[group] + free[group] * low
        self._keep(keys[kept[asked]], p[kept[asked]], low[kept[asked]])
        self._below = keys, p

    def _lower(self, keys: Keys, order: int) -> Reals:
        """Return the probability of each n-gram without its first word."""
        last = self._unigrams[(keys & _mask(1)).astype(np.int64)]
        known, p = self._below
        if order == 2 or not len(known):
            return last
        shorter = _find(known, keys & _mask(order - 1))
        return np.where(shorter >= 0, p[shorter], last)

    def _keep(self, keys: Keys, p: Reals, low: Reals) -> None:
        """Keep n-grams, and give what they leave over to the words that do not follow."""
        context = keys >> BITS
        starts = starts_of(context)
        used, low_used = (np.add.reduceat(x, starts) if len(starts) else x for x in (p, low))
        weight = np.clip((1 - used) / np.maximum(1 - low_used, 1e-9), 1e-6, 1)
        self._kept.append((keys, p))
        self._weights.append((context[starts], weight))

    def orders(self) -> list[Order]:
        """Return all orders with the back-off weights that the order above gave them."""
        nothing = (np.zeros(0, np.uint64), np.zeros(0))
        pairs = zip(self._kept, [*self._weights, nothing], strict=True)
        return [_order(keys, p, *weights) for (keys, p), weights in pairs]


def _order(keys: Keys, p: Reals, contexts: Keys, weights: Reals) -> Order:
    backoff = np.zeros(len(keys), np.float32)
    place = _find(keys, contexts)
    backoff[place[place >= 0]] = np.log(weights[place >= 0])
    return Order(keys=keys, logp=np.log(np.minimum(p, 1.0)).astype(np.float32), backoff=backoff)
