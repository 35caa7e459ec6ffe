"""The writer of the engine contract: articles become runs, runs segments, and one commit makes them the index."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

import searcher.disk as disk
from searcher.container import Container, damaged, write_container
from searcher.engines.whoosh.columns.deletes import mask_arrays
from searcher.engines.whoosh.columns.draft import merge
from searcher.engines.whoosh.columns.fresh import Fresh
from searcher.engines.whoosh.columns.limits import check_index
from searcher.engines.whoosh.columns.manifest import (
    NAME,
    Entry,
    open_segment,
    read_manifest,
    write_manifest,
)
from searcher.engines.whoosh.columns.merging import groups
from searcher.engines.whoosh.columns.parallel import runs_in_parallel
from searcher.engines.whoosh.columns.parts import Run, write_run
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
        self._fresh = Fresh(folder)
        self._gone: dict[int, set[int]] = {}
        self._made: list[str] = []

    def write(self, batch: Sequence[Document]) -> None:
        """Add the documents; the last one with an id wins."""
        last = {document.article.id: place for place, document in enumerate(batch)}
        self.delete(last)
        self._fresh.write([batch[place] for place in sorted(last.values())])

    def packer(self) -> Callable[[Sequence[Document]], Run]:
        """Return what makes a run of documents, in any process."""
        return partial(write_run, self._folder)

    def adopt(self, packed: Run, chosen: Sequence[int]) -> None:
        """Add some articles of a run, by place; the last one with an id wins."""
        last = {packed.ids[place]: place for place in chosen}
        self.delete(last)
        self._fresh.beside |= packed.maker != os.getpid()
        self._fresh.adopt(packed, sorted(last.values()))

    def put_away(self, packed: Run, folder: Path) -> dict[str, object]:
        """Keep the file of a run in a folder under a second name."""
        disk.link(packed.path, folder / packed.path.name)
        crc = Container(packed.path).footer_crc
        return {
            "file": packed.path.name,
            "ids": list(packed.ids),
            "tokens": packed.tokens,
            "crc": crc,
        }

    def take_up(self, record: Mapping[str, Any], folder: Path) -> Run:
        """Return a run that was kept; raises IndexDamaged."""
        path = self._folder / str(record["file"])
        try:
            disk.link(folder / path.name, path)
        except OSError as error:
            raise damaged(folder / path.name, "file", str(error)) from error
        container = Container(path)
        container.verify_all()
        if container.footer_crc != record["crc"]:
            raise damaged(folder / path.name, "file", "another pack")
        return Run(
            path=path, ids=tuple(record["ids"]), tokens=int(record["tokens"]), maker=os.getpid()
        )

    def build(
        self,
        batches: Iterable[Sequence[T]],
        analyse: Callable[[Sequence[T]], Sequence[Document]],
        workers: int,
    ) -> None:
        """Add what `analyse` makes of the batches, on that many processes; order and upserts as in `write`.

        `analyse` and the batches travel to the processes, so they must be picklable.
        """
        make = partial(_analysed_run, self._folder, analyse)
        for run in runs_in_parallel(batches, make, workers):
            self.adopt(run, range(len(run)))

    def delete(self, ids: Iterable[str]) -> None:
        """Remove articles by id."""
        for id_ in ids:
            self._remove(id_)

    def finish(self) -> None:
        """Write masks, merge what is small, and make the manifest name it all."""
        for entry, gone in self._fresh.finish():
            self._gone[len(self._entries)] = gone
            self._entries.append(entry)
            self._made.append(entry.file)
        for index in sorted(index for index, gone in self._gone.items() if gone):
            self._write_mask(index)
        self._merge()
        self._write_whoosh_toc()
        write_manifest(self._folder, self._entries)
        self._sweep()

    def abandon(self) -> None:
        """Take away the files written so far."""
        self._fresh.abandon()
        for name in self._made:
            disk.remove(self._folder / name, missing_ok=True)

    def _remove(self, id_: str) -> None:
        self._fresh.remove(id_)
        for index in range(self._inherited):
            number = self._segment(index).find(id_)
            if number >= 0:
                self._gone.setdefault(index, set()).add(number)

    def _segment(self, index: int) -> Segment:
        if index not in self._segments:
            self._segments[index] = open_segment(self._folder, self._entries[index])
        return self._segments[index]

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
        check_index(sum(live))
        tokens = [int(segment.starts[-1]) for segment in opened]
        for group in groups(live, [segment.documents for segment in opened], tokens):
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
                disk.remove(path)


def _analysed_run(
    folder: Path, analyse: Callable[[Sequence[T]], Sequence[Document]], items: Sequence[T]
) -> Run:
    return write_run(folder, analyse(items))
