"""How fast we are beside others: one run, the same articles, tokens and queries for all.

    python -m benchmarks.speed NEWS.jsonl.xz [--articles N] [--queries N] [--workers N] [--keep FOLDER]

Every query is asked of all engines one after another, in one random order; the clock is the thread's CPU
time, so that neighbours on the machine disturb less. `first` is the first time a query is asked, `again`
the better of two more times. Totals must agree. Peers that are not installed are left out.
"""

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.speed_corpus import Cut, batches, cuts, documents, indexed_texts
from benchmarks.speed_ours import SOME_YEARS, query
from benchmarks.speed_peers import Peer, installed_peers
from searcher.engines.whoosh.columns import ColumnsEngine, ColumnsReader

KINDS = ("any word", "all words", "phrase", "tree")


@dataclass
class Times:
    """CPU milliseconds of one engine on one kind of query."""

    first: list[float] = field(default_factory=list)
    again: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    def measure(self, ask: Callable[[], int]) -> int:
        """Ask three times and return the answer."""
        total, cpu, wall = _timed(ask)
        self.first.append(cpu)
        self.wall.append(wall)
        self.again.append(min(_timed(ask)[1] for _ in range(2)))
        return total


def _timed(ask: Callable[[], int]) -> tuple[int, float, float]:
    wall, cpu = time.perf_counter(), time.thread_time()
    answer = ask()
    cpu_ms, wall_ms = (time.thread_time() - cpu) * 1e3, (time.perf_counter() - wall) * 1e3
    return answer, cpu_ms, wall_ms


def main() -> None:
    """Build, measure, print Markdown."""
    options = _options()
    keep = Path(options.keep) if options.keep else Path(tempfile.mkdtemp())
    reader = _built(keep / "columns", options)
    texts = list(indexed_texts(reader))
    peers = [_peer_built(peer, keep, texts) for peer in installed_peers()]
    found = cuts(texts, options.queries)
    del texts
    print(f"\n{reader.collection.size} articles, {len(found)} queries of each kind; CPU ms\n")
    print("| query | engine | first p50 | p95 | p99 | again p50 | p95 | wall p50 | × Tantivy |")
    print("|---|---|---|---|---|---|---|---|---|")
    for kind in KINDS:
        for folded in (False, True):
            _print(
                f"{kind}, {'folded' if folded else 'accented'}",
                _measured(reader, peers, kind, found, folded),
            )
    _print("any word, dates and three facets", _filtered(reader, peers, found))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("news", type=Path)
    parser.add_argument("--articles", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--keep", help="folder for the indexes; those already there are used again")
    return parser.parse_args()


def _built(folder: Path, options: argparse.Namespace) -> ColumnsReader:
    if not folder.exists():
        folder.mkdir(parents=True)
        start = time.perf_counter()
        writer = ColumnsEngine().writer(folder)
        writer.build(batches(options.news, options.articles), documents, options.workers)
        writer.finish()
        seconds = time.perf_counter() - start
        print(f"ours: {options.articles / seconds:.0f} articles/s, words included")
    print(f"ours: {_megabytes(folder):.0f} MB with the stored articles")
    return ColumnsEngine().reader(folder)


def _peer_built(peer: type[Peer], keep: Path, texts: Sequence[Any]) -> Peer:
    folder = keep / peer.name.replace(" ", "-").lower()
    fresh = not folder.exists()
    folder.mkdir(parents=True, exist_ok=True)
    opened = peer(folder)
    if fresh:
        start = time.perf_counter()
        opened.write(texts)
        seconds = time.perf_counter() - start
        print(f"{peer.name}: {len(texts) / seconds:.0f} articles/s from ready tokens")
    print(f"{peer.name}: {_megabytes(folder):.0f} MB")
    opened.open()
    return opened


def _megabytes(folder: Path) -> float:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def _measured(
    reader: ColumnsReader, peers: Sequence[Peer], kind: str, found: Sequence[Cut], folded: bool
) -> dict[str, Times]:
    times = {name: Times() for name in ("ours", *(peer.name for peer in peers))}
    others = random.Random(7).sample(found, len(found))  # noqa: S311
    differing = 0
    for number, (cut, other) in enumerate(zip(found, others, strict=True)):
        asked = query(kind, cut, other, folded=folded)
        total = times["ours"].measure(lambda asked=asked: reader.ranked(asked, 10).total)
        for peer in peers:
            theirs = peer.query(kind, cut, other, folded=folded)
            if theirs is not None and number % peer.every == 0:
                answer = times[peer.name].measure(lambda p=peer, q=theirs: p.search(q))
                differing += answer != total
    if differing:
        print(f"| {kind}: {differing} totals differ | | | | | | | | |")
    return times


def _filtered(
    reader: ColumnsReader, peers: Sequence[Peer], found: Sequence[Cut]
) -> dict[str, Times]:
    """Measure ours with a date range and facets against the peers' search alone."""
    times = _measured(reader, [p for p in peers if p.name == "Tantivy"], "any word", found, False)
    times["ours"] = Times()
    for cut in found:
        asked = query("any word", cut, cut, folded=False, filters=SOME_YEARS)
        times["ours"].measure(lambda asked=asked: reader.search(asked, 10).total)
    return times


def _print(name: str, times: dict[str, Times]) -> None:
    theirs = times.get("Tantivy")
    for engine, one in times.items():
        if one.first:
            figures = [_p(one.first, 50), _p(one.first, 95), _p(one.first, 99)]
            figures += [_p(one.again, 50), _p(one.again, 95), _p(one.wall, 50)]
            ratio = f"{_p(one.again, 50) / _p(theirs.again, 50):.2f}" if theirs else ""
            listed = " | ".join(f"{figure:.3f}" for figure in figures)
            print(f"| {name} | {engine} | {listed} | {ratio} |", flush=True)


def _p(values: Sequence[float], percent: int) -> float:
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]


if __name__ == "__main__":
    main()
