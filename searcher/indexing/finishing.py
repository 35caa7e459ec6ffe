"""The end of a run: the index is made whole, models are learned, the generation becomes the visible one."""

import json
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from searcher.engines import Engine, Writer, engine_named
from searcher.errors import ArchiveError
from searcher.indexing.elder import Elder
from searcher.indexing.learning import Learning
from searcher.indexing.ledger import write_ledger, write_origins
from searcher.indexing.lessons import Lessons
from searcher.indexing.opening import WEB, format_of
from searcher.indexing.phases import phase
from searcher.indexing.report import skipped_record
from searcher.indexing.showing import show
from searcher.indexing.tally import Tally
from searcher.model import Query
from searcher.publish import (
    INDEX,
    Generations,
    Manifest,
    NewGeneration,
    read_manifest,
    set_damaged_aside,
)
from searcher.publish.durable import no_space_named, write_durably
from searcher.settings import Settings
from searcher.sources import Memory

SKIPPED = "skipped.jsonl"
EVERYTHING = Query(typed="", tree=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Unpublished:
    """A generation on its way: its folder, its writer, and what is to be known of it."""

    settings: Settings
    generations: Generations
    fresh: NewGeneration
    writer: Writer
    tally: Tally
    memory: Memory
    lessons: Lessons | None
    workers: int


def publish(one: Unpublished, doomed: Sequence[str], keep: int) -> None:
    """Delete what is gone, finish, learn, publish, and remove the generations beyond `keep`. Raises NoSpace."""
    with no_space_named(one.fresh.folder):
        manifest = _finished(one, doomed)
        with phase("publish", generation=one.fresh.name, articles=manifest.articles):
            one.generations.publish(one.fresh, manifest)
            show(one.generations, one.settings)
    with phase("clean") as facts:
        if one.fresh.parent is None:  # built anew
            facts["damaged"] = len(set_damaged_aside(one.generations))
        facts["removed"] = len(one.generations.prune(keep, _forgetting(one.settings)))


def _finished(one: Unpublished, doomed: Sequence[str]) -> Manifest:
    """Write and learn, side by side where there are processes for that; return what the generation holds."""
    learning = Learning(one.fresh.folder, one.lessons, one.workers)
    with closing(learning):
        if one.lessons is not None:
            one.lessons.drop(doomed)
        learning.begin()
        with phase("write"):
            one.writer.delete(doomed)
            one.writer.finish()
        _write_notes(one)
        with phase("learn") as facts:
            manifest = _manifest(one, learning)
            facts["articles"] = manifest.learned
    return manifest


def _write_notes(one: Unpublished) -> None:
    """Write beside the index what the next run and people want to know."""
    folder, tally = one.fresh.folder, one.tally
    write_ledger(folder, tally.ledger)
    write_origins(folder, tally.origins, tally.ledger)
    if saved := one.memory.saved(tally.ledger):
        write_durably(folder / WEB, saved)
    lines = [json.dumps(skipped_record(s), ensure_ascii=False) for s in tally.counts.skipped]
    write_durably(folder / SKIPPED, "".join(f"{line}\n" for line in lines).encode())


def _manifest(one: Unpublished, learning: Learning) -> Manifest:
    """Learn what is learned from the whole archive, and say what the generation holds."""
    name, format_, analyser = format_of(one.settings)
    engine = engine_named(one.settings.engine, one.settings)
    reader = engine.reader(one.fresh.index)
    try:
        counted = reader.search(EVERYTHING, 0)  # `statistics` would count the terms too
        learned = learning.finish(reader, counted.total, _elder(one, engine))
    finally:
        reader.close()
    return Manifest(
        generation=one.fresh.name,
        parent=None,
        engine=name,
        engine_format=format_,
        analyser=analyser,
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        articles=counted.total,
        undated=counted.facets.undated,
        learned=learned,
    )


def _elder(one: Unpublished, engine: Engine) -> Elder | None:
    """Return the generation that was added to, None where there was none."""
    folder = one.fresh.parent
    if folder is None:
        return None
    return Elder(
        folder=folder,
        manifest=read_manifest(folder),
        reader=partial(engine.reader, folder / INDEX),
        changes=one.tally.changes(),
    )


def _forgetting(settings: Settings) -> Callable[[Path], None]:
    """Return what gives back what an old generation has outside of its folder."""

    def _forget(folder: Path) -> None:
        with suppress(ArchiveError):  # what cannot be told any more must not keep the folder
            engine_named(read_manifest(folder).engine, settings).forget(folder / INDEX)

    return _forget
