"""One run over one index: counts what arrives, writes what is new, publishes once."""

import json
import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, ExitStack
from datetime import UTC, datetime
from functools import partial
from types import TracebackType
from typing import Self

from searcher.engines import Writer, engine_named
from searcher.errors import IndexFormat, UsageError
from searcher.indexing.learning import learn
from searcher.indexing.ledger import Ledger, read_ledger, write_ledger
from searcher.indexing.order import Order
from searcher.indexing.preparing import Packer, Prepared, PreparedBatch
from searcher.indexing.report import Counts, Report, skipped_record
from searcher.model import Document
from searcher.publish import Generations, Manifest, NewGeneration, read_manifest, writer_lock
from searcher.publish.durable import no_space_named, write_durably
from searcher.settings import Settings
from searcher.vietnamese import ANALYSER

SKIPPED = "skipped.jsonl"
PRUNE_SHARE = 0.2
"""More than this share of an archive is not deleted by a source that may just be broken."""


class Build(AbstractContextManager["Build"]):
    """Holds the writer's lock and an unfinished generation until `finish`; leaving early forgets both."""

    def __init__(self, order: Order, settings: Settings, generations: Generations) -> None:
        self._order = order
        self._settings = settings
        self._generations = generations
        self._started = time.monotonic()
        self._undo = ExitStack()
        self._seen: set[str] = set()
        self.counts = Counts()
        self.known: Ledger = {}
        self._ledger: Ledger = {}
        self._fresh: NewGeneration | None = None
        self._writer: Writer | None = None

    def __enter__(self) -> Self:
        with ExitStack() as undo:
            if not self._order.dry_run:
                undo.enter_context(writer_lock(self._settings.folder))
            self.known = self._known_articles()
            self._ledger = dict(self.known)
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

    def _known_articles(self) -> Ledger:
        if self._order.full or self._generations.current() is None:
            return {}
        folder, manifest = self._generations.open()
        self._check_format(manifest)
        return read_ledger(folder)

    def _check_format(self, manifest: Manifest) -> None:
        engine = engine_named(self._settings.engine)
        wanted = (engine.name, engine.format, ANALYSER)
        found = (manifest.engine, manifest.engine_format, manifest.analyser)
        if wanted != found:
            raise IndexFormat(
                f"Chỉ mục được ghi bằng {found}, chương trình này ghi {wanted}: hãy chạy reindex.py --full.",
                f"The index was written by {found}, this program writes {wanted}: run reindex.py --full.",
                path=str(self._settings.folder),
                found=found,
                wanted=wanted,
            )

    def _begin(self, undo: ExitStack) -> None:
        self._fresh = self._generations.begin(full=self._order.full)
        undo.callback(self._abandon)
        self._writer = engine_named(self._settings.engine).writer(self._fresh.index)

    def _abandon(self) -> None:
        """Forget the generation, if it is still there and was not published."""
        if self._fresh is not None:
            if self._writer is not None:
                self._writer.abandon()
            self._generations.abandon(self._fresh)

    def packer(self) -> Packer:
        """Return what makes documents ready for the writer in another process."""
        return self._writer.packer() if self._writer is not None else _nothing

    def add(self, batch: PreparedBatch) -> None:
        """Count a batch and write its documents."""
        fresh = {page.id: n for n, page in enumerate(batch.pages) if self._is_fresh(page)}
        if self._writer is not None and fresh and self._fresh is not None:
            with no_space_named(self._fresh.folder):
                self._write(self._writer, batch, sorted(fresh.values()))

    def _write(self, writer: Writer, batch: PreparedBatch, fresh: Sequence[int]) -> None:
        """Write the articles of some pages, each id once.

        An article that was known, but that an earlier page of the same run has replaced, has no document yet.
        """
        places = [place for n in fresh if (place := batch.pages[n].place) is not None]
        late = [batch.document(n) for n in fresh if batch.pages[n].place is None]
        if batch.packed is not None:
            writer.adopt(batch.packed, places)
        writer.write([*(batch.documents[place] for place in places if batch.documents), *late])

    def _is_fresh(self, page: Prepared) -> bool:
        """Count one prepared page; tell whether it must be written."""
        counts = self.counts
        counts.read += 1
        counts.unknown_keys.update(page.unknown)
        if page.id is None:
            counts.skipped.extend([page.skipped] if page.skipped else [])
            return False
        counts.undated += page.undated
        counts.repeated += page.id in self._seen
        self._seen.add(page.id)
        return self._count_change(page.id, page.digest)

    def _count_change(self, id_: str, digest: str) -> bool:
        before = self._ledger.get(id_)
        if before == digest:
            self.counts.unchanged += 1
            return False
        self._ledger[id_] = digest
        self.counts.written += before is None
        self.counts.updated += before is not None
        return True

    def finish(self) -> Report:
        """Delete what is gone, publish what changed, and report."""
        doomed = self._doomed()
        self.counts.deleted = len(doomed)
        for id_ in doomed:
            del self._ledger[id_]
        if self._writer is not None and self._is_worth_publishing():
            self._publish(doomed)
        generation = self._generations.current()
        seconds = time.monotonic() - self._started
        return Report(
            counts=self.counts,
            seconds=seconds,
            generation=generation,
            articles=len(self._ledger),
        )

    def _doomed(self) -> list[str]:
        if not self._order.prune:
            return []
        doomed = [id_ for id_ in self._ledger if id_ not in self._seen]
        if len(doomed) > PRUNE_SHARE * len(self._ledger) and not self._order.force:
            raise UsageError(
                f"--prune sẽ xóa {len(doomed)} trong {len(self._ledger)} bài, hơn một phần năm: thêm --force nếu đúng ý.",
                f"--prune would delete {len(doomed)} of {len(self._ledger)} articles, more than a fifth: add --force if that is meant.",
            )
        return doomed

    def _is_worth_publishing(self) -> bool:
        counts = self.counts
        changed = counts.written + counts.updated + counts.deleted
        return bool(changed) or self._order.full or self._generations.current() is None

    def _publish(self, doomed: Sequence[str]) -> None:
        fresh, writer = self._fresh, self._writer
        if fresh is None or writer is None:
            return
        with no_space_named(fresh.folder):
            writer.delete(doomed)
            writer.finish()
            write_ledger(fresh.folder, self._ledger)
            lines = map(
                partial(json.dumps, ensure_ascii=False), map(skipped_record, self.counts.skipped)
            )
            write_durably(fresh.folder / SKIPPED, "".join(f"{line}\n" for line in lines).encode())
            self._generations.publish(fresh, self._manifest(fresh))
        self._fresh = None
        keep = self._settings.keep if self._order.keep is None else self._order.keep
        self._generations.prune(keep)

    def _manifest(self, fresh: NewGeneration) -> Manifest:
        """Learn what is learned from the whole archive, and say what the generation holds."""
        engine = engine_named(self._settings.engine)
        elder = read_manifest(fresh.parent).learned if fresh.parent else 0
        reader = engine.reader(fresh.index)
        counted = reader.statistics()
        learned = learn(reader, fresh.folder, fresh.parent, elder)
        reader.close()
        return Manifest(
            generation=fresh.name,
            parent=None,
            engine=engine.name,
            engine_format=engine.format,
            analyser=ANALYSER,
            created=datetime.now(UTC).isoformat(timespec="seconds"),
            articles=counted.articles,
            undated=counted.undated,
            learned=learned,
        )


def _nothing(documents: Sequence[Document]) -> None:
    """Make nothing of documents that nobody writes."""
