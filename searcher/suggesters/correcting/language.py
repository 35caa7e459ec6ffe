"""How likely the archive is to set syllables one after another, in two views: accented and folded."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from searcher.suggesters.lexicon import Lexicon
from searcher.suggesters.lexicon.pairs import Numbers, Pairs
from searcher.suggesters.lexicon.syllabary import Syllabary
from searcher.vietnamese.restoration import Restorer
from searcher.vietnamese.restoration.likelihood import log_likelihoods
from searcher.vietnamese.restoration.model import Model
from searcher.vietnamese.restoration.text import BOUNDARY, NUMBER

BREAK, DIGITS = -1, -2
"""What stands in a row of syllables for a sign between them, and for a number."""

TRUST = 6.0
"""Occurrences of a syllable after which its own neighbours say as much as all syllables together."""
_UNKNOWN = -18.0
"""ln P of a word that the archive does not have, where only pairs are known."""

Floats = NDArray[np.float64]


class Scorer(Protocol):
    """Says how likely rows of syllables are."""

    def __call__(self, rows: Numbers) -> Floats:
        """Return ln P of each place of rows of numbers (0 unknown, BREAK, DIGITS), given those before it.

        Both of shape (rows, places).
        """


@dataclass(frozen=True)
class Language:
    """The syllables of one view by number, what stands beside each, and how likely rows of them are.

    `ranges` says which numbers share a folded number: those from `ranges[f]` to before `ranges[f + 1]`.
    """

    keys: Sequence[str]
    counts: Numbers
    pairs: Pairs
    ranges: Numbers
    score: Scorer

    @cached_property
    def often(self) -> Numbers:
        """Return the counts, 0 for signs and numbers, which are asked for by negative numbers."""
        return np.concatenate([self.counts, np.zeros(2, np.int64)])

    def together(self, firsts: Numbers, seconds: Numbers) -> Numbers:
        """Return how often pairs stand side by side; 0 across signs and numbers."""
        inside = (firsts > 0) & (seconds > 0)
        return np.where(inside, self.pairs.counts(np.maximum(firsts, 0), np.maximum(seconds, 0)), 0)

    def with_fold(self, folds: Sequence[int]) -> Numbers:
        """Return the numbers of all syllables with one of these folded numbers."""
        pieces = [np.arange(self.ranges[fold], self.ranges[fold + 1]) for fold in folds]
        return np.concatenate(pieces) if pieces else np.zeros(0, np.int64)


def accented_language(lexicon: Lexicon, restorer: Restorer | None) -> Language:
    """Return the language of accented keys: 4-grams where there is a model to restore with, else pairs.

    What came since the model was learned is known by pairs only.
    """
    known = lexicon.syllabary
    counts = known.counts.astype(np.int64)
    score = _by_pairs(counts, lexicon.pairs)
    if restorer:
        score = _either(lexicon.is_fresh, score, _by_grams(known, restorer.model))
    return Language(known.keys, counts, lexicon.pairs, known.fold_starts, score)


def folded_language(lexicon: Lexicon) -> Language:
    """Return the language of folded keys, by pairs."""
    known = lexicon.syllabary
    counts = known.fold_counts
    score = _by_pairs(counts, lexicon.folded_pairs)
    every = np.arange(len(counts) + 1)
    return Language(known.folds, counts, lexicon.folded_pairs, every, score)


def _by_grams(syllabary: Syllabary, model: Model) -> Scorer:
    """Return a scorer by the 4-grams of the model; the last two ids are those of DIGITS and BREAK."""
    table = np.append(syllabary.ids(model), np.array([NUMBER, BOUNDARY], np.uint16))
    return lambda rows: log_likelihoods(model, table[rows])


def _either(first: NDArray[np.bool_], one: Scorer, other: Scorer) -> Scorer:
    """Return a scorer that scores some numbers by one, the rest by the other."""
    if not first.any():
        return other
    is_first = np.append(first, [False, False])
    return lambda rows: np.where(is_first[rows], one(rows), other(rows))


def _by_pairs(counts: Numbers, pairs: Pairs) -> Scorer:
    """Return a scorer by pairs, mixed with the syllables alone (Jelinek and Mercer 1980)."""
    total = float(counts.sum()) or 1.0
    alone = np.where(counts > 0, np.log(np.maximum(counts, 1) / total), _UNKNOWN)

    def _score(rows: Numbers) -> Floats:
        known = np.maximum(rows, 0)
        firsts, seconds = known[:, :-1], known[:, 1:]
        seen = counts[firsts] + TRUST
        share = pairs.counts(firsts, seconds) / seen
        steps = np.log(share + TRUST / seen * np.exp(alone[seconds]))
        return np.concatenate([alone[known[:, :1]], steps], axis=1)

    return _score
