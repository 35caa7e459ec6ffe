"""Agreement among the best hits: pseudo-relevance feedback over pyvi words, as one cosine.

One round: a second one drifts away from what was asked. Source of the idea: Rocchio 1971; Lavrenko & Croft 2001.
"""

import numpy as np
from numpy.typing import NDArray

from searcher.model.forward import Forward
from searcher.rank.weights import Weights

Floats = NDArray[np.float64]


def agreement(forward: Forward, scores: Floats, weights: Weights) -> Floats:
    """Return how well each article agrees with the best ones, from 0 to 1.

    `scores` are positive; those of the best hits, raised to a power, weigh their words.
    """
    norms = _norms(forward, len(scores))
    telling = _telling_words(forward, scores, norms, weights)
    dots = np.bincount(
        forward.word_row, telling[forward.word] * forward.impact, minlength=len(scores)
    )
    cosine = dots / norms
    highest: Floats = cosine / max(1e-9, float(cosine.max(initial=0)))
    return highest


def _norms(forward: Forward, size: int) -> Floats:
    squares = np.bincount(forward.word_row, np.square(forward.impact), minlength=size)
    norms: Floats = np.sqrt(squares)
    norms[norms == 0] = 1.0
    return norms


def _telling_words(
    forward: Forward, scores: Floats, norms: Floats, weights: Weights
) -> NDArray[np.float32]:
    """Return the weight of every word number: the strongest words of the best hits, others 0."""
    best = np.argsort(-scores, kind="stable")[: weights.agreement_hits]
    share = np.zeros(len(scores))
    share[best] = (scores[best] / scores[best[0]]) ** weights.agreement_power / norms[best]
    entries = np.flatnonzero(share[forward.word_row])
    found, at = np.unique(forward.word[entries], return_inverse=True)
    sums = np.bincount(at, share[forward.word_row[entries]] * forward.impact[entries])
    strongest = np.argsort(-sums, kind="stable")[: weights.agreement_words]
    telling = np.zeros(int(forward.word.max(initial=0)) + 1, np.float32)
    telling[found[strongest]] = sums[strongest]
    return telling
