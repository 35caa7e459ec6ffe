"""Articles read forwards, plainly."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from searcher.engines import scoring
from searcher.engines.filtering import day_of
from searcher.engines.memory.postings import Postings
from searcher.engines.memory.scorer import Collection
from searcher.model import Article, Document, View, Word
from searcher.model.forward import Forward


class Forwards:
    """Made once per reader."""

    def __init__(self, documents: Sequence[Document], views: Mapping[View, Postings]) -> None:
        self._documents = documents
        self._words = Collection(views[View.WORDS], scoring.FIELDS)
        self._numbers = {
            key: at
            for at, key in enumerate(
                sorted({w for d in documents for f in scoring.FIELDS for w in getattr(d, f).words}),
                1,
            )
        }

    def of(self, numbers: Sequence[int], words: Sequence[Word]) -> Forward:
        """Return what is asked of these articles, in their order."""
        bags = np.array(list(self._bags(numbers)), np.float64).reshape(-1, 3)
        seen = np.array(list(self._seen(numbers, words)), np.int64).reshape(-1, 5)
        articles = [self._documents[number] for number in numbers]
        return Forward(
            word_row=bags[:, 0].astype(np.int64),
            word=bags[:, 1].astype(np.int64),
            impact=bags[:, 2].astype(np.float32),
            row=seen[:, 0],
            field=seen[:, 1],
            place=seen[:, 2],
            key=seen[:, 3],
            typed=seen[:, 4].astype(bool),
            lengths=np.array([_lengths(one) for one in articles], np.int64).reshape(-1, 3),
            day=np.array([_day(one.article) for one in articles], np.int64),
        )

    def _bags(self, numbers: Sequence[int]) -> Iterator[tuple[int, int, float]]:
        for row, number in enumerate(numbers):
            for field in scoring.FIELDS:
                words = getattr(self._documents[number], field).words
                for word in sorted(set(words)):
                    tf = scoring.BOOSTS[field] * words.count(word)
                    yield row, self._numbers[word], self._words.impact(word, number, tf)

    def _seen(
        self, numbers: Sequence[int], words: Sequence[Word]
    ) -> Iterator[tuple[int, int, int, int, bool]]:
        keys = {key: at for at, key in enumerate(dict.fromkeys(word.folded for word in words))}
        typed = {word.accented for word in words}
        for row, number in enumerate(numbers):
            for field, name in enumerate(scoring.FIELDS):
                tokens = getattr(self._documents[number], name)
                pairs = zip(tokens.accented, tokens.folded, strict=True)
                for place, (accented, folded) in enumerate(pairs):
                    if folded in keys:
                        yield row, field, place, keys[folded], accented in typed


def _lengths(document: Document) -> list[int]:
    return [len(getattr(document, field).folded) for field in scoring.FIELDS]


def _day(article: Article) -> int:
    day = day_of(article)
    return day.toordinal() if day else 0
