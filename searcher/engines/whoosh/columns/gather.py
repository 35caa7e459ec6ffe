"""Documents become arrays of term numbers, batch by batch, so that their tokens need not stay in memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.engines import scoring
from searcher.model import Document, Tokens

SEGMENT_DOCUMENTS = 65_535
"""Most articles of one segment: their numbers and counts fit 16 bits."""
SEGMENT_TOKENS = 2**31 - 2**26
"""Most tokens of one segment: their places fit 31 bits."""


class _Numbered(dict[str, int]):
    """Keys numbered from 1 in the order they come."""

    def __missing__(self, key: str) -> int:
        number = self[key] = len(self) + 1
        return number


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """All tokens of one view: field by field, within a field article by article.

    `terms` are numbers from 1 on into the sorted `keys`, int32; `lengths` int64 of shape
    (fields * articles,) says how many of them each text has.
    """

    keys: list[str]
    terms: NDArray[np.int32]
    lengths: NDArray[np.int64]


class _Collector:
    """Takes the keys of one view and numbers them."""

    def __init__(self) -> None:
        self._number = _Numbered()
        self._parts: tuple[list[NDArray[np.int32]], ...] = tuple([] for _ in scoring.FIELDS)
        self._lengths: tuple[list[int], ...] = tuple([] for _ in scoring.FIELDS)
        self.count = 0

    def add(self, field: int, texts: Sequence[tuple[str, ...]]) -> None:
        """Append the keys of one field of some articles."""
        lengths = list(map(len, texts))
        size = sum(lengths)
        numbers = map(self._number.__getitem__, chain.from_iterable(texts))
        self._parts[field].append(np.fromiter(numbers, np.int32, size))
        self._lengths[field].extend(lengths)
        self.count += size

    def stream(self, folds: dict[str, str] | None = None) -> Stream:
        """Return everything, with the terms numbered in the order of (folded key, key), or of key alone."""
        keys = list(self._number)
        order = sorted(
            range(len(keys)),
            key=(lambda n: (folds[keys[n]], keys[n])) if folds else keys.__getitem__,
        )
        rank = np.zeros(len(keys) + 1, np.int32)
        rank[np.array(order, np.int64) + 1] = np.arange(1, len(keys) + 1)
        parts = list(chain.from_iterable(self._parts))
        terms = np.concatenate(parts) if parts else np.zeros(0, np.int32)
        lengths = np.fromiter(chain.from_iterable(self._lengths), np.int64)
        return Stream(keys=[keys[n] for n in order], terms=rank[terms], lengths=lengths)


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysed:
    """The tokens of some articles: what a segment is made of, fresh or merged.

    `folds[i]` is the folded key of the accented key `i`; syllables are sorted by (folded, accented).
    """

    syllables: Stream
    folds: list[str]
    words: Stream
    numbers: Stream


class Gatherer:
    """Collects the tokens of the articles of one segment."""

    def __init__(self) -> None:
        self._syllables, self._words, self._numbers = _Collector(), _Collector(), _Collector()
        self._folds: dict[str, str] = {}

    @property
    def tokens(self) -> int:
        """Number of syllables so far."""
        return self._syllables.count

    def add(self, documents: Sequence[Document]) -> None:
        """Append documents; raises ValueError where one accented key has two folded keys."""
        for field, name in enumerate(scoring.FIELDS):
            texts: list[Tokens] = [getattr(document, name) for document in documents]
            self._learn_folds(texts)
            self._syllables.add(field, [text.accented for text in texts])
            self._words.add(field, [text.words for text in texts])
            self._numbers.add(field, [text.numbers for text in texts])

    def _learn_folds(self, texts: Sequence[Tokens]) -> None:
        known = self._folds.setdefault
        for text in texts:
            if tuple(map(known, text.accented, text.folded)) != text.folded:
                raise ValueError(f"an accented key has two folded keys in {text.accented[:20]}...")

    def analysed(self) -> Analysed:
        """Return what was collected."""
        syllables = self._syllables.stream(self._folds)
        return Analysed(
            syllables=syllables,
            folds=[self._folds[key] for key in syllables.keys],
            words=self._words.stream(),
            numbers=self._numbers.stream(),
        )


def texts_of(stream: Stream) -> NDArray[Any]:
    """Return the number of the text (field * articles + article) of every token, int32."""
    return np.repeat(np.arange(len(stream.lengths), dtype=np.int32), stream.lengths)
