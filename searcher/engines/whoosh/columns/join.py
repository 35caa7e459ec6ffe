"""The tokens of several parts as those of one segment: keys numbered anew, articles that are gone left out."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.engines import scoring
from searcher.engines.whoosh.columns.gather import Stream
from searcher.engines.whoosh.columns.parts import Mask, Part
from searcher.model import View

FIELDS = len(scoring.FIELDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A part and which of its articles are kept, bool of shape (articles,)."""

    part: Part
    keep: Mask

    def __len__(self) -> int:
        return int(np.count_nonzero(self.keep))

    def stream(self, view: View) -> Stream:
        """Return the tokens of the articles that are kept; keys may be unused."""
        stream = self.part.stream(view)
        if self.keep.all():
            return stream
        texts = np.tile(self.keep, FIELDS)
        terms = stream.terms[np.repeat(texts, stream.lengths)]
        return Stream(keys=stream.keys, terms=terms, lengths=stream.lengths[texts])


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """The tokens of one field of one part: the number of its first text in the segment, terms (int32), lengths."""

    first: int
    terms: NDArray[np.int32]
    lengths: NDArray[np.int64]


class Joined:
    """One view of all parts. `keys` are sorted, syllables by (folded, accented), and all in use."""

    def __init__(self, parts: Sequence[Kept], view: View) -> None:
        self._parts, self._view = parts, view
        self.docs = sum(map(len, parts))
        numbering: dict[str, int] = {}
        lengths = [np.zeros((FIELDS, 0), np.int64)]
        local: list[NDArray[np.int64]] = []
        for part in parts:
            stream = part.stream(view)
            local.append(_numbered(stream, numbering))
            lengths.append(stream.lengths.reshape(FIELDS, -1))
        self.lengths: NDArray[np.int64] = np.concatenate(lengths, axis=1).ravel()
        self.folds: list[str] = []
        self.keys: list[str] = []
        rank = self._sorted(numbering)
        self._tables = [rank[numbers] for numbers in local]

    def _sorted(self, numbering: dict[str, int]) -> NDArray[np.int32]:
        """Sort the keys; return the final number of each, from 1 on, by its first one."""
        found = list(numbering)
        if self._view is View.ACCENTED:
            folds = _folds(self._parts)
            found.sort(key=lambda key: (folds[key], key))
            self.folds = [folds[key] for key in found]
        else:
            found.sort()
        self.keys = found
        rank = np.zeros(len(found) + 1, np.int32)
        rank[[numbering[key] for key in found]] = np.arange(1, len(found) + 1)
        return rank

    def pieces(self) -> Iterator[Piece]:
        """Yield the tokens of every part and field, part by part."""
        doc = 0
        for part, table in zip(self._parts, self._tables, strict=True):
            stream = part.stream(self._view)
            terms, lengths = table[stream.terms], stream.lengths.reshape(FIELDS, -1)
            ends = np.cumsum(lengths.sum(axis=1)).tolist()
            for field, (start, end) in enumerate(zip([0, *ends], ends, strict=False)):
                first = field * self.docs + doc
                yield Piece(first=first, terms=terms[start:end], lengths=lengths[field])
            doc += lengths.shape[1]


def _numbered(stream: Stream, numbering: dict[str, int]) -> NDArray[np.int64]:
    """Return the common number of each key of a stream (0 for none, and where it is not used)."""
    used = np.bincount(stream.terms, minlength=len(stream.keys) + 1)[1:] > 0
    numbers: list[int] = [0]
    for key, is_used in zip(stream.keys, used.tolist(), strict=True):
        numbers.append(numbering.setdefault(key, len(numbering) + 1) if is_used else 0)
    return np.array(numbers, np.int64)


def _folds(parts: Sequence[Kept]) -> dict[str, str]:
    """Return the folded key of each accented one; where parts disagree, the first is right."""
    folds: dict[str, str] = {}
    for kept in reversed(parts):
        folds.update(zip(kept.part.stream(View.ACCENTED).keys, kept.part.folds(), strict=True))
    return folds


def texts_of(lengths: NDArray[np.int64]) -> NDArray[Any]:
    """Return the number of the text of every token, int32, for texts of these lengths."""
    return np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
