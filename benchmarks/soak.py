"""Days of a site in an hour: queries, publishes, kills of workers, reloads and a disk that fills up, at random.

    python -m benchmarks.soak --home DIR --index NAME [--scratch DIR] [--queries 1000000] [--publishes 300]
                              [--kills 50] [--reloads 10] [--fulls 30] [--processes 2] [--readers 4] [--seed 1]

The index is copied by hard links. Readers ask the mixture of `benchmarks.load`, one question after another, from many
addresses, each article once; meanwhile, spread evenly over the queries at random, articles are changed and published; between publishes some find a disk that is full at a random write; a worker is killed
with SIGKILL now and then, or all are replaced by SIGHUP. Watched are the memory and the open files of the
workers that live long, every answer, and the reads: those that the database has in the end against those
that were answered. What a killed worker was told in its last two seconds may be lost, nothing else.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from sqlalchemy import create_engine, text

from benchmarks.serving_site import TIMTIN, Running, copied, memory_of, served
from benchmarks.traffic import Answer, Readers, Traffic, percentile, statuses
from searcher import Archive, Settings, article_record

_CHANGED = 5
_LOST_SECONDS = 2.0
"""What a killed worker may take with it."""
_WATCHED = 5.0
"""Seconds from one look at the workers to the next."""
_FULL = (
    "import errno, random, sys\n"
    "from searcher import disk\n"
    "from timtin import main\n"
    "left = [int(sys.argv.pop(1))]\n"
    "def trouble(what, path, size):\n"
    "    left[0] -= what == 'write'\n"
    "    if what == 'write' and left[0] < 0:\n"
    "        raise OSError(errno.ENOSPC, 'No space left on device', str(path))\n"
    "    return size\n"
    "with disk.troubled(trouble):\n"
    "    main()\n"
)
"""`timtin`, on a disk that is full after so many writes."""


@dataclass(slots=True, kw_only=True)
class Seen:
    """What was seen of the workers, and what was done to them."""

    memory: dict[int, list[int]] = field(default_factory=dict)
    files: dict[int, list[int]] = field(default_factory=dict)
    kills: list[float] = field(default_factory=list)
    done: dict[str, int] = field(default_factory=dict)

    def count(self, what: str) -> None:
        """Count something that was done."""
        self.done[what] = self.done.get(what, 0) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a soak came to: answers, and what was seen of the workers.

    Of the reads `read` were answered, `unsure` got no answer and may have been counted, `kept` stand in the
    database, and `excused` were answered so shortly before or after a kill that they may be lost.
    """

    answers: Sequence[Answer]
    read: int
    unsure: int
    kept: int
    excused: int
    seen: Seen

    @property
    def lost(self) -> int:
        """Reads that are missing and should not be: 0."""
        return max(0, self.read - self.excused - self.kept)


def main() -> None:
    """Print what was done and what came of it."""
    asked = _asked()
    with tempfile.TemporaryDirectory(dir=asked.scratch) as name:
        _tell(soaked(asked, Path(name)))


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("--index", required=True)
    parser.add_argument("--scratch", type=Path, help="folder on the same disk as the index")
    parser.add_argument("--queries", type=int, default=1_000_000)
    parser.add_argument("--publishes", type=int, default=300)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--reloads", type=int, default=10)
    parser.add_argument("--fulls", type=int, default=30)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--readers", type=int, default=4, help="who ask one question after another")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def soaked(asked: argparse.Namespace, folder: Path) -> Outcome:
    """Serve a copy of the index in a folder, let everything happen, and return what came of it."""
    home = copied(asked.home, asked.index, folder)
    archive = Archive(Settings(home=home, index=asked.index))
    readers = Readers.of(archive)
    records = [article_record(one) for one in islice(archive.articles(), _CHANGED)]
    del archive
    database = folder / "counts.sqlite3"
    environ = {"TIMTIN_COUNTERS": f"sqlite:///{database}", "TIMTIN_MONITORING_LOG": "json"}
    options = ("--processes", str(asked.processes))
    with served(home, asked.index, folder, *options, environ=environ) as site:
        site.wait_until_ready()
        seen, answers = asyncio.run(_soak(site, readers, records, home, asked))
        site.process.send_signal(signal.SIGTERM)
        site.process.wait(120)
    read = [one for one in answers if one.kind == "read" and one.status == 200]
    return Outcome(
        answers=answers,
        read=len(read),
        unsure=sum(one.kind == "read" and one.status == 0 for one in answers),
        kept=_kept(database),
        excused=sum(_is_excused(one, seen.kills) for one in read),
        seen=seen,
    )


def _is_excused(one: Answer, kills: Sequence[float]) -> bool:
    """Tell whether a read was answered so shortly before a kill that its count may be lost."""
    ended = one.due + one.seconds
    return any(kill - _LOST_SECONDS <= ended <= kill + _LOST_SECONDS for kill in kills)


