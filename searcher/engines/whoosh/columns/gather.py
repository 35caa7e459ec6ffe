"""Documents become arrays of term numbers, batch by batch, so that their tokens need not stay in memory."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.engines import scoring
from searcher.model import Document, Tokens, View

VIEWS = (View.ACCENTED, View.WORDS, View.NUMBERS)
"""The views that are gathered; folded keys follow from the accented ones."""


class _Numbered(dict[str, int]):
    """Keys numbered from 1 in the order they come."""

    def __missing__(self, key: str) -> int:
        number = self[key] = len(self) + 1
        return number


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """All tokens of one view: field by field, within a field article by article.

    `terms` are numbers from 1 on into `keys`, in any order; `lengths` int64 of shape
    (fields * articles,) says how many of them each text has.
    """

    keys: list[str]
    terms: NDArray[Any]
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

    def stream(self) -> Stream:
        """Return everything."""
        parts = list(chain.from_iterable(self._parts))
        return Stream(
            keys=list(self._number),
            terms=np.concatenate(parts) if parts else np.zeros(0, np.int32),
            lengths=np.fromiter(chain.from_iterable(self._lengths), np.int64),
        )


class Gatherer:
    """Collects the tokens of some articles."""

    def __init__(self) -> None:
        self._views = {view: _Collector() for view in VIEWS}
        self._folds: dict[str, str] = {}

    @property
    def tokens(self) -> int:
        """Number of syllables so far."""
        return self._views[View.ACCENTED].count

    def add(self, documents: Sequence[Document]) -> None:
        """Append documents; raises ValueError where one accented key has two folded keys."""
        for field, name in enumerate(scoring.FIELDS):
            texts: list[Tokens] = [getattr(document, name) for document in documents]
            self._learn_folds(texts)
            self._views[View.ACCENTED].add(field, [text.accented for text in texts])
            self._views[View.WORDS].add(field, [text.words for text in texts])
            self._views[View.NUMBERS].add(field, [text.numbers for text in texts])

    def _learn_folds(self, texts: Sequence[Tokens]) -> None:
        known = self._folds.setdefault
        for text in texts:
            if tuple(map(known, text.accented, text.folded)) != text.folded:
                raise ValueError(f"an accented key has two folded keys in {text.accented[:20]}...")

    def stream(self, view: View) -> Stream:
        """Return the tokens of one of VIEWS."""
        return self._views[view].stream()

    def folds(self) -> list[str]:
        """Return the folded key of each accented key, in the order of the keys."""
        return list(self._folds.values())
