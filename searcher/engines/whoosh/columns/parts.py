"""What a segment is made of: articles just gathered, a run that waits on disk, or older segments.

A part gives its tokens view by view, so that merging has one view of one part in memory at a time.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from searcher.engines.whoosh.columns.container import Container, write_container
from searcher.engines.whoosh.columns.gather import VIEWS, Gatherer, Stream
from searcher.engines.whoosh.columns.postings import HALVES
from searcher.engines.whoosh.columns.segment import FIELDS, Segment
from searcher.engines.whoosh.columns.signatures import signature_arrays
from searcher.engines.whoosh.columns.squeeze import doubled
from searcher.engines.whoosh.columns.stored import Shelf
from searcher.engines.whoosh.columns.strings import Strings, packed
from searcher.model import Document, View

Mask = NDArray[np.bool_]


class Part(Protocol):
    """Some articles on their way into a segment."""

    def __len__(self) -> int:
        """Return the number of articles."""

    def stream(self, view: View) -> Stream:
        """Return the tokens of one of VIEWS; words need not keep their order within a text."""

    def folds(self) -> list[str]:
        """Return the folded key of each accented key, in the order of the keys."""

    def minhash(self) -> NDArray[np.uint8]:
        """Return the signature of each article, uint8 of shape (articles, BINS)."""

    def shelve(self, shelf: Shelf, keep: Mask) -> None:
        """Put the stored part of the articles in the mask on the shelf."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A file of gathered articles, already compressed and signed; not sorted, not inverted.

    It travels between processes as its path.
    """

    path: Path
    ids: tuple[str, ...]
    tokens: int

    def __len__(self) -> int:
        return len(self.ids)

    def stream(self, view: View) -> Stream:
        """Return the tokens of a view."""
        container = Container(self.path)
        return Stream(
            keys=Strings(container, f"{view}.keys").all(),
            terms=container[f"{view}.terms"],
            lengths=container[f"{view}.lengths"].astype(np.int64),
        )

    def folds(self) -> list[str]:
        """Return the folded keys."""
        return Strings(Container(self.path), "folds").all()

    def minhash(self) -> NDArray[np.uint8]:
        """Return the signatures."""
        return Container(self.path)["minhash"]

    def shelve(self, shelf: Shelf, keep: Mask) -> None:
        """Copy what is stored."""
        shelf.copy(Container(self.path), keep)


def write_run(folder: Path, documents: Sequence[Document]) -> Run:
    """Gather documents into a file of their own; raises NoSpace."""
    gatherer, shelf = Gatherer(), Shelf()
    gatherer.add(documents)
    shelf.add([document.article for document in documents])
    return run_of(folder, gatherer, shelf)


def run_of(folder: Path, gatherer: Gatherer, shelf: Shelf) -> Run:
    """Write what was gathered as a run."""
    path = folder / f"RUN_{secrets.token_hex(8)}.npk"
    syllables, folds = gatherer.stream(View.ACCENTED), gatherer.folds()
    arrays = {**shelf.arrays(), **packed("folds", folds)}
    arrays.update(signature_arrays(syllables, folds, len(shelf.ids)))
    for view in VIEWS:
        stream = gatherer.stream(view)
        arrays.update(packed(f"{view}.keys", stream.keys))
        arrays[f"{view}.terms"] = _narrow(stream.terms, len(stream.keys))
        arrays[f"{view}.lengths"] = stream.lengths.astype(np.int32)
    write_container(path, arrays, {})
    return Run(path=path, ids=tuple(shelf.ids), tokens=len(syllables.terms))


def _narrow(terms: NDArray[np.int32], keys: int) -> NDArray[Any]:
    return terms.astype(np.uint16) if keys < 1 << 16 else terms


class SegmentPart:
    """The articles of a segment; every array is verified before it is used."""

    def __init__(self, segment: Segment) -> None:
        segment.container.verify_all()
        self._segment = segment

    def __len__(self) -> int:
        return self._segment.documents

    def stream(self, view: View) -> Stream:
        """Return the tokens as they were before inversion, words sorted within a text."""
        keys = self._segment.strings[view].all()
        made = {
            View.ACCENTED: self._syllables,
            View.WORDS: self._words,
            View.NUMBERS: self._numbers,
        }
        terms, lengths = made[view]()
        return Stream(keys=keys, terms=terms, lengths=lengths)

    def folds(self) -> list[str]:
        """Return the folded keys."""
        folded = np.array([*self._segment.strings[View.FOLDED].all()], dtype=object)
        return list(np.repeat(folded, np.diff(self._segment.container["folded.first"])))

    def minhash(self) -> NDArray[np.uint8]:
        """Return the signatures."""
        return self._segment.container["minhash"]

    def shelve(self, shelf: Shelf, keep: Mask) -> None:
        """Copy what is stored."""
        shelf.copy(self._segment.container, keep)

    def _syllables(self) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        tokens = self._segment.tokens.span(0, len(self._segment.tokens))
        return tokens[tokens > 0], self._segment.lengths.ravel()

    def _words(self) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        bags = self._segment.word_bags
        counts = doubled(self._segment.container, "words.count", 0, len(bags))
        return np.repeat(bags.span(0, len(bags)), counts), self._segment.word_lengths.ravel()

    def _numbers(self) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Return numbers as if all stood in the last field, as often as they stood in the article."""
        keys, docs = [np.zeros(0, np.int32)], [np.zeros(0, np.int64)]
        for key in range(len(self._segment.strings[View.NUMBERS])):
            articles, counts = self._number(key)
            docs.append(np.repeat(articles, counts))
            keys.append(np.full(len(docs[-1]), key + 1, np.int32))
        doc = np.concatenate(docs)
        lengths = np.zeros((FIELDS, self._segment.documents), np.int64)
        lengths[-1] = np.bincount(doc, minlength=self._segment.documents)
        return np.concatenate(keys)[np.argsort(doc, kind="stable")], lengths.ravel()

    def _number(self, key: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the articles that have a number, and how often."""
        postings = self._segment.postings[View.NUMBERS]
        articles, row = postings.articles(key), postings.row(key)
        tf = (postings.entries(key)[1] if row is None else row[articles]).astype(np.int64)
        at, over = postings.over(key)
        tf[np.searchsorted(articles, at)] = over
        return articles, tf // HALVES[-1]