def _kept(database: Path) -> int:
    engine = create_engine(f"sqlite:///{database}")
    with engine.connect() as connection:
        found = connection.execute(text("SELECT sum(count) FROM reads")).scalar()
    engine.dispose()
    return int(found or 0)


async def _soak(
    site: Running,
    readers: Readers,
    records: list[dict[str, object]],
    home: Path,
    asked: argparse.Namespace,
) -> tuple[Seen, list[Answer]]:
    seen = Seen()
    crowd = Traffic(site.port, _requests(readers))
    dice = random.Random(asked.seed)  # noqa: S311 - no secret
    events = _events(site, records, home, asked, seen)
    dice.shuffle(events)
    happening = asyncio.create_task(_happen(events, crowd, asked.queries, dice))
    watching = asyncio.create_task(_watch(site, seen))
    answers = await crowd.rush(asked.queries, asked.readers)
    await happening
    watching.cancel()
    crowd.close()
    return seen, answers


def _requests(readers: Readers) -> Iterator[tuple[str, str]]:
    """Yield what readers ask; articles are each read but once, so that every read must be counted."""
    unread = iter(readers.articles)
    for kind, path in readers.requests():
        if kind != "article":
            yield kind, path
        elif (one := next(unread, None)) is not None:
            yield "read", f"/tin/{one}"


def _events(
    site: Running,
    records: list[dict[str, object]],
    home: Path,
    asked: argparse.Namespace,
    seen: Seen,
) -> list[Callable[[], None]]:
    def publish(full: bool = False) -> None:
        code = _published(records, home, asked.index, full=full)
        seen.count(f"published, disk {'full' if full else 'free'}: exit code {code}")

    def kill() -> None:
        seen.kills.append(time.perf_counter())
        os.kill(random.choice(site.workers), signal.SIGKILL)  # noqa: S311
        seen.count("killed")

    def reload() -> None:
        site.reload()
        seen.count("reloaded")

    return [
        *[publish] * asked.publishes,
        *[lambda: publish(full=True)] * asked.fulls,
        *[kill] * asked.kills,
        *[reload] * asked.reloads,
    ]


async def _happen(
    events: Sequence[Callable[[], None]], crowd: Traffic, queries: int, dice: random.Random
) -> None:
    """Let the events happen one after another, each after a random number of queries."""
    moments = sorted(dice.uniform(0.02, 0.95) * queries for _ in events)
    for moment, event in zip(moments, events, strict=True):
        while len(crowd.answers) < moment:
            await asyncio.sleep(0.05)
        await asyncio.to_thread(event)


def _published(records: list[dict[str, object]], home: Path, index: str, *, full: bool) -> int:
    """Change some articles and publish them; return the exit code."""
    for one in records:
        one["summary"] = f"Bản {time.monotonic_ns()}"
    changed = home / "changed.jsonl"
    changed.write_text("".join(f"{json.dumps(one)}\n" for one in records), encoding="utf-8")
    command: tuple[str, ...] = TIMTIN
    if full:
        command = (sys.executable, "-c", _FULL, str(random.randrange(40)))  # noqa: S311
    given = ("reindex", str(changed), "--home", str(home), "--index", index, "--quiet")
    done = subprocess.run((*command, *given), capture_output=True, preexec_fn=lambda: os.nice(10))
    return done.returncode


async def _watch(site: Running, seen: Seen) -> None:
    while True:
        for pid in site.workers:
            try:
                memory, files = memory_of(pid)["Private_Dirty"], _open_files(pid)
            except (OSError, KeyError):  # it ends just now
                continue
            seen.memory.setdefault(pid, []).append(memory)
            seen.files.setdefault(pid, []).append(files)
        await asyncio.sleep(_WATCHED)


def _open_files(pid: int) -> int:
    return sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir())


def _tell(outcome: Outcome) -> None:
    answers, seen = outcome.answers, outcome.seen
    print(f"{len(answers)} requests: {statuses(answers)}")
    print(f"p50 {percentile(answers, 0.5):.0f} ms, p95 {percentile(answers, 0.95):.0f} ms")
    print(f"done: {seen.done}")
    print(
        f"reads answered {outcome.read}, without an answer {outcome.unsure}, kept {outcome.kept};"
    )
    print(
        f"  {outcome.excused} were answered within {_LOST_SECONDS:g} s of a kill: lost {outcome.lost}"
    )
    for pid, held in sorted(seen.memory.items(), key=lambda one: -len(one[1]))[:4]:
        half, files = held[len(held) // 2 :], seen.files[pid]
        print(
            f"worker {pid}, {len(held) * _WATCHED:.0f} s: own memory in MB, each tenth of its life:"
            f" {_tenths(held)}; from half its life on {min(half)} to {max(half)}, +-"
            f"{50 * (max(half) - min(half)) / max(1, max(half)):.0f} %; open files {_tenths(files)}"
        )


def _tenths(values: Sequence[int]) -> str:
    """Return what was seen at eleven even moments."""
    return " ".join(str(values[place * (len(values) - 1) // 10]) for place in range(11))


if __name__ == "__main__":
    main()
