"""What other engines' analyzers would rank: plain BM25 over views of the same tokens, in NumPy.

accented syllables   a standard analyzer
folded syllables     an ICU-folding analyzer
pyvi words           an analyzer with a segmenter
folded + bigrams     folded syllables and 0.3 of their pairs
naive sum            all of these views, whatever was typed
"""

from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from searcher import Archive
from searcher.model import Tokens
from searcher.vietnamese import analyse

K1, B = 1.2, 0.75
TITLE = 3.0
"""Occurrences that one in the title counts."""
Views = dict[str, tuple[str, ...]]


def views_of(texts: Sequence[str]) -> list[Views]:
    """Return the keys of each text in every view."""
    return [_views(tokens) for tokens in analyse(texts)]


def _views(tokens: Tokens) -> Views:
    return {
        "accented": tokens.accented,
        "folded": tokens.folded,
        "words": tokens.words,
        "bigrams": tuple(f"{one} {other}" for one, other in pairwise(tokens.folded)),
    }


class View:
    """BM25 of one view over all articles, field lengths normalised apart."""

    def __init__(self, texts: Iterable[tuple[Sequence[str], Sequence[str]]]) -> None:
        self._numbers: dict[str, int] = {}
        fields: tuple[list[list[int]], list[list[int]]] = ([], [])
        for both in texts:
            for kept, keys in zip(fields, both, strict=True):
                kept.append([self._numbers.setdefault(key, len(self._numbers)) for key in keys])
        self._size = len(fields[0])
        key, weight = self._merged(self._counted(fields[0], TITLE), self._counted(fields[1], 1.0))
        self._docs = key % self._size
        self._starts = np.searchsorted(key // self._size, np.arange(len(self._numbers) + 1))
        df = np.diff(self._starts)
        idf = np.log1p((self._size - df + 0.5) / (df + 0.5))
        self._impacts = np.repeat(idf, df) * weight / (weight + K1)

    def _counted(
        self, texts: list[list[int]], boost: float
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        lengths = np.array([len(text) for text in texts])
        terms = np.concatenate([np.array(text, np.int64) for text in texts])
        key, count = np.unique(
            terms * self._size + np.repeat(np.arange(self._size), lengths), return_counts=True
        )
        norm = 1 - B + B * lengths[key % self._size] / max(1e-9, lengths.mean())
        return key, boost * count / norm

    def _merged(
        self, *parts: tuple[NDArray[np.int64], NDArray[np.float64]]
    ) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        key = np.concatenate([part[0] for part in parts])
        found, at = np.unique(key, return_inverse=True)
        weights = np.concatenate([part[1] for part in parts])
        return found, np.bincount(at, weights).astype(np.float64)

    def scores(self, keys: Sequence[str]) -> NDArray[np.float64]:
        """Return the score of every article."""
        total = np.zeros(self._size)
        for key in keys:
            number = self._numbers.get(key)
            if number is not None:
                span = slice(self._starts[number], self._starts[number + 1])
                total[self._docs[span]] += self._impacts[span]
        return total


SUMS: dict[str, dict[str, float]] = {
    "accented syllables": {"accented": 1.0},
    "folded syllables": {"folded": 1.0},
    "pyvi words": {"words": 1.0},
    "folded + bigrams": {"folded": 1.0, "bigrams": 0.3},
    "naive sum": {"words": 1.0, "accented": 1.0, "folded": 1.0, "bigrams": 0.3},
}


class Baselines:
    """All baselines over the articles of an archive."""

    def __init__(self, archive: Archive) -> None:
        articles = list(archive.articles())
        self.ids = [one.id for one in articles]
        titles = views_of([one.title for one in articles])
        bodies = views_of([f"{one.summary or ''}\n{one.body or ''}" for one in articles])
        texts = list(zip(titles, bodies, strict=True))
        names = ("accented", "folded", "words", "bigrams")
        self._views = {n: View((title[n], body[n]) for title, body in texts) for n in names}

    def ranker(self, name: str) -> Callable[[str, str | None, int], list[str]]:
        """Return a function from text, excluded id and depth to the ids of the best articles."""
        return lambda text, exclude, depth: self._ranked(SUMS[name], text, exclude, depth)

    def _ranked(
        self, weights: dict[str, float], text: str, exclude: str | None, depth: int
    ) -> list[str]:
        (keys,) = views_of([text])
        total = sum(
            weight * self._views[view].scores(keys[view]) for view, weight in weights.items()
        )
        best = np.argsort(-np.asarray(total), kind="stable")[: depth + 1].tolist()
        return [self.ids[at] for at in best if self.ids[at] != exclude][:depth]
