"""One run over one index: counts what arrives, writes what is new, publishes once."""

import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from types import TracebackType
from typing import Any, Self

from searcher.engines import Writer, engine_named
from searcher.errors import IndexDamaged
from searcher.indexing.finishing import Unpublished, publish
from searcher.indexing.journal import Entry, Journal, Packed, file_state
from searcher.indexing.ledger import Ledger
from searcher.indexing.lessons import Lessons, make
from searcher.indexing.memory import Peak
from searcher.indexing.noting import entry_of, stamps_of
from searcher.indexing.opening import format_of, known_articles
from searcher.indexing.order import Order
from searcher.indexing.phases import phase
from searcher.indexing.preparing import Packer, PreparedBatch, workers_of
from searcher.indexing.pruning import pruned
from searcher.indexing.report import Counts, Report
from searcher.indexing.sourcing import Origin, Position
from searcher.indexing.tally import Tally, Verdict
from searcher.model import Document
from searcher.publish import Generations, NewGeneration, writer_lock
from searcher.publish.durable import no_space_named
from searcher.settings import Settings
from searcher.sources import Web


class Build(AbstractContextManager["Build"]):
    """Holds the writer's lock and an unfinished generation until `finish`; leaving early forgets both."""

    def __init__(
        self, order: Order, settings: Settings, origins: Sequence[Origin], web: Web
    ) -> None:
        self._order = order
        self._settings = settings
        self._origins = origins
        self._memory = web.memory
        self._generations = Generations(settings.folder)
        self._journal = Journal(settings.folder)
        self._started = time.monotonic()
        self._undo = ExitStack()
        self._peak = Peak()
        self._tally = Tally({}, {})
        self._fresh: NewGeneration | None = None
        self._writer: Writer | None = None
        self._lessons: Lessons | None = None
        """What is learned of an archive that passes through this run as a whole."""
        self.read_before: Position | None = None
        """Where a run that was killed had come to, if this one goes on with it."""

    def __enter__(self) -> Self:
        with ExitStack() as undo, phase("open", index=self._settings.folder) as facts:
            undo.enter_context(self._peak)
            if not self._order.dry_run:
                undo.enter_context(writer_lock(self._settings.folder))
            if not self._order.full:
                self._tally = known_articles(self._settings, self._generations, self._memory)
            facts["articles"] = len(self.known)
            if not self._order.dry_run:
                self._begin(undo)
            self._undo = undo.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._undo.__exit__(kind, error, trace)

    @property
    def known(self) -> Ledger:
        """What the archive holds so far: article id -> digest."""
        return self._tally.ledger

    @property
    def counts(self) -> Counts:
        """What was counted so far."""
        return self._tally.counts

    def _begin(self, undo: ExitStack) -> None:
        fresh = self._generations.begin(full=self._order.full)
        self._fresh = fresh
        undo.callback(self._abandon, fresh)
        self._writer = engine_named(self._settings.engine, self._settings).writer(fresh.index)
        self._resume(self._writer)
        if fresh.parent is None and self.read_before is None:
            self._lessons = Lessons(fresh.folder)

    def _abandon(self, fresh: NewGeneration) -> None:
        """Forget the generation, unless it was published."""
        if self._generations.readable() != fresh.name:
            if self._writer is not None:
                self._writer.abandon()
            self._generations.abandon(fresh)

    def _resume(self, writer: Writer) -> None:
        """Take up what a run that was killed had done for the same order, or forget it."""
        asked = {
            "sources": [origin.digest for origin in self._origins],
            "full": self._order.full,
            "current": self._generations.readable(),
            "format": list(format_of(self._settings)),
        }
        if not self._order.resume or not self._journal.is_of(asked):
            self._journal.begin(asked)
            return
        with phase("resume") as facts:
            for entry in self._journal.entries():
                if not self._take_up(writer, entry):
                    self._journal.cut()
                    break
            self._journal.trim()
            facts["read"] = self.counts.read

    def _take_up(self, writer: Writer, entry: Entry) -> bool:
        """Do again what a batch did; False where what it packed is not there any more."""
        try:
            packs = [writer.take_up(one.record, self._journal.folder) for one in entry.packs]
        except (IndexDamaged, OSError, KeyError, ValueError):
            return False
        self._tally.judge(entry.pages, self._names(entry.numbers))
        for number, stamp in entry.stamps.items():
            self._memory.remember(stamp, entry.pages[number].id or "")
        writer.delete(entry.gone)
        for pack, kept in zip(packs, entry.packs, strict=True):
            writer.adopt(pack, kept.chosen)
        # Where no file can be looked at (an address, standard input), a place may be another one by now.
        is_same = entry.file is not None and entry.file == file_state(entry.place)
        self.read_before = Position(entry.number, entry.place if is_same else None)
        return True

    def _names(self, numbers: Sequence[int]) -> list[str]:
        return [self._origins[number].name for number in numbers]

    def packer(self) -> Packer:
        """Return what makes documents ready for the writer in another process."""
        if self._writer is None:
            return _nothing
        folder = None if self._lessons is None else self._lessons.folder
        return partial(make, self._writer.packer(), folder)

    def add(self, batch: PreparedBatch) -> None:
        """Count a batch and write its documents."""
        verdict = self._tally.judge(batch.pages, self._names(batch.source.numbers))
        stamps = stamps_of(batch)
        for number, stamp in stamps.items():
            self._memory.remember(stamp, batch.pages[number].id or "")
        if self._writer is None or self._fresh is None:
            return
        with no_space_named(self._fresh.folder):
            packs = self._write(self._writer, batch, verdict)
            if batch.is_of_many:
                self._journal.add(entry_of(batch, verdict, packs, stamps))

    def _write(self, writer: Writer, batch: PreparedBatch, verdict: Verdict) -> list[Packed]:
        """Write the articles of some pages, each id once; return what was packed of them.

        An article that was known, but that an earlier page of the same run has replaced, has no document yet.
        """
        places = [place for n in verdict.fresh if (place := batch.pages[n].place) is not None]
        late = [batch.document(n) for n in verdict.fresh if batch.pages[n].place is None]
        writer.delete(verdict.gone)
        if not batch.is_of_many:
            writer.write([*(batch.documents[place] for place in places), *late])
            return []
        if self._lessons is not None:
            self._lessons.note(batch.packed, batch.pages, places, verdict.gone)
        packs = [self._adopt(writer, batch.packed.packed, places)] if batch.packed else []
        if late:
            packs.append(self._adopt(writer, writer.packer()(late), range(len(late))))
        return packs

    def _adopt(self, writer: Writer, packed: Any, places: Sequence[int]) -> Packed:
        record = writer.put_away(packed, self._journal.open())
        writer.adopt(packed, places)
        return Packed(record=record, chosen=list(places))

    def finish(self) -> Report:
        """Delete what is gone, publish what changed, and report; raises UsageError, NoSpace."""
        doomed = pruned(self._order, self._origins, self._tally)
        self._tally.remove(doomed.ids)
        if self._writer is not None and self._fresh is not None:
            if self._is_worth_publishing():
                self._publish(self._writer, self._fresh, doomed.ids)
            self._journal.clear()
        return Report(
            counts=self.counts,
            seconds=time.monotonic() - self._started,
            generation=self._generations.current(),
            articles=len(self.known),
            is_dry=self._order.dry_run,
            is_resumed=self.read_before is not None,
            held_back=doomed.held_back,
            changes=tuple(self._tally.changes()) if self._order.dry_run else (),
            peak_bytes=self._peak.bytes,
        )

    def _is_worth_publishing(self) -> bool:
        is_first = self._order.full or self._generations.current() is None
        return is_first or self._tally.is_changed

    def _publish(self, writer: Writer, fresh: NewGeneration, doomed: Sequence[str]) -> None:
        keep = self._settings.keep if self._order.keep is None else self._order.keep
        whole = Unpublished(
            settings=self._settings,
            generations=self._generations,
            fresh=fresh,
            writer=writer,
            tally=self._tally,
            memory=self._memory,
            lessons=self._lessons,
            workers=workers_of(self._order, self._settings),
        )
        publish(whole, doomed, keep)


def _nothing(documents: Sequence[Document]) -> None:
    """Make nothing of documents that nobody writes."""
