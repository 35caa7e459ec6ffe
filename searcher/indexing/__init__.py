"""The indexing flow: places become pages, articles, documents, and a generation that readers see."""

from collections.abc import Sequence
from contextlib import closing

from searcher.errors import SourceUnreachable
from searcher.indexing.build import Build
from searcher.indexing.opening import rewritten_bytes, visible_bytes
from searcher.indexing.order import Order
from searcher.indexing.phases import LOG, phase
from searcher.indexing.preparing import prepared_batches, workers_of
from searcher.indexing.report import Change, Counts, Progress, Report, silent
from searcher.indexing.showing import require_seen, show
from searcher.indexing.sourcing import Meter, opened, pages_of, sources_of
from searcher.indexing.space import check_room, check_space, input_bytes
from searcher.publish import Generations, writer_lock
from searcher.settings import Settings
from searcher.settings.sources import SourceSettings
from searcher.sources import Web

__all__ = [
    "Change",
    "Counts",
    "Order",
    "Progress",
    "Report",
    "expected_bytes",
    "reindex",
    "roll_back",
]

_UNREACHED = frozenset({"unreachable", "timeout", "http-status", "redirects", "not-http"})
"""Codes of addresses that gave nothing."""


def reindex(order: Order, settings: Settings, progress: Progress = silent) -> Report:
    """Read every place of the order and publish a generation with what is new.

    `progress` is called with the counts so far after every batch. Raises SourceUnreachable before
    anything is touched, IndexLocked, IndexFormat, IndexDamaged, NoSpace; whatever is raised, the
    visible generation stays as it was.
    """
    sources = sources_of(order, settings)
    web, meter = Web(settings.http), Meter()
    origins = opened(sources, web, meter.add)
    if not order.dry_run:
        _check_room(order, settings, sources)
    with closing(web), Build(order, settings, origins, web) as build:
        with phase("read") as facts:
            pages = pages_of(origins, build.read_before)
            workers = workers_of(order, settings)
            for batch in prepared_batches(pages, build.known, workers, build.packer()):
                build.add(batch)
                build.counts.bytes = meter.bytes
                progress(build.counts)
            facts.update(build.counts.shown())
        _require_something(build.counts)
        return build.finish()


def _check_room(order: Order, settings: Settings, sources: Sequence[SourceSettings]) -> None:
    """Say what a run takes on disk; raises NoSpace where that is not there. A run that finds nothing builds anew."""
    rewritten = rewritten_bytes(settings)
    if order.full or rewritten is None:
        needed, free = check_space(settings.folder, sources, visible_bytes(settings))
    else:
        needed, free = check_room(settings.folder, rewritten)
    LOG.info("phase=space needed=%d free=%d", needed, free)


def expected_bytes(order: Order, settings: Settings) -> int | None:
    """Return the bytes on disk that an order reads, None where some of it comes from elsewhere."""
    return input_bytes(sources_of(order, settings))


def roll_back(settings: Settings, seen: str | None = None) -> str:
    """Show the generation before the visible one again and return its name; raises IndexMissing.

    Raises IndexChanged where that is no longer the one `seen`: who asks twice goes back once.
    """
    generations = Generations(settings.folder)
    if not generations.names():
        generations.visible()  # an index that is not there must not be made by locking it
    with writer_lock(settings.folder):
        require_seen(generations, seen)
        name = generations.roll_back()
        show(generations, settings)
        return name


def _require_something(counts: Counts) -> None:
    """Raise SourceUnreachable where nothing was read because nothing answered."""
    skipped = counts.skipped
    if skipped and len(skipped) == counts.read and all(one.code in _UNREACHED for one in skipped):
        first = skipped[0]
        raise SourceUnreachable(first.vi, first.en, path=first.place.path)
