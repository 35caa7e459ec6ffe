"""The readings of a query's words at a fraction of the sweep's price: trigrams over a few arrays.

All pairs of neighbouring readings are looked up at once, then all triples of the likeliest ones; the
probabilities of the readings follow by forward and backward sums (Rabiner 1989). The sweep goes
step by step over 4-grams, which pays for texts and not for a dozen words.
"""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from searcher.vietnamese.restoration.lines import TypedLine, as_typed, typed_lines
from searcher.vietnamese.restoration.model import Model
from searcher.vietnamese.restoration.restorer import Choices
from searcher.vietnamese.restoration.sweep import Line
from searcher.vietnamese.restoration.text import BOUNDARY, composed

Floats = NDArray[np.float64]
Ids = NDArray[np.uint64]

PAIRED, TRIPLED = 10, 5
"""Readings of a word that are looked up in pairs (the most frequent ones) and in triples (the likeliest)."""
LEAST = 0.05
"""Probability that a reading must have to be told."""
TINY = 1e-300
_BITS = np.uint64(16)


def few_choices(model: Model, text: str, many: int = 3) -> tuple[Choices, ...]:
    """Return for each word of a short `text` (offsets in its NFC) its likeliest readings, on their own."""
    lines = typed_lines(composed(text), model)
    return tuple(choice for line in lines for choice in _of_line(model, line, many))


def _of_line(model: Model, line: TypedLine, many: int) -> Iterator[Choices]:
    ids, shares = _shares(model, line.line)
    order = np.argsort(-shares, axis=1, kind="stable")[:, :many]
    numbers = np.take_along_axis(ids, order, axis=1).tolist()
    likely = np.take_along_axis(shares, order, axis=1).tolist()
    for place, word in enumerate(line.words, 1):
        if word is not None:
            found = zip(numbers[place], likely[place], strict=True)
            readings = tuple(
                (as_typed(word.text, model.words[i]), p) for i, p in found if p > LEAST
            )
            yield Choices(start=word.start, end=word.start + len(word.text), readings=readings)


def _shares(model: Model, line: Line) -> tuple[Ids, Floats]:
    """Return the readings of each token of a line, its ends included, and their probabilities.

    Both of shape (tokens + 2, TRIPLED); readings that are not there have the probability 0.
    """
    ids, evidence = _padded(line)
    pairs, backoff = _pairs(model, ids, evidence)
    rough = _by_pairs(pairs)
    kept = np.argsort(-rough, axis=1, kind="stable")[:, :TRIPLED]
    ids = np.take_along_axis(ids, kept, axis=1)
    there = np.take_along_axis(rough, kept, axis=1) > 0
    both = (np.arange(len(kept) - 1)[:, None, None], kept[:-1, :, None], kept[1:, None, :])
    pairs, backoff = pairs[both], backoff[both]
    triples = _triples(model, ids, pairs, backoff, np.take_along_axis(evidence, kept, axis=1))
    return ids, _by_triples(pairs[0], triples) * there


def _padded(line: Line) -> tuple[Ids, Floats]:
    """Return ids and evidence, shape (tokens + 2, PAIRED); what is no reading has the evidence -inf."""
    ids = np.full((len(line.readings) + 2, PAIRED), BOUNDARY, np.uint64)
    evidence = np.full(ids.shape, -np.inf)
    evidence[[0, -1], 0] = 0
    for place, (readings, says) in enumerate(zip(line.readings, line.evidence, strict=True), 1):
        many = min(len(readings), PAIRED)
        ids[place, :many] = readings[:many]
        evidence[place, :many] = says[:many]
    return ids, evidence


def _pairs(model: Model, ids: Ids, evidence: Floats) -> tuple[Floats, Floats]:
    """Return P of each reading after each of the one before, and ln of the pairs' back-off weights.

    Shape (tokens + 1, PAIRED, PAIRED).
    """
    before, word = ids[:-1, :, None], ids[1:, None, :]
    keys = (before << _BITS) | word
    found = model.tables[2].look_up(keys.ravel())
    unseen = model.backoff[before] + model.logp[word]
    seen = found.hit.reshape(keys.shape)
    logp = np.where(seen, found.logp.reshape(keys.shape), unseen) + evidence[1:, None, :]
    return np.exp(logp), found.backoff.reshape(keys.shape).astype(np.float64)


def _by_pairs(pairs: Floats) -> Floats:
    """Return the probability of each reading, by pairs alone."""
    steps = _scaled(pairs)
    forward = np.zeros((len(pairs) + 1, pairs.shape[1]))
    backward = np.zeros_like(forward)
    forward[0, 0] = backward[-1, 0] = 1
    for place, step in enumerate(steps):
        np.dot(forward[place], step, out=forward[place + 1])
    for place in range(len(steps) - 1, -1, -1):
        np.dot(steps[place], backward[place + 1], out=backward[place])
    return _shared(forward * backward)


def _triples(model: Model, ids: Ids, pairs: Floats, backoff: Floats, evidence: Floats) -> Floats:
    """Return P of each reading after each two before, shape (tokens, TRIPLED, TRIPLED, TRIPLED)."""
    first, second, third = ids[:-2, :, None, None], ids[1:-1, None, :, None], ids[2:, None, None, :]
    keys = (((first << _BITS) | second) << _BITS) | third
    found = model.tables[3].look_up(keys.ravel())
    unseen = np.exp(backoff[:-1])[:, :, :, None] * pairs[1:, None, :, :]
    seen = np.exp(found.logp.reshape(keys.shape) + evidence[2:, None, None, :])
    return np.where(found.hit.reshape(keys.shape), seen, unseen)


def _by_triples(first: Floats, triples: Floats) -> Floats:
    """Return the probability of each reading; `first` are the pairs that begin the line."""
    steps = _scaled(triples)
    forward = [_scaled(first[None])[0]]
    for step in steps[:-1]:
        forward.append(np.einsum("ab,abc->bc", forward[-1], step))
    backward = [steps[-1].sum(axis=2)]
    for step in steps[-2::-1]:
        backward.append(np.einsum("abc,bc->ab", step, backward[-1]))
    inner = (np.array(forward) * np.array(backward[::-1])).sum(axis=1)
    ends = np.eye(1, len(first))
    return _shared(np.concatenate([ends, inner, ends]))


def _scaled(steps: Floats) -> Floats:
    """Return weights of which the greatest of each step is 1, so that long lines do not vanish."""
    axes = tuple(range(1, steps.ndim))
    found: Floats = steps / np.maximum(steps.max(axis=axes, keepdims=True), TINY)
    return found


def _shared(weights: Floats) -> Floats:
    found: Floats = weights / np.maximum(weights.sum(axis=1, keepdims=True), TINY)
    return found
