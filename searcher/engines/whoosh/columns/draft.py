"""A segment on its way: documents are gathered until there are enough of them, then written as one file."""

import secrets
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from searcher.engines.whoosh.columns.container import write_container
from searcher.engines.whoosh.columns.gather import Analysed, Gatherer
from searcher.engines.whoosh.columns.invert import inverted
from searcher.engines.whoosh.columns.join import joined, kept
from searcher.engines.whoosh.columns.manifest import Entry
from searcher.engines.whoosh.columns.segment import Segment
from searcher.engines.whoosh.columns.stored import Shelf
from searcher.model import Document

DRAFT_DOCUMENTS = 25_000
DRAFT_TOKENS = 16_000_000
"""A draft is full with so many articles or so many syllables; both bound the memory of inverting it."""


def segment_name() -> str:
    """Return a fresh file name, of the form that Whoosh knows as part of an index."""
    return f"MAIN_{secrets.token_hex(8)}.npk"


class Draft:
    """Gathers documents for one segment."""

    def __init__(self) -> None:
        self._gatherer = Gatherer()
        self._shelf = Shelf()

    def __len__(self) -> int:
        return len(self._shelf.ids)

    @property
    def is_full(self) -> bool:
        """True when the draft should be written."""
        return len(self) >= DRAFT_DOCUMENTS or self._gatherer.tokens >= DRAFT_TOKENS

    @property
    def ids(self) -> list[str]:
        """The ids so far, by article number."""
        return self._shelf.ids

    def add(self, documents: Sequence[Document]) -> None:
        """Append documents."""
        self._gatherer.add(documents)
        self._shelf.add([document.article for document in documents])

    def write(self, folder: Path) -> Entry:
        """Write the segment; raises NoSpace."""
        return _write(folder, self._gatherer.analysed(), self._shelf)


def _write(folder: Path, analysed: Analysed, shelf: Shelf) -> Entry:
    name = segment_name()
    arrays = {**shelf.arrays(), **inverted(analysed)}
    facts = {"file": name, "documents": len(shelf.ids)}
    return Entry(file=name, crc=write_container(folder / name, arrays, facts))


def merge(folder: Path, segments: Sequence[Segment]) -> Entry:
    """Write the live articles of some segments as one; every array is verified before it is used."""
    shelf = Shelf()
    parts = []
    for segment in segments:
        segment.container.verify_all()
        parts.append(kept(segment.analysed(), np.asarray(segment.live)))
        shelf.copy(segment.container, segment.live)
    return _write(folder, joined(parts), shelf)
