"""What many small publishes cost: queries and disk after them, beside a fresh build of the same articles.

    python -m benchmarks.speed_publishes NEWS.jsonl.xz [--base N] [--publishes N] [--articles N] [--queries N]

Every publish shares the files of its predecessor by hard links, as a generation does, writes its articles
(one in ten replaces an older one) and merges what the policy says. Query times are CPU milliseconds of
the thread, the better of two; disk is what two neighbouring generations take together.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from benchmarks.speed_corpus import Cut, batches, cuts, documents, indexed_texts
from benchmarks.speed_ours import query
from searcher.engines.whoosh.columns import ColumnsEngine, ColumnsReader
from searcher.engines.whoosh.columns.manifest import read_manifest

KINDS = ("any word", "all words", "phrase", "tree")
REPLACED = 10
"""One in so many articles of a publish has the id of an older one."""
Lines = Sequence[tuple[int, str]]


@dataclass
class Course:
    """What was seen on the way: bytes of two neighbours, CPU seconds and segments of each publish."""

    disk: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    segments: list[int] = field(default_factory=list)


def main() -> None:
    """Build, publish, build anew, compare, print Markdown."""
    options = _options()
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        count = options.base + options.publishes * options.articles
        lines = (line for batch in batches(options.news, count) for line in batch)
        base = list(islice(lines, options.base))
        written = dict(base)
        folder = _built(home / "0", base)
        course = Course()
        for turn in range(1, options.publishes + 1):
            batch = _with_older(list(islice(lines, options.articles)), written, turn)
            folder = _published(folder, home / str(turn), batch, course)
        fresh = _built(home / "fresh", list(written.items()))
        _print_course(course, _bytes([fresh]))
        _print_queries(folder, fresh, options.queries)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("news", type=Path)
    parser.add_argument("--base", type=int, default=100_000)
    parser.add_argument("--publishes", type=int, default=200)
    parser.add_argument("--articles", type=int, default=50)
    parser.add_argument("--queries", type=int, default=300)
    return parser.parse_args()


def _built(folder: Path, lines: Lines) -> Path:
    folder.mkdir()
    writer = ColumnsEngine().writer(folder)
    writer.build([lines], documents, 2)
    writer.finish()
    return folder


def _with_older(batch: list[tuple[int, str]], written: dict[int, str], turn: int) -> Lines:
    """Put older articles in the place of some new ones; they are then the newest."""
    older = list(written)[turn :: max(1, len(written) * REPLACED // len(batch))]
    chosen = [(number, written.pop(number)) for number in older]
    batch[: len(chosen)] = chosen
    written.update(batch)
    return batch


def _published(old: Path, new: Path, batch: Lines, course: Course) -> Path:
    """Write the next generation and take the last one away."""
    articles = documents(batch)
    start = time.process_time()
    new.mkdir()
    for path in old.iterdir():
        os.link(path, new / path.name)
    writer = ColumnsEngine().writer(new)
    writer.write(articles)
    writer.finish()
    course.seconds.append(time.process_time() - start)
    course.disk.append(_bytes([old, new]))
    course.segments.append(len(read_manifest(new)))
    for path in old.iterdir():
        path.unlink()
    return new


def _bytes(folders: Sequence[Path]) -> int:
    files = {path.stat().st_ino: path.stat().st_size for one in folders for path in one.iterdir()}
    return sum(files.values())


def _print_course(course: Course, fresh: int) -> None:
    print(
        f"publish: CPU p50 {statistics.median(course.seconds):.2f} s, most {max(course.seconds):.2f} s"
    )
    print(f"segments: most {max(course.segments)}, at the end {course.segments[-1]}")
    print(f"disk at peak: {max(course.disk) / fresh:.2f} x a fresh build ({fresh / 1e6:.0f} MB)\n")


def _print_queries(folder: Path, fresh: Path, count: int) -> None:
    print("| query | fresh p50 | after publishes p50 | ratio |\n|---|---|---|---|")
    readers = [ColumnsEngine().reader(fresh), ColumnsEngine().reader(folder)]
    found = cuts(list(indexed_texts(readers[0])), count)
    for kind in KINDS:
        times = [list(_times(reader, kind, found)) for reader in readers]
        before, after = map(statistics.median, times)
        print(f"| {kind} | {before:.3f} | {after:.3f} | {after / before:.2f} |", flush=True)


def _times(reader: ColumnsReader, kind: str, found: Sequence[Cut]) -> Iterator[float]:
    for cut, other in zip(found, found[::-1], strict=True):
        asked = query(kind, cut, other, folded=False)
        reader.ranked(asked, 10)
        yield min(_timed(reader, asked) for _ in range(2))


def _timed(reader: ColumnsReader, asked: object) -> float:
    start = time.thread_time()
    reader.ranked(asked, 10)  # type: ignore[arg-type]
    return (time.thread_time() - start) * 1e3


if __name__ == "__main__":
    main()
