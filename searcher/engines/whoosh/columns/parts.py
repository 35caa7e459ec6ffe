"""What a segment is made of: articles just gathered, a run that waits on disk, or older segments.

A part gives its tokens view by view, so that merging has one view of one part in memory at a time.
"""

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from searcher.container import Container, write_container
from searcher.engines.whoosh.columns.gather import VIEWS, Gatherer
from searcher.engines.whoosh.columns.postings import HALVES
from searcher.engines.whoosh.columns.segment import FIELDS, Segment
from searcher.engines.whoosh.columns.signatures import signature_arrays
from searcher.engines.whoosh.columns.squeeze import doubled
from searcher.engines.whoosh.columns.stored import Shelf
from searcher.model import Document, View

Mask = NDArray[np.bool_]
Terms = tuple[NDArray[Any], NDArray[np.int64]]
"""Terms field by field, within a field article by article, and the length of each text (fields * articles)."""


class Part(Protocol):
    """Some articles on their way into a segment."""

    def __len__(self) -> int:
        """Return the number of articles."""

    def keys(self, view: View) -> list[str]:
        """Return the keys of one of VIEWS, in any order."""

    def terms(self, view: View) -> Terms:
        """Return the tokens of a view, numbers from 1 on into the keys; words in any order within a text."""

    def lengths(self, view: View) -> NDArray[np.int64]:
        """Return the lengths of `terms` alone."""

    def folds(self, numbers: Sequence[int]) -> list[str]:
        """Return the folded keys of some accented keys, by number from 0 on."""

    def minhash(self) -> NDArray[np.uint8]:
        """Return the signature of each article, uint8 of shape (articles, BINS)."""

    def shelve(self, shelf: Shelf, keep: Mask) -> None:
        """Put the stored part of the articles in the mask on the shelf."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A file of gathered articles, already compressed and signed; not sorted, not inverted.

    It travels between processes as its path. A power cut may tear it: whoever takes it up looks at all of it.
    """

    path: Path
    ids: tuple[str, ...]
    tokens: int
    maker: int
    """The process that gathered it."""

    def __len__(self) -> int:
        return len(self.ids)

    def keys(self, view: View) -> list[str]:
        """Return the keys of a view."""
        return _split(Container(self.path), f"{view}.keys")

    def terms(self, view: View) -> Terms:
        """Return the tokens of a view."""
        return Container(self.path)[f"{view}.terms"], self.lengths(view)

    def lengths(self, view: View) -> NDArray[np.int64]:
        """Return the number of tokens of each text."""
        return Container(self.path)[f"{view}.lengths"].astype(np.int64)

    def folds(self, numbers: Sequence[int]) -> list[str]:
        """Return some folded keys."""
        found = _split(Container(self.path), "folds") if numbers else []
        return [found[number] for number in numbers]

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


def run_path(folder: Path) -> Path:
    """Return a fresh name for a file that is gone before the index is finished."""
    return folder / f"RUN_{secrets.token_hex(8)}.npk"


def run_of(folder: Path, gatherer: Gatherer, shelf: Shelf) -> Run:
    """Write what was gathered as a run."""
    path = run_path(folder)
    syllables, folds = gatherer.stream(View.ACCENTED), gatherer.folds()
    arrays = {**shelf.arrays(), **_strung("folds", folds)}
    arrays.update(signature_arrays(syllables, folds, len(shelf.ids)))
    for view in VIEWS:
        stream = gatherer.stream(view)
        arrays.update(_strung(f"{view}.keys", stream.keys))
        arrays[f"{view}.terms"] = _narrow(stream.terms, len(stream.keys))
        arrays[f"{view}.lengths"] = stream.lengths.astype(np.int32)
    write_container(path, arrays, {}, durable=False)
    return Run(path=path, ids=tuple(shelf.ids), tokens=len(syllables.terms), maker=os.getpid())


def _strung(name: str, keys: Sequence[str]) -> dict[str, NDArray[Any]]:
    """Return keys as one text and their lengths in code points: faster to split again than single keys to decode."""
    text = "".join(keys).encode("utf-8", "surrogatepass")
    lengths = np.fromiter(map(len, keys), np.int32, len(keys))
    return {f"{name}.text": np.frombuffer(text, np.uint8), f"{name}.lengths": lengths}


def _split(container: Container, name: str) -> list[str]:
    text = container[f"{name}.text"].tobytes().decode("utf-8", "surrogatepass")
    edges = np.append(0, np.cumsum(container[f"{name}.lengths"])).tolist()
    return [text[start:end] for start, end in pairwise(edges)]


def _narrow(terms: NDArray[np.int32], keys: int) -> NDArray[Any]:
    return terms.astype(np.uint16) if keys < 1 << 16 else terms


class SegmentPart:
    """The articles of a segment; every array is verified before it is used."""

    def __init__(self, segment: Segment) -> None:
        segment.container.verify_all()
        self._segment = segment

    def __len__(self) -> int:
        return self._segment.documents

    def keys(self, view: View) -> list[str]:
        """Return the keys of a view, sorted."""
        return self._segment.strings[view].all()

    def terms(self, view: View) -> Terms:
        """Return the tokens as they were before inversion, words sorted within a text."""
        if view is View.ACCENTED:
            return self._syllables()
        return self._words() if view is View.WORDS else self._numbers

    def lengths(self, view: View) -> NDArray[np.int64]:
        """Return the number of tokens of each text."""
        if view is View.ACCENTED:
            return self._segment.lengths.ravel()
        return self._segment.word_lengths.ravel() if view is View.WORDS else self._numbers[1]

    def folds(self, numbers: Sequence[int]) -> list[str]:
        """Return some folded keys."""
        folded = self._segment.strings[View.FOLDED].all()
        first = self._segment.container["folded.first"]
        owner = np.searchsorted(first, np.array(numbers, np.int64), side="right") - 1
        return [folded[fold] for fold in owner.tolist()]

    def minhash(self) -> NDArray[np.uint8]:
        """Return the signatures."""
        return self._segment.container["minhash"]

    def shelve(self, shelf: Shelf, keep: Mask) -> None:
        """Copy what is stored."""
        shelf.copy(self._segment.container, keep)

    def _syllables(self) -> Terms:
        tokens = self._segment.tokens.span(0, len(self._segment.tokens))
        return tokens[tokens > 0], self.lengths(View.ACCENTED)

    def _words(self) -> Terms:
        bags = self._segment.word_bags
        counts = doubled(self._segment.container, "words.count", 0, len(bags))
        return np.repeat(bags.span(0, len(bags)), counts), self.lengths(View.WORDS)

    @cached_property
    def _numbers(self) -> Terms:
        """The numbers, few but slow to put together: as if all stood in the last field, as often as in the article."""
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
        row = postings.row(key)
        if row is None:
            articles, halves = postings.entries(key)
        else:
            articles = np.flatnonzero(row)
            halves = row[articles]
        tf = halves.astype(np.int64)
        at, over = postings.over(key)
        tf[np.searchsorted(articles, at)] = over
        return articles, tf // HALVES[-1]
