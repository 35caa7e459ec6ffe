"""How building and asking grow with the archive.

    python -m benchmarks.speed_curve NEWS... [--sizes N ...] [--write FOLDER]


The files of news are read one after another; an archive of each size is built and asked the same queries.
"""

import argparse
import random
import tempfile
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from benchmarks.speed_build import Built, build_from
from benchmarks.speed_corpus import Cut, batches, cuts, indexed_texts
from benchmarks.speed_ours import query
from benchmarks.speed_times import Times
from searcher.engines.whoosh.columns import ColumnsEngine, ColumnsReader

KINDS = ("any word", "all words", "phrase", "tree")
CUT_FROM = 20_000
"""Articles that the queries are cut from: the first ones, which every size has."""


def main() -> None:
    """Build, measure, print a row for each size."""
    options = _options()
    header = " | ".join(f"{kind} p50 | p95" for kind in KINDS)
    lines = [
        f"| articles | segments | articles/s | peak MiB | {header} |",
        "|---" * (4 + 2 * len(KINDS)) + "|",
    ]
    print("\n".join(lines), flush=True)
    found: list[Cut] = []
    for size in options.sizes:
        with tempfile.TemporaryDirectory(dir=options.scratch) as folder:
            built = build_from(
                Path(folder) / "index", _articles(options.news, size), size, options.workers
            )
            reader = ColumnsEngine().reader(Path(folder) / "index")
            found = found or cuts(list(islice(indexed_texts(reader), CUT_FROM)), options.queries)
            lines.append(_row(size, built, reader, found))
            print(lines[-1], flush=True)
    if options.write:
        (Path(options.write) / "speed-curve.md").write_text("\n".join(lines) + "\n")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("news", type=Path, nargs="+")
    parser.add_argument("--sizes", type=int, nargs="+", default=[50_000, 100_000, 200_000])
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--scratch", help="folder for the indexes")
    parser.add_argument("--write", help="folder for speed-curve.md")
    return parser.parse_args()


def _articles(news: list[Path], size: int) -> Iterator[list[tuple[int, str]]]:
    lines = chain.from_iterable(chain.from_iterable(batches(path, size) for path in news))
    numbered = ((number, line) for number, (_, line) in enumerate(islice(lines, size)))
    while batch := list(islice(numbered, 1024)):
        yield batch


def _row(size: int, built: Built, reader: ColumnsReader, found: list[Cut]) -> str:
    figures = [_asked(kind, reader, found).figures() for kind in KINDS]
    times = " | ".join(f"{again:.3f} | {worst:.3f}" for _, _, _, again, worst, _, _ in figures)
    segments = len(reader.collection.segments)
    return f"| {size} | {segments} | {built.rate:.0f} | {built.peak / 2**20:.0f} | {times} |"


def _asked(kind: str, reader: ColumnsReader, found: list[Cut]) -> Times:
    times = Times()
    others = random.Random(7).sample(found, len(found))  # noqa: S311
    for number, (cut, other) in enumerate(zip(found, others, strict=True)):
        asked = query(kind, cut, other, folded=bool(number % 2))
        times.measure(lambda asked=asked: reader.ranked(asked, 10).total)
    return times


if __name__ == "__main__":
    main()
