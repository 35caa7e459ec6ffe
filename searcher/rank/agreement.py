"""Agreement among the best hits: pseudo-relevance feedback over pyvi words, as one cosine.

One round: a second one drifts away from what was asked. Source of the idea: Rocchio 1971; Lavrenko & Croft 2001.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.model.forward import Bags, Ints
from searcher.rank.weights import Weights

Floats = NDArray[np.float64]


def agreement(bags: Bags, scores: Floats, weights: Weights) -> Floats:
    """Return how well each article agrees with the best ones, from 0 to 1.

    `scores` are positive; those of the best hits, raised to a power, weigh their words.
    """
    words, strength = telling_words(bags, scores, weights)
    cosines = bags.cosines(words, strength)
    highest: Floats = cosines / max(1e-9, float(cosines.max(initial=0)))
    return highest


def telling_words(bags: Bags, scores: Floats, weights: Weights) -> tuple[Ints, Floats]:
    """Return the strongest words of the best hits, the strongest first, and how strong they are."""
    best = np.argsort(-scores, kind="stable")[: weights.agreement_hits]
    leading = (scores[best] / scores[best[:1]]) ** weights.agreement_power
    hit, word, share = bags.of(best)
    words, at = np.unique(word, return_inverse=True)
    strength: NDArray[Any] = np.bincount(at, leading[hit] * share, minlength=len(words))
    strongest = np.argsort(-strength, kind="stable")[: weights.agreement_words]
    return words[strongest], strength[strongest]
