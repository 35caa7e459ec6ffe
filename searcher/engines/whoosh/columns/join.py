"""The tokens of several parts as those of one segment: keys numbered anew, articles that are gone left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.engines import scoring
from searcher.engines.whoosh.columns.parts import Mask, Part, Terms
from searcher.model import View

FIELDS = len(scoring.FIELDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A part and which of its articles are kept, bool of shape (articles,)."""

    part: Part
    keep: Mask

    def __len__(self) -> int:
        return int(np.count_nonzero(self.keep))

    def terms(self, view: View) -> Terms:
        """Return the tokens of the articles that are kept."""
        terms, lengths = self.part.terms(view)
        if self.keep.all():
            return terms, lengths
        texts = np.tile(self.keep, FIELDS)
        return terms[np.repeat(texts, lengths)], lengths[texts]

    def lengths(self, view: View) -> NDArray[np.int64]:
        """Return the lengths of the texts of the articles that are kept."""
        return self.part.lengths(view)[np.tile(self.keep, FIELDS)]

    def keys(self, view: View) -> tuple[list[str], NDArray[np.int64]]:
        """Return the keys that are in use, and their numbers in the part, from 1 on."""
        keys = self.part.keys(view)
        if self.keep.all():
            return keys, np.arange(1, len(keys) + 1)
        used = np.bincount(self.terms(view)[0], minlength=len(keys) + 1)[1:].nonzero()[0]
        return [keys[number] for number in used.tolist()], used + 1


class Numbering(dict[str, int]):
    """Keys numbered from 1 in the order they come."""

    def __missing__(self, key: str) -> int:
        number = self[key] = len(self) + 1
        return number


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """The tokens of one field of one part: the number of its first text in the segment, terms (int32), lengths."""

    first: int
    terms: NDArray[np.int32]
    lengths: NDArray[np.int64]


class Joined:
    """One view of all parts. `keys` are sorted, syllables by (folded, accented), and all in use.

    `folds` are the folded keys of syllables; where parts disagree, the first is right.
    """

    def __init__(self, parts: Sequence[Kept], view: View) -> None:
        self._parts, self._view = parts, view
        self.docs = sum(map(len, parts))
        numbering, folds = Numbering(), list[str]()
        self._tables = [self._table(part, numbering, folds) for part in parts]
        rank = self._sorted(numbering, folds)
        self._tables = [rank[table] for table in self._tables]
        lengths = [part.lengths(view).reshape(FIELDS, -1) for part in parts]
        self.lengths: NDArray[np.int64] = np.concatenate(
            [np.zeros((FIELDS, 0), np.int64), *lengths], axis=1
        ).ravel()

    def _table(self, part: Kept, numbering: Numbering, folds: list[str]) -> NDArray[np.int32]:
        """Return the common number of each key of a part, by its number there; add what is new to `folds`."""
        known = len(numbering)
        keys, numbers = part.keys(self._view)
        common = np.fromiter(map(numbering.__getitem__, keys), np.int32, len(keys))
        if self._view is View.ACCENTED:
            folds += part.part.folds((numbers[common > known] - 1).tolist())
        table = np.zeros(int(numbers.max(initial=0)) + 1, np.int32)
        table[numbers] = common
        return table

    def _sorted(self, numbering: Numbering, folds: list[str]) -> NDArray[np.int32]:
        """Sort the keys; return the final number of each by its first one."""
        met = list(numbering)
        pairs = (
            sorted(zip(folds, met, strict=True)) if folds else [("", key) for key in sorted(met)]
        )
        self.folds = [fold for fold, _ in pairs] if folds else []
        self.keys = [key for _, key in pairs]
        rank = np.zeros(len(met) + 1, np.int32)
        rank[[numbering[key] for key in self.keys]] = np.arange(1, len(met) + 1)
        return rank

    def pieces(self) -> Iterator[Piece]:
        """Yield the tokens of every part and field, part by part."""
        doc = 0
        for part, table in zip(self._parts, self._tables, strict=True):
            numbers, flat = part.terms(self._view)
            terms, lengths = table[numbers], flat.reshape(FIELDS, -1)
            ends = np.cumsum(lengths.sum(axis=1)).tolist()
            for field, (start, end) in enumerate(zip([0, *ends], ends, strict=False)):
                first = field * self.docs + doc
                yield Piece(first=first, terms=terms[start:end], lengths=lengths[field])
            doc += lengths.shape[1]


def texts_of(lengths: NDArray[np.int64]) -> NDArray[Any]:
    """Return the number of the text of every token, int32, for texts of these lengths."""
    return np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
