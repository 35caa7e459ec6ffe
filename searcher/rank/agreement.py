"""Agreement among the best hits: pseudo-relevance feedback over pyvi words, as one cosine.

One round: a second one drifts away from what was asked. Source of the idea: Rocchio 1971; Lavrenko & Croft 2001.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.model.forward import Forward
from searcher.rank.weights import Weights

Floats = NDArray[np.float64]


def agreement(forward: Forward, scores: Floats, weights: Weights) -> Floats:
    """Return how well each article agrees with the best ones, from 0 to 1.

    `scores` are positive; those of the best hits, raised to a power, weigh their words.
    """
    if not len(forward.word):
        return np.zeros(len(scores))
    starts = np.searchsorted(forward.word_row, np.arange(len(scores) + 1))
    norms = np.sqrt(_sums(np.square(forward.impact), starts))
    norms[norms == 0] = 1.0
    telling = _telling_words(forward, scores, norms, starts, weights)
    cosine = _sums(telling.take(forward.word) * forward.impact, starts) / norms
    highest: Floats = cosine / max(1e-9, float(cosine.max(initial=0)))
    return highest


def _sums(values: NDArray[np.float32], starts: NDArray[np.int64]) -> Floats:
    """Return the sum of the values of each row; an empty row has none, which reduceat alone would not see."""
    first = starts[:-1]
    sums: NDArray[Any] = np.add.reduceat(values, np.minimum(first, len(values) - 1))
    found: Floats = np.where(starts[1:] > first, sums, 0.0).astype(np.float64)
    return found


def _telling_words(
    forward: Forward,
    scores: Floats,
    norms: Floats,
    starts: NDArray[np.int64],
    weights: Weights,
) -> NDArray[np.float32]:
    """Return the weight of every word number: the strongest words of the best hits, others 0."""
    best = np.argsort(-scores, kind="stable")[: weights.agreement_hits].tolist()
    shares = (scores[best] / scores[best[0]]) ** weights.agreement_power / norms[best]
    parts = [slice(starts[row], starts[row + 1]) for row in best]
    found, at = np.unique(np.concatenate([forward.word[p] for p in parts]), return_inverse=True)
    sums = np.bincount(
        at,
        np.concatenate([s * forward.impact[p] for s, p in zip(shares, parts, strict=True)]),
        minlength=len(found),
    )
    strongest = np.argsort(-sums, kind="stable")[: weights.agreement_words]
    telling = np.zeros(int(forward.word.max()) + 1, np.float32)
    telling[found[strongest]] = sums[strongest]
    return telling
