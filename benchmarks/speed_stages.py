"""Time of each stage of a search: python -m benchmarks.speed_stages --home indexes --index tin [--queries 400].

From the typed string to ranked ids with facets, one query after another in one thread. The queries are titles
of articles of the index, cut to some words, half of them without diacritics. *parse* reads what was typed,
*search* is the engine's first pass with totals and facets, *forward* gathers what the second look sees,
*near* finds articles near the
best hits, *look* is the rest of the ranking. Milliseconds of the clock, and of the processor beside it: on a busy
machine the latter say more.
"""

import random
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

import click
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from unidecode import unidecode

from searcher import Archive, ParameterError, Settings
from searcher.engines import engine_named
from searcher.engines.base import Reader
from searcher.model import Candidates, Query, Word
from searcher.model.forward import Forward
from searcher.rank import depth_of, rank

STAGES = ("parse", "search", "forward", "near", "look", "all")
LENGTHS = (2, 3, 4, 6, 8, 12)
"""Words of a query."""
SEED = 11
T = TypeVar("T")
Times = dict[str, list[tuple[float, float]]]
"""Stage -> seconds of the clock and of the processor, query by query."""


@click.command()
@click.option("--home", type=click.Path(path_type=Path), default=Path("indexes"), show_default=True)
@click.option("--index", default="tin", show_default=True)
@click.option("--queries", default=400, show_default=True)
def main(home: Path, index: str, queries: int) -> None:
    """Print the tables."""
    archive = Archive(Settings(home=home, index=index))
    folder = Settings(home=home, index=index).folder / archive.generation() / "index"
    reader = engine_named(archive.manifest().engine).reader(folder)
    for words, asked in _queries(archive, queries).items():
        _asked(archive, reader, asked[: len(asked) // 4])
        _print(f"{words} words", _asked(archive, reader, asked))


def _queries(archive: Archive, count: int) -> dict[int, list[str]]:
    """Return queries by their length in words."""
    chance = random.Random(SEED)  # noqa: S311 - a benchmark needs no secrets
    titles = [one.title.split() for one in islice(archive.articles(), 50 * count)]
    found: dict[int, list[str]] = {}
    for length in LENGTHS:
        long = [title for title in titles if len(title) >= length]
        cut = [" ".join(title[:length]) for title in chance.sample(long, min(count, len(long)))]
        found[length] = [text if n % 2 else unidecode(text) for n, text in enumerate(cut)]
    return found


def _asked(archive: Archive, reader: Reader, texts: Sequence[str]) -> Times:
    times: Times = defaultdict(list)
    for text in texts:
        try:
            _ask(archive, reader, text, times)
        except ParameterError as error:
            print(f"{text}: {error.en}")
    return times


def _ask(archive: Archive, reader: Reader, text: str, times: Times) -> None:
    watch = _Watch(times=times)
    began = _now()
    query: Query = watch.timed("parse", lambda: archive.parse(text))
    candidates = watch.timed("search", lambda: reader.search(query, depth_of(query)))
    inner: Times = defaultdict(list)
    looked = _now()
    rank(candidates, query, _Watched(reader, _Watch(times=inner)))
    ended = _now()
    inside = np.array([0.0, 0.0])
    for stage in ("forward", "near"):
        spent = np.sum(inner[stage] or [(0.0, 0.0)], axis=0)
        times[stage].append(tuple(spent))
        inside += spent
    times["look"].append(tuple(np.subtract(ended, looked) - inside))
    times["all"].append(tuple(np.subtract(ended, began)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Watch:
    """Notes how long things take."""

    times: Times

    def timed(self, stage: str, work: Callable[[], T]) -> T:
        """Do the work and note its time."""
        began = _now()
        done = work()
        ended = _now()
        self.times[stage].append((ended[0] - began[0], ended[1] - began[1]))
        return done


@dataclass(frozen=True, slots=True)
class _Watched:
    """A reader as the second look uses it, with the time of each call noted."""

    reader: Reader
    watch: _Watch

    def forward(self, numbers: NDArray[np.int64], words: Sequence[Word]) -> Forward:
        """See `Reader`."""
        return self.watch.timed("forward", lambda: self.reader.forward(numbers, words))

    def nearest(self, *asked: object, **limits: object) -> Candidates:
        """See `Reader`."""
        return self.watch.timed("near", lambda: self.reader.nearest(*asked, **limits))

    def scores(self, query: Query, numbers: NDArray[np.int64]) -> NDArray[np.float64]:
        """See `Reader`."""
        return self.watch.timed("near", lambda: self.reader.scores(query, numbers))


def _now() -> tuple[float, float]:
    return time.perf_counter(), time.thread_time()


def _print(title: str, times: Times) -> None:
    table = Table("stage", "ms p50", "ms p95", "cpu p50", "cpu p95", title=title, box=None)
    for stage in STAGES:
        found = 1000 * np.array(times[stage])
        shown = np.percentile(found, [50, 95], axis=0).T.ravel()
        table.add_row(stage, *(f"{value:.2f}" for value in shown))
    Console().print(table)


if __name__ == "__main__":
    main()
