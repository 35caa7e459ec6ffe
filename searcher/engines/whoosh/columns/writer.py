"""The writer of the engine contract: drafts become segments, and one commit makes them the index."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np

from searcher.engines.whoosh.columns.container import write_container
from searcher.engines.whoosh.columns.deletes import mask_arrays
from searcher.engines.whoosh.columns.draft import Draft, merge
from searcher.engines.whoosh.columns.manifest import (
    NAME,
    Entry,
    open_segment,
    read_manifest,
    write_manifest,
)
from searcher.engines.whoosh.columns.merging import groups
from searcher.engines.whoosh.columns.parallel import written_in_parallel
from searcher.engines.whoosh.columns.segment import Segment
from searcher.model import Document

T = TypeVar("T")


class ColumnsWriter:
    """Writes into a folder that is empty or holds the files of a predecessor; those are never changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._entries = read_manifest(folder) if (folder / NAME).exists() else []
        self._inherited = len(self._entries)
        self._segments: dict[int, Segment] = {}
        self._draft = Draft()
        self._places: dict[str, tuple[int, int]] = {}
        self._gone: dict[int, set[int]] = {}
        self._made: list[str] = []

    def write(self, batch: Sequence[Document]) -> None:
        """Add the documents; the last one with an id wins."""
        last = {document.article.id: place for place, document in enumerate(batch)}
        documents = [d for place, d in enumerate(batch) if last[d.article.id] == place]
        for document in documents:
            self._remove(document.article.id)
        self._note(document.article.id for document in documents)
        self._draft.add(documents)
        if self._draft.is_full:
            self._flush()

    def build(
        self,
        batches: Iterable[Sequence[T]],
        analyse: Callable[[Sequence[T]], Sequence[Document]],
        workers: int,
    ) -> None:
        """Add what `analyse` makes of the batches, on that many processes; order and upserts as in `write`.

        `analyse` and the batches travel to the processes, so they must be picklable.
        """
        self._flush()
        for entry, ids in written_in_parallel(self._folder, batches, analyse, workers):
            for number, id_ in enumerate(ids):
                self._remove(id_)
                self._places[id_] = (len(self._entries), number)
            self._append(entry)

    def delete(self, ids: Iterable[str]) -> None:
        """Remove articles by id."""
        for id_ in ids:
            self._remove(id_)

    def finish(self) -> None:
        """Write masks, merge what is small, and make the manifest name it all."""
        self._flush()
        for index in sorted(self._gone):
            self._write_mask(index)
        self._merge()
        self._write_whoosh_toc()
        write_manifest(self._folder, self._entries)
        self._sweep()

    def abandon(self) -> None:
        """Take away the files written so far."""
        for name in self._made:
            (self._folder / name).unlink(missing_ok=True)
        self._draft = Draft()

    def _note(self, ids: Iterable[str]) -> None:
        for number, id_ in enumerate(ids, start=len(self._draft)):
            self._places[id_] = (len(self._entries), number)

    def _remove(self, id_: str) -> None:
        for index, number in self._found(id_):
            self._gone.setdefault(index, set()).add(number)

    def _found(self, id_: str) -> list[tuple[int, int]]:
        """Return where an article is: among those of this writer, and in the inherited segments."""
        own = self._places.pop(id_, None)
        inherited = ((index, self._segment(index).find(id_)) for index in range(self._inherited))
        return ([own] if own else []) + [place for place in inherited if place[1] >= 0]

    def _segment(self, index: int) -> Segment:
        if index not in self._segments:
            self._segments[index] = open_segment(self._folder, self._entries[index])
        return self._segments[index]

    def _flush(self) -> None:
        if len(self._draft):
            self._append(self._draft.write(self._folder))
            self._draft = Draft()

    def _append(self, entry: Entry) -> None:
        self._entries.append(entry)
        self._made.append(entry.file)

    def _write_mask(self, index: int) -> None:
        segment, entry = self._segment(index), self._entries[index]
        arrays = mask_arrays(segment, np.array(sorted(self._gone[index]), np.int64))
        stem, _, count = (entry.mask or f"{entry.file.removesuffix('.npk')}.0").rpartition(".")
        name = f"{stem.removesuffix('.mask')}.mask.{int(count) + 1}"
        crc = write_container(self._folder / name, arrays, {"file": name})
        self._made.append(name)
        self._entries[index] = Entry(file=entry.file, crc=entry.crc, mask=name, mask_crc=crc)
        del self._segments[index]

    def _merge(self) -> None:
        """Merge from the newest on, so that the indexes of older segments stay right."""
        opened = [self._segment(index) for index in range(len(self._entries))]
        live = [int(segment.live.sum()) for segment in opened]
        for group in groups(live, [segment.documents for segment in opened]):
            chosen = [opened[index] for index in group if live[index]]
            fresh = [merge(self._folder, chosen)] if chosen else []
            self._entries[group.start : group.stop] = fresh
            self._made.extend(entry.file for entry in fresh)

    def _write_whoosh_toc(self) -> None:
        """Name the segments to Whoosh too; imported here because readers do without Whoosh."""
        from searcher.engines.whoosh.columns.codec.whoosh_toc import write_whoosh_toc

        write_whoosh_toc(self._folder, [open_segment(self._folder, e) for e in self._entries])

    def _sweep(self) -> None:
        """Remove the files that the manifest no longer names."""
        named = {name for entry in self._entries for name in (entry.file, entry.mask) if name}
        for path in self._folder.glob("MAIN_*"):
            if path.name not in named:
                path.unlink()
