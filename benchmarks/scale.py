"""How building, asking and keeping grow with the archive, in a cluster and embedded.

    python -m benchmarks.scale NEWS... --write FIGURES.jsonl [--engine one|three|embedded ...] [--sizes N ...]
    python -m benchmarks.scale_fit FIGURES.jsonl [--plan 10000000 ...]      the tables, curves and plans

NEWS are JSON Lines files (also .xz) of real articles; beyond them come real ones with shuffled sentences
(`scale_corpus`). For every size an archive is built as `reindex.py --full` builds it and asked by
`Archive.search` as a page of the site asks, one query after another. `one` is a cluster of one node with one shard,
`three` one of three nodes with three shards and a copy of each; nodes are real processes with 512 MB of heap.

A line of FIGURES is one size on one engine. Beside the clock stands the time of the processors, of this
process, its workers and all nodes, and the machine's load: where others work too, the clock says less. With
`--lock FILE` others that lock the same file (`flock -s FILE ...`) wait while queries are timed.
"""

import argparse
import json
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from benchmarks.scale_corpus import write_articles
from benchmarks.scale_processes import Lock, alone, family, resident
from benchmarks.scale_queries import KINDS, asked, cuts
from searcher import Archive, Order, Report, Settings, reindex
from searcher.settings.cluster import ClusterSettings
from tests.cluster import Cluster

NODES = {"embedded": 0, "one": 1, "three": 3}
WARM = 5
"""Queries of each kind that are asked before any is timed."""
Figures = dict[str, Any]


def main() -> None:
    """Measure every size on every engine; a line is written as soon as it is known."""
    options = _options()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # nodes are stopped then, too
    found, lock = cuts(options.news, options.queries), Lock(options.lock, options.wait)
    for engine in options.engine:
        with _nodes(engine) as nodes, options.write.open("a", encoding="utf-8") as out:
            for size in options.sizes:
                with tempfile.TemporaryDirectory(dir=options.scratch) as folder:
                    run = Run(engine, nodes, Path(folder), options.workers)
                    line = json.dumps(run.measured(options.news, size, found, lock))
                print(line, flush=True)
                print(line, file=out, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("news", type=Path, nargs="+")
    parser.add_argument("--engine", nargs="+", choices=list(NODES), default=list(NODES))
    parser.add_argument("--sizes", type=int, nargs="+", default=[12_500, 25_000, 50_000])
    parser.add_argument("--queries", type=int, default=60, help="queries of each kind")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--lock", type=Path, help="file that is locked: by us alone while we ask")
    parser.add_argument("--wait", type=float, default=600.0, help="seconds for that, at most")
    parser.add_argument("--scratch", help="folder for articles, indexes and nodes")
    parser.add_argument("--write", type=Path, required=True, help="file that lines are added to")
    return parser.parse_args()


@contextmanager
def _nodes(engine: str) -> Iterator[Cluster | None]:
    if not NODES[engine]:
        yield None
        return
    base = Path(tempfile.mkdtemp(prefix="timtin-scale-"))
    try:
        with Cluster(base, NODES[engine]) as running:
            yield running
    finally:
        shutil.rmtree(base, ignore_errors=True)


class Run:
    """One engine, and a folder for one size."""

    def __init__(self, engine: str, nodes: Cluster | None, folder: Path, workers: int) -> None:
        self._engine, self._nodes = engine, nodes
        self._folder, self._workers = folder, workers
        count = NODES[engine]
        cluster = ClusterSettings(shards=max(1, count), replicas=min(1, max(0, count - 1)))
        settings = Settings(home=folder / "home", index="scale", cluster=cluster)
        if nodes:
            addresses = tuple(nodes.addresses)
            settings = replace(settings, engine="opensearch", opensearch=addresses)
        self._settings = settings

    def measured(
        self, news: Sequence[Path], size: int, found: Sequence[list[str]], lock: Lock
    ) -> Figures:
        """Build, ask, and give back what was built."""
        path = self._folder / "tin.jsonl"
        write_articles(news, size, path)
        try:
            built = self._built(path)
            return {
                "engine": self._engine,
                "articles": size,
                "text_bytes": path.stat().st_size,
                **built,
                **self._kept(),
                **self._asked(found, lock),
            }
        finally:
            self._forget()

    def _built(self, path: Path) -> Figures:
        began, before, own, in_nodes = time.perf_counter(), family(), _own(), self._nodes_cpu()
        order = Order(places=(str(path),), full=True, workers=self._workers)
        report: Report = reindex(order, self._settings)
        seconds, spent = time.perf_counter() - began, family() - before
        in_nodes, own = self._nodes_cpu() - in_nodes, _own() - own
        return {
            "seconds": round(seconds, 1),
            "rate": round(report.articles / seconds, 1),
            "cpu_seconds": round(spent, 1),
            "nodes_cpu_seconds": round(in_nodes, 1),
            "workers_cpu_seconds": round(spent - in_nodes - own, 1),
            "load": round(os.getloadavg()[1], 1),
            "peak_bytes": report.peak_bytes,
        }

    def _kept(self) -> Figures:
        """Return what is on the disks: beside CURRENT, and in the nodes with and without copies; and memory."""
        beside = sum(p.stat().st_size for p in (self._folder / "home").rglob("*") if p.is_file())
        kept: Figures = {
            "beside_bytes": beside,
            "terms": Archive(self._settings).statistics().terms,
        }
        if not self._nodes:
            return kept
        stores = self._nodes.ask("/timtin-scale-*/_stats/store,segments")["_all"]
        memory = [resident(pid) for pid in self._nodes.pids]
        return {
            **kept,
            "primary_bytes": stores["primaries"]["store"]["size_in_bytes"],
            "store_bytes": stores["total"]["store"]["size_in_bytes"],
            "segments": stores["primaries"]["segments"]["count"],
            "node_bytes": sum(memory) // len(memory),
        }

    def _asked(self, found: Sequence[list[str]], lock: Lock) -> Figures:
        archive = Archive(self._settings)
        with lock.alone() as is_alone:
            for kind in KINDS:
                asked(archive, kind, found[:WARM], self.cpu)
            queries = {kind: asked(archive, kind, found, self.cpu) for kind in KINDS}
        load = round(os.getloadavg()[0], 1)
        return {"asked_alone": is_alone, "asking_load": load, "queries": queries}

    def _forget(self) -> None:
        if self._nodes:
            self._nodes.ask("/timtin-scale-*", method="DELETE")

    def cpu(self) -> float:
        """Return the processor's seconds of this process and of all nodes."""
        return _own() + self._nodes_cpu()

    def _nodes_cpu(self) -> float:
        return sum(map(alone, self._nodes.pids)) if self._nodes else 0.0


def _own() -> float:
    return alone(os.getpid())


if __name__ == "__main__":
    main()
