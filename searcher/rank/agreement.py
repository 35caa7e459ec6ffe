"""Agreement among the best hits: pseudo-relevance feedback over pyvi words, as one cosine.

One round: a second one drifts away from what was asked. Source of the idea: Rocchio 1971; Lavrenko & Croft 2001.
"""

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from searcher.model.forward import Bags, Ints

Floats = NDArray[np.float64]


class Agreeing(Protocol):
    """What one round of agreement counts; `Weights` and `Counting` have it."""

    @property
    def agreement_hits(self) -> int:
        """Best hits that are read."""

    @property
    def agreement_words(self) -> int:
        """Words of theirs that count."""

    @property
    def agreement_power(self) -> float:
        """Power of a score by which its hit weighs."""


def agreement(bags: Bags, scores: Floats, counts: Agreeing) -> Floats:
    """Return how well each article agrees with the best ones, from 0 to 1.

    `scores` are not negative; those of the best hits, raised to a power, weigh their words.
    """
    words, strength = telling_words(bags, scores, counts)
    cosines = bags.cosines(words, strength)
    highest: Floats = cosines / max(1e-9, float(cosines.max(initial=0)))
    return highest


def telling_words(bags: Bags, scores: Floats, counts: Agreeing) -> tuple[Ints, Floats]:
    """Return the strongest words of the best hits, the strongest first, and how strong they are."""
    best = np.argsort(-scores, kind="stable")[: counts.agreement_hits]
    leading = (scores[best] / np.maximum(scores[best[:1]], 1e-9)) ** counts.agreement_power
    hit, word, share = bags.of(best)
    words, at = np.unique(word, return_inverse=True)
    strength: NDArray[Any] = np.bincount(at, leading[hit] * share, minlength=len(words))
    strongest = np.argsort(-strength, kind="stable")[: counts.agreement_words]
    return words[strongest], strength[strongest]
