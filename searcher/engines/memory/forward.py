"""Articles read forwards, plainly."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from math import log1p, sqrt

import numpy as np
from numpy.typing import NDArray

from searcher.engines import scoring
from searcher.engines.filtering import day_of
from searcher.engines.memory.postings import Postings
from searcher.engines.memory.scorer import Collection
from searcher.model import Article, Document, View, Word
from searcher.model.forward import Forward

MOST = 255
"""A word that stands more often counts like this."""


class Forwards:
    """Made once per reader."""

    def __init__(self, documents: Sequence[Document], views: Mapping[View, Postings]) -> None:
        self.documents = documents
        self._postings = views[View.WORDS]
        self._words = Collection(self._postings, scoring.FIELDS)

    @cached_property
    def words(self) -> Sequence[str]:
        """Every word, in the order of their numbers."""
        fields = (getattr(one, field) for one in self.documents for field in scoring.FIELDS)
        return sorted({word for tokens in fields for word in tokens.words})

    def idf(self, word: str) -> float:
        """Return the weight of a word."""
        frequency = self._postings.frequency(word, scoring.FIELDS)
        return scoring.idf(self._words.documents, frequency)

    def of(self, numbers: Sequence[int], words: Sequence[Word]) -> Forward:
        """Return what is asked of these articles, in their order."""
        seen = np.array(list(self._seen(numbers, words)), np.int64).reshape(-1, 4)
        articles = [self.documents[number] for number in numbers]
        return Forward(
            bags=_Bags(self, articles),
            row=seen[:, 0],
            field=seen[:, 1],
            place=seen[:, 2],
            key=seen[:, 3],
            lengths=np.array([_lengths(one) for one in articles], np.int64).reshape(-1, 3),
            day=np.array([_day(one.article) for one in articles], np.int64),
        )

    def _seen(
        self, numbers: Sequence[int], words: Sequence[Word]
    ) -> Iterator[tuple[int, int, int, int]]:
        keys = {key: at for at, key in enumerate(dict.fromkeys(word.folded for word in words))}
        for row, number in enumerate(numbers):
            for field, name in enumerate(scoring.FIELDS):
                tokens = getattr(self.documents[number], name)
                for place, folded in enumerate(tokens.folded):
                    if folded in keys:
                        yield row, field, place, keys[folded]


class _Bags:
    """`model.forward.Bags` of some articles."""

    def __init__(self, forwards: Forwards, documents: Sequence[Document]) -> None:
        self._forwards = forwards
        self._documents = documents

    def of(
        self, rows: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64]]:
        """Return place in `rows`, word and share of every different word of some rows."""
        number = {word: at for at, word in enumerate(self._forwards.words)}
        entries = [
            (place, number[word], share)
            for place, row in enumerate(rows.tolist())
            for word, share in sorted(self._shares(row).items())
        ]
        listed = np.array(entries, np.float64).reshape(-1, 3)
        return listed[:, 0].astype(np.int64), listed[:, 1].astype(np.int64), listed[:, 2]

    def _shares(self, row: int) -> Mapping[str, float]:
        counts = [Counter(getattr(self._documents[row], f).words) for f in scoring.FIELDS]
        length = sqrt(sum(self._points(word, c[word]) ** 2 for c in counts for word in c))
        together = sum(counts, Counter[str]())
        return {word: self._points(word, n) / length for word, n in together.items()}

    def _points(self, word: str, count: int) -> float:
        return self._forwards.idf(word) * log1p(min(count, MOST))

    def keys(self, words: NDArray[np.int64]) -> list[str]:
        """Return what some words are."""
        return [self._forwards.words[word] for word in words.tolist()]

    def known(self, keys: Sequence[str]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return which keys are words of some article, and their numbers."""
        number = {word: at for at, word in enumerate(self._forwards.words)}
        found = [(place, number[key]) for place, key in enumerate(keys) if key in number]
        places, words = np.array(found, np.int64).reshape(-1, 2).T
        return places, words

    def cosines(
        self, words: NDArray[np.int64], weights: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return the sum of weight times share over some different words, for every row."""
        weight = {
            self._forwards.words[word]: points
            for word, points in zip(words.tolist(), weights.tolist(), strict=True)
        }
        shares = map(self._shares, range(len(self._documents)))
        return np.array([sum(weight.get(w, 0.0) * s for w, s in one.items()) for one in shares])


def _lengths(document: Document) -> list[int]:
    return [len(getattr(document, field).folded) for field in scoring.FIELDS]


def _day(article: Article) -> int:
    day = day_of(article)
    return day.toordinal() if day else 0
