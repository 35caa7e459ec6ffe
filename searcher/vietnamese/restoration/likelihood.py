"""How likely rows of words are in the archive, by the same 4-grams that restore diacritics."""

import numpy as np
from numpy.typing import NDArray

from searcher.vietnamese.restoration.model import Model
from searcher.vietnamese.restoration.text import UNKNOWN

RARE = -9.0
"""ln of one unknown word's share of all unknown words."""

_BITS = np.uint64(16)
_Floats = NDArray[np.float64]


def log_likelihoods(model: Model, rows: NDArray[np.uint16]) -> _Floats:
    """Return ln P of each word of each row of ids, float64 of shape (rows, words), given those before it.

    Katz's back-off over orders 4 to 1; nothing is said about what stands before the row.
    """
    words = rows.astype(np.uint64)
    likely = np.where(rows == UNKNOWN, RARE, 0.0)
    back2 = back3 = np.zeros(len(rows))
    for place in range(words.shape[1]):
        history = words[:, max(0, place - 3) : place + 1]
        step, back2, back3 = _step(model, history, back2, back3)
        likely[:, place] += step
    return likely


def _step(
    model: Model, history: NDArray[np.uint64], back2: _Floats, back3: _Floats
) -> tuple[_Floats, _Floats, _Floats]:
    """Return ln P of the last word of each history, and the back-off weights of its pair and triple.

    `back2` and `back3` are those of the words before it.
    """
    many, word = history.shape[1], history[:, -1]
    likely = model.logp[word].astype(np.float64)
    nothing = np.zeros(len(history))
    if many == 1:
        return likely, nothing, nothing
    found = [model.tables[n].look_up(_keys(history[:, -n:])) for n in range(2, many + 1)]
    backs = (model.backoff[history[:, -2]].astype(np.float64), back2, back3)
    for each, back in zip(found, backs, strict=False):
        likely = np.where(each.hit, each.logp, back + likely)
    weights = [each.backoff.astype(np.float64) for each in found[:2]]
    return likely, weights[0], weights[1] if many > 2 else nothing


def _keys(words: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return n-grams as one number each, the last word lowest."""
    keys = words[:, 0]
    for column in words.T[1:]:
        keys = (keys << _BITS) | column
    return keys
