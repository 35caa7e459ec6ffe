"""What plain methods call related, in NumPy over the same tokens: what ours is measured against."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


class Vectors:
    """Articles as vectors over the keys of one view: idf * ln(1 + occurrences), of length 1 if `unit`."""

    def __init__(self, texts: Iterable[Sequence[str]], *, unit: bool) -> None:
        numbers: dict[str, int] = {}
        bags = [
            {numbers.setdefault(key, len(numbers)): count for key, count in Counter(text).items()}
            for text in texts
        ]
        self.size, self.keys = len(bags), len(numbers)
        self.starts = np.cumsum([0, *map(len, bags)])
        self.terms = np.array([term for bag in bags for term in bag], np.int64)
        counts = np.array([count for bag in bags for count in bag.values()], np.float64)
        df = np.bincount(self.terms, minlength=self.keys)
        self.idf = np.log1p((self.size - df + 0.5) / (df + 0.5))
        self.values = np.log1p(counts) * self.idf[self.terms]
        if unit:
            self.values /= np.repeat(self.lengths(), np.diff(self.starts))
        self.by_term = np.argsort(self.terms, kind="stable")
        self.rows = np.repeat(np.arange(self.size), np.diff(self.starts))[self.by_term]
        self._ends = np.cumsum(np.append(0, df))

    def lengths(self) -> Floats:
        """Return the length of every article, never 0."""
        squares: NDArray[Any] = np.bincount(
            np.repeat(np.arange(self.size), np.diff(self.starts)), self.values**2, self.size
        )
        found: Floats = np.sqrt(np.maximum(squares, 1e-12))
        return found

    def like(self, row: int, words: int) -> Floats:
        """Return the dot product of every article with the strongest `words` keys of one."""
        span = slice(self.starts[row], self.starts[row + 1])
        terms, values = self.terms[span], self.values[span]
        total = np.zeros(self.size)
        for at in np.argsort(-values, kind="stable")[:words].tolist():
            posting = self.by_term[self._ends[terms[at]] : self._ends[terms[at] + 1]]
            rows = self.rows[self._ends[terms[at]] : self._ends[terms[at] + 1]]
            total[rows] += values[at] * self.values[posting]
        return total

    def agreeing(self, row: int, words: int, best: int = 4, share: float = 0.5) -> Floats:
        """Return the same after one round of agreement among the best few."""
        first = self.like(row, words)
        others = first.copy()
        others[row] = 0
        leading = np.argsort(-others, kind="stable")[:best]
        again = sum(others[at] * self.like(int(at), words) for at in leading)
        mixed: Floats = first / max(1e-9, others.max()) + share * again / max(1e-9, np.max(again))
        return mixed


BLOCK = 1 << 18
"""Entries multiplied at once."""


def latent(vectors: Vectors, rank: int, rounds: int = 3) -> NDArray[np.float32]:
    """Return every article in `rank` dimensions, float32 of shape (articles, rank), of length 1.

    Randomised subspace iteration: Halko, Martinsson & Tropp 2011, algorithm 5.1.
    """
    chance = np.random.default_rng(0).standard_normal((vectors.keys, rank + 20))
    basis = _times(vectors, chance.astype(np.float32))
    for _ in range(rounds):
        basis = _times(vectors, _transposed_times(vectors, np.linalg.qr(basis)[0]))
    basis = np.linalg.qr(basis)[0]
    small = _transposed_times(vectors, basis).T
    left, strength, _ = np.linalg.svd(small, full_matrices=False)
    found = basis @ (left[:, :rank] * strength[:rank])
    found /= np.linalg.norm(found, axis=1, keepdims=True) + 1e-9
    result: NDArray[np.float32] = found.astype(np.float32)
    return result


def _times(vectors: Vectors, dense: NDArray[np.float32]) -> NDArray[np.float32]:
    found = np.zeros((vectors.size, dense.shape[1]), np.float32)
    rows = np.repeat(np.arange(vectors.size), np.diff(vectors.starts))
    for first in range(0, len(vectors.terms), BLOCK):
        span = slice(first, first + BLOCK)
        _add(found, rows[span], dense[vectors.terms[span]], vectors.values[span])
    return found


def _transposed_times(vectors: Vectors, dense: NDArray[np.float32]) -> NDArray[np.float32]:
    found = np.zeros((vectors.keys, dense.shape[1]), np.float32)
    order, rows = vectors.by_term, vectors.rows
    for first in range(0, len(order), BLOCK):
        span = slice(first, first + BLOCK)
        terms = vectors.terms[order[span]]
        _add(found, terms, dense[rows[span]], vectors.values[order[span]])
    return found


def _add(found: NDArray[np.float32], to: Ints, dense: NDArray[np.float32], values: Floats) -> None:
    """Add rows to sorted places."""
    starts = np.flatnonzero(np.append(True, to[1:] != to[:-1]))
    found[to[starts]] += np.add.reduceat(dense * values[:, None].astype(np.float32), starts)
