"""A segment on its way: documents are gathered until there are enough of them, then written as one file."""

import secrets
from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path

import numpy as np

import searcher.disk as disk
from searcher.container import Container, ContainerWriter
from searcher.engines.whoosh.columns.gather import Gatherer
from searcher.engines.whoosh.columns.invert import Named, inverted_syllables, inverted_words
from searcher.engines.whoosh.columns.join import Kept
from searcher.engines.whoosh.columns.manifest import Entry
from searcher.engines.whoosh.columns.parts import Run, SegmentPart, run_of, run_path
from searcher.engines.whoosh.columns.segment import Segment
from searcher.engines.whoosh.columns.stored import Shelf
from searcher.model import Document

Words = Callable[[], Path]
"""Returns the file of `write_words`, once it is there."""

DRAFT_DOCUMENTS = 8_192
DRAFT_TOKENS = 4_000_000
"""A draft that has so many articles or syllables is put aside as a run."""


def segment_name() -> str:
    """Return a fresh file name, of the form that Whoosh knows as part of an index."""
    return f"MAIN_{secrets.token_hex(8)}.npk"


class Draft:
    """Gathers documents; a part of which nothing is on disk yet."""

    def __init__(self) -> None:
        self._gatherer = Gatherer()
        self._shelf = Shelf()

    def __len__(self) -> int:
        return len(self._shelf.ids)

    @property
    def is_full(self) -> bool:
        """True when the draft should be put aside."""
        return len(self) >= DRAFT_DOCUMENTS or self._gatherer.tokens >= DRAFT_TOKENS

    @property
    def ids(self) -> list[str]:
        """The ids so far, by article number."""
        return self._shelf.ids

    def add(self, documents: Sequence[Document]) -> None:
        """Append documents."""
        self._gatherer.add(documents)
        self._shelf.add([document.article for document in documents])

    def put_aside(self, folder: Path) -> Run:
        """Write what was gathered as a run; raises NoSpace."""
        return run_of(folder, self._gatherer, self._shelf)


def write_segment(folder: Path, parts: Sequence[Kept], words: Words | None = None) -> Entry:
    """Write the articles of some parts as one segment; raises NoSpace.

    `words` waits for what another process makes of their words meanwhile (`write_words`).
    """
    name, documents = segment_name(), sum(map(len, parts))
    writer = ContainerWriter(folder / name)
    try:
        for array, content in chain(_arrays(parts, folder), _words(parts, folder, words)):
            writer.add(array, content)
        return Entry(file=name, crc=writer.commit({"file": name, "documents": documents}))
    except BaseException:
        writer.abandon()
        raise


def write_words(folder: Path, parts: Sequence[Kept]) -> Path:
    """Write the arrays of words and numbers to a file that `write_segment` reads and takes away."""
    path = run_path(folder)
    writer = ContainerWriter(path)
    try:
        for array, content in inverted_words(parts, folder):
            writer.add(array, content)
        writer.commit({}, durable=False)
    except BaseException:
        writer.abandon()
        raise
    return path


def _arrays(parts: Sequence[Kept], folder: Path) -> Named:
    shelf = Shelf()
    for kept in parts:
        kept.part.shelve(shelf, kept.keep)
    yield from shelf.arrays().items()
    yield "minhash", np.concatenate([kept.part.minhash()[kept.keep] for kept in parts])
    del shelf
    yield from inverted_syllables(parts, folder)


def _words(parts: Sequence[Kept], folder: Path, words: Words | None) -> Named:
    if words is None:
        yield from inverted_words(parts, folder)
        return
    path = words()
    container = Container(path)
    for name in container:
        yield name, container[name]
    disk.remove(path)


def merge(folder: Path, segments: Sequence[Segment]) -> Entry:
    """Write the live articles of some segments as one; every array is verified before it is used."""
    parts = [Kept(part=SegmentPart(segment), keep=np.asarray(segment.live)) for segment in segments]
    return write_segment(folder, parts)
