"""How fast and in how much memory an index is built, ours beside pyvi with stock Whoosh."""

import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from pyvi import ViTokenizer
from whoosh import index

from benchmarks.speed_corpus import batches, documents
from benchmarks.speed_whoosh import MEMORY, add, schema
from searcher.engines.scoring import FIELDS
from searcher.engines.whoosh.columns import ColumnsEngine

Lines = list[tuple[int, str]]
EVERY = 0.25
"""Seconds between two looks at the memory."""


@dataclass
class Built:
    """What a build took."""

    articles: int
    seconds: float = 0.0
    peak: int = 0
    """Bytes of all processes together (proportional set size), at most."""

    @property
    def rate(self) -> float:
        """Articles per second."""
        return self.articles / self.seconds


def build(folder: Path, news: Path, articles: int, workers: int) -> Built:
    """Build our index of the first articles of a file, words included."""
    return build_from(folder, batches(news, articles), articles, workers)


def build_from(folder: Path, lines: Iterable[Lines], articles: int, workers: int) -> Built:
    """Build our index of so many articles, words included."""
    folder.mkdir(parents=True)
    built = Built(articles)
    with _watched(built):
        writer = ColumnsEngine().writer(folder)
        writer.build(lines, documents, workers)
        writer.finish()
    return built


def build_stock(folder: Path, news: Path, articles: int) -> Built:
    """Build an index as one would without us: pyvi segments, Whoosh writes; accented and folded fields beside."""
    folder.mkdir(parents=True)
    lines = list(chain.from_iterable(batches(news, articles)))
    taken = documents(lines)
    built = Built(articles)
    with _watched(built):
        writer = index.create_in(folder, schema()).writer(limitmb=MEMORY)
        for document in taken:
            for field in FIELDS:
                ViTokenizer.tokenize(getattr(document.article, field))
            add(writer, {field: list(getattr(document, field).accented) for field in FIELDS})
        writer.commit()
    return built


@contextmanager
def _watched(built: Built) -> Iterator[None]:
    """Fill in time and memory of what happens inside."""
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(built, done))
    watcher.start()
    start = time.perf_counter()
    try:
        yield
    finally:
        built.seconds = time.perf_counter() - start
        done.set()
        watcher.join()


def _watch(built: Built, done: threading.Event) -> None:
    while not done.wait(EVERY):
        built.peak = max(built.peak, sum(map(_proportional_size, _family())))


def _family() -> Sequence[Path]:
    """Return this process and all that descend from it."""
    parents = {path: _parent(path) for path in Path("/proc").glob("[0-9]*")}
    found = [Path("/proc/self").resolve()]
    for one in found:
        found.extend(path for path, parent in parents.items() if parent == one.name)
    return found


def _parent(process: Path) -> str:
    try:
        return (process / "stat").read_text().rpartition(")")[2].split()[1]
    except OSError:  # it has ended meanwhile
        return ""


def _proportional_size(process: Path) -> int:
    try:
        lines = (process / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
