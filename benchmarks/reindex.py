"""The batch job: articles a second by kind of source and workers, memory, room on the disk, latency of small runs.

    python -m benchmarks.reindex ARTICLES.jsonl.xz [--count 20000] [--home DIR] [--kinds jsonl,csv] [--turns 3]
                                 [--sizes 5000,20000,100000] [--write FILE]

Every run is a process of its own, started as cron would start it. CPU is that of all its processes. Peak memory is
what they hold together, shared pages once, looked at every second; disk what the folder of the index holds in the
end and at most (looked at four times a second), per byte of input. Queries over 200 small runs: `speed_publishes`.
"""

import ctypes
import json
import lzma
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path

import click

from benchmarks.reindex_kinds import KINDS, Record, as_jsonl

ROOT = Path(__file__).resolve().parent.parent
CHANGED = 100
TURNS = 5
PR_SET_CHILD_SUBREAPER = 36
"""Linux, <sys/prctl.h>."""
Out = Callable[[str], None]
"""Takes a line of Markdown."""


def records(path: Path, count: int) -> Iterator[Record]:
    """Yield the first articles of a packed JSON Lines file."""
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for line in islice(lines, count):
            yield json.loads(line)


def size_of(folder: Path) -> int:
    """Return the bytes that the files below a folder take; links to one file count once."""
    seen: dict[int, int] = {}
    for path in folder.rglob("*"):
        try:
            status = path.stat()
        except OSError:
            continue
        if path.is_file():
            seen[status.st_ino] = status.st_size
    return sum(seen.values())


def adopt_orphans() -> None:
    """Become the parent of processes whose own parent ended, so that their time is counted (Linux)."""
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1)


def cpu_seconds() -> float:
    """Return the processor time of all processes below that have ended; waits for them."""
    with suppress(ChildProcessError):
        while True:
            os.wait()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def run(home: Path, *words: str) -> Record:
    """Run the job; return its report with `wall` and `cpu` (s), `room` (bytes, at most) and `kept` (bytes in the end)."""
    room, ended = [0], threading.Event()

    def watch() -> None:
        while not ended.wait(0.25):
            room[0] = max(room[0], size_of(home))

    watcher = threading.Thread(target=watch)
    watcher.start()
    before, started = cpu_seconds(), time.perf_counter()
    command = [sys.executable, str(ROOT / "reindex.py"), *words, "--home", str(home), "--json", "--quiet"]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    wall, cpu = time.perf_counter() - started, cpu_seconds() - before
    ended.set()
    watcher.join()
    if done.returncode not in (0, 1):
        raise click.ClickException(done.stderr)
    kept = size_of(home)
    return {**json.loads(done.stdout), "wall": wall, "cpu": cpu, "room": max(room[0], kept), "kept": kept}  # fmt: skip


def line(name: str, workers: str, report: Record, input_bytes: int) -> str:
    """Return a row of the table."""
    size = max(1, input_bytes)
    return (
        f"| {name} | {workers} | {report['read']:,} | {report['read'] / report['wall']:,.0f} | {report['wall']:.1f}"
        f" | {report['cpu']:.1f} | {report['peak_bytes'] / 1e6:,.0f} | {report['kept'] / size:.2f}"
        f" | {report['room'] / size:.2f} |"
    )


def builds(found: Sequence[Record], kinds: Sequence[str], folder: Path, out: Out) -> None:
    """Write a row per kind and number of workers."""
    out("## Full builds\n")
    out("| source | workers | articles | articles/s | s | CPU s | peak MB | disk/input | at most |")
    out("|---|---|---|---|---|---|---|---|---|")
    for kind in kinds:
        place = folder / kind
        place.mkdir()
        words = KINDS[kind](found, place)
        for workers in ("1", "2"):
            with tempfile.TemporaryDirectory(dir=folder) as home:
                report = run(Path(home), *words, "--full", "--workers", workers)
                out(line(kind, workers, report, size_of(place)))


def ratios(found: Sequence[Record], folder: Path, turns: int, out: Out) -> None:
    """Write how much faster two workers are than one, turn by turn: whatever else runs here meets both."""
    place = folder / "turns"
    place.mkdir()
    words = as_jsonl(found, place)
    times: dict[str, list[float]] = {"1": [], "2": []}
    for _ in range(turns):
        for workers, seen in times.items():
            with tempfile.TemporaryDirectory(dir=folder) as home:
                seen.append(run(Path(home), *words, "--full", "--workers", workers)["wall"])
    each = [one / two for one, two in zip(*times.values(), strict=True)]
    shown = ", ".join(f"{one:.2f}" for one in each)
    out(
        f"\nOne worker against two, {len(found):,} articles: {shown} (median {statistics.median(each):.2f}; aim 1.7)."
    )


def increments(found: Sequence[Record], sizes: Sequence[int], folder: Path, out: Out) -> None:
    """Write how long small runs take over indexes of some sizes."""
    out(f"\n## Small runs: {CHANGED} changed articles, start of the process to its end\n")
    out("| index | unchanged input, s | CPU s | articles/s | changed p50 s | most | CPU s p50 |")
    out("|---|---|---|---|---|---|---|")
    for size in sizes:
        out(increment(found[:size], folder / f"home{size}"))


def increment(found: Sequence[Record], folder: Path) -> str:
    """Return the row of one index."""
    folder.mkdir()
    home, whole, small = (folder / name for name in ("home", "whole", "small"))
    whole.mkdir()
    small.mkdir()
    words = as_jsonl(found, whole)
    run(home, *words)
    again = run(home, *words)
    ran = []
    for turn in range(TURNS):
        changed = [{**one, "title": f"{one['title']} ({turn})"} for one in found[turn::7][:CHANGED]]
        ran.append(run(home, *as_jsonl(changed, small)))
    walls = [one["wall"] for one in ran]
    return (
        f"| {len(found):,} | {again['wall']:.1f} | {again['cpu']:.1f} | {again['read'] / again['wall']:,.0f}"
        f" | {statistics.median(walls):.2f} | {max(walls):.2f} | {statistics.median(one['cpu'] for one in ran):.2f} |"
    )


@click.command()
@click.argument("articles", type=click.Path(exists=True, path_type=Path))
@click.option("--count", default=20_000, help="Articles of the full builds.")
@click.option("--home", type=click.Path(path_type=Path), default=None)
@click.option("--kinds", default=",".join(KINDS))
@click.option("--turns", default=3, help="Turns of one worker against two.")
@click.option(
    "--sizes", default="5000,20000,100000", help="Articles of the indexes that small runs add to."
)
@click.option("--write", type=click.Path(path_type=Path), help="Write the tables to this file too.")
def main(
    articles: Path, count: int, home: Path | None, kinds: str, turns: int, sizes: str, write: Path | None
) -> None:  # fmt: skip
    """Measure the batch job."""
    adopt_orphans()
    lines: list[str] = []

    def out(text: str) -> None:
        print(text, flush=True)
        lines.append(f"{text}\n")

    wanted = [int(size) for size in sizes.split(",") if size]
    found = list(records(articles, max([count, *wanted])))
    out(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} at the start.\n")
    with tempfile.TemporaryDirectory(dir=home) as folder:
        builds(found[:count], [kind for kind in kinds.split(",") if kind], Path(folder), out)
        if turns:
            ratios(found[:count], Path(folder), turns, out)
        increments(found, wanted, Path(folder), out)
    if write is not None:
        write.write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
