"""The articles that a writer adds: gathered into runs, the runs into as few segments as can hold them."""

from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from pathlib import Path

import searcher.disk as disk
from searcher.engines.whoosh.columns.draft import Draft
from searcher.engines.whoosh.columns.manifest import Entry
from searcher.engines.whoosh.columns.parts import Run
from searcher.engines.whoosh.columns.pending import Pending, close, close_words
from searcher.model import Document
from searcher.processes import processes, result

WORTH_A_PROCESS = 16_384
"""Articles of a segment that another process writes, so that this one can go on."""

_DRAFT = -1
"""Place of what is in the draft; the runs that wait are at -2, -3 ..., segments from 0 on."""


class Fresh:
    """Knows where each of its articles is; an id that is added must have been removed before."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._draft = Draft()
        self._unwanted: set[int] = set()
        self._pending = Pending()
        self._segments: list[Future[Entry]] = []
        self._gone: list[set[int]] = []
        self._places: dict[str, tuple[int, int]] = {}
        self._pool: ProcessPoolExecutor | None = None
        self.beside = False
        """Whether large segments are written by another process meanwhile: where others gathered their articles."""

    def write(self, documents: Sequence[Document]) -> None:
        """Add documents, each id once."""
        for number, document in enumerate(documents, start=len(self._draft)):
            self._places[document.article.id] = (_DRAFT, number)
        self._draft.add(documents)
        if self._draft.is_full:
            self._put_aside()

    def adopt(self, run: Run, chosen: Sequence[int]) -> None:
        """Add some articles of a run, each id once."""
        self._put_aside()
        self._hold(run, chosen)

    def remove(self, id_: str) -> None:
        """Forget an article, if it is here."""
        slot, number = self._places.pop(id_, (0, -1))
        if number < 0:
            return
        if slot >= 0:
            self._gone[slot].add(number)
        elif slot == _DRAFT:
            self._unwanted.add(number)
        else:
            self._pending.drop(_DRAFT - 1 - slot, number)

    def finish(self) -> list[tuple[Entry, set[int]]]:
        """Write all segments; return each with the numbers of its articles that were removed since."""
        self._put_aside()
        self._close(is_last=True)
        entries = [result(segment) for segment in self._segments]
        self._shut()
        return list(zip(entries, self._gone, strict=True))

    def abandon(self) -> None:
        """Take away the files written so far."""
        self._shut()
        for segment in self._segments:
            if not segment.cancelled() and segment.exception() is None:
                disk.remove(self._folder / segment.result().file, missing_ok=True)
        for path in self._folder.glob("RUN_*"):
            disk.remove(path)

    def _put_aside(self) -> None:
        """Make a run of the draft."""
        if len(self._draft):
            run = self._draft.put_aside(self._folder)
            chosen = [number for number in range(len(run)) if number not in self._unwanted]
            self._draft, self._unwanted = Draft(), set()
            self._hold(run, chosen)

    def _hold(self, run: Run, chosen: Sequence[int]) -> None:
        if not self._pending.has_room(run, len(chosen)):
            self._close()
        slot = _DRAFT - 1 - len(self._pending.runs)
        self._pending.add(run, chosen)
        self._places.update((run.ids[number], (slot, number)) for number in chosen)

    def _close(self, *, is_last: bool = False) -> None:
        """Have the segment of the runs written that wait."""
        pending, self._pending = self._pending, Pending()
        if not pending.documents:
            pending.discard()
            return
        index = len(self._segments)
        self._places.update((id_, (index, number)) for number, id_ in enumerate(pending.ids()))
        self._gone.append(set())
        self._segments.append(self._written(pending, is_last=is_last))

    def _written(self, pending: Pending, *, is_last: bool) -> Future[Entry]:
        """Have a large segment written meanwhile; of the last one only the words, there is nothing else to do."""
        job = (self._folder, pending.runs, pending.keeps)
        is_large = self.beside and pending.documents >= WORTH_A_PROCESS
        if is_large and not is_last:
            return self._processes().submit(close, *job)
        words = self._processes().submit(close_words, *job) if is_large else None
        written: Future[Entry] = Future()
        written.set_result(close(*job, partial(result, words) if words else None))
        return written

    def _processes(self) -> ProcessPoolExecutor:
        self._pool = self._pool or processes(1)
        return self._pool

    def _shut(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)
            self._pool = None
