"""The queries of the growth benchmark as readers type them, and how long each kind takes."""

import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from benchmarks.scale_corpus import real
from searcher import Archive, Filters
from searcher.vietnamese import syllables

CUT_FROM = 12_500
"""Articles that the queries are cut from: the first ones, which every size has."""
DEEP = 50
"""Page of ten hits that is asked for as a deep one."""
COMMON = "người"
"""A word that every third article has, so that there is a deep page."""
SEED = 5
SOME_YEARS = Filters(since=date(2017, 9, 27), until=date(2020, 6, 22))
"""A third of the days."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One query as it is typed, within filters, and the page that is wanted."""

    typed: str
    filters: Filters = field(default_factory=Filters)
    page: int = 1


KINDS: dict[str, Callable[[Sequence[str]], Asked]] = {
    "any word": lambda cut: Asked(typed=" OR ".join(cut)),
    "all words": lambda cut: Asked(typed=" ".join(cut)),
    "phrase": lambda cut: Asked(typed=f'"{" ".join(cut)}"'),
    "filters": lambda cut: Asked(typed=" ".join(cut), filters=SOME_YEARS),
    "tree": lambda cut: Asked(typed=f'({cut[0]} OR "{" ".join(cut[1:3])}") -{cut[-1]}'),
    "deep page": lambda cut: Asked(typed=" OR ".join([*cut[:2], COMMON]), page=DEEP),
}
"""Kind of query -> how it is made from three or four syllables that stand together. Facets are counted for all."""


def cuts(news: Sequence[Path], wanted: int) -> list[list[str]]:
    """Return runs of three or four different syllables out of titles and bodies, half each."""
    chance = random.Random(SEED)  # noqa: S311 - the same queries on every run
    texts = [(one["title"], one.get("body", "")) for one in islice(real(news), CUT_FROM)]
    found: list[list[str]] = []
    while len(found) < wanted:
        tokens = syllables(chance.choice(texts)[len(found) % 2])
        run = _run([token.text.lower() for token in tokens], chance)
        if run:
            found.append(run)
    return found


def _run(text: Sequence[str], chance: random.Random) -> list[str]:
    length = chance.choice((3, 4))
    if len(text) < length:
        return []
    start = chance.randrange(len(text) - length + 1)
    run = list(text[start : start + length])
    usable = len(set(run)) == length and all(one.isalpha() for one in run)
    return run if usable else []


@dataclass(slots=True)
class Stages:
    """Seconds of the stages of one kind of query, added up over all of them."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def observe(self, stage: str) -> Iterator[None]:
        """Add the time of a stage (`searcher.model.observing`)."""
        began = time.perf_counter()
        try:
            yield
        finally:
            spent = time.perf_counter() - began
            self.seconds[stage] = self.seconds.get(stage, 0.0) + spent

    def share(self, stage: str) -> float:
        """Return the part of all time that a stage takes, 0 to 1."""
        return self.seconds.get(stage, 0.0) / (sum(self.seconds.values()) or 1.0)


def asked(
    archive: Archive, kind: str, found: Sequence[Sequence[str]], cpu: Callable[[], float]
) -> dict[str, float]:
    """Ask all queries of a kind; return milliseconds: clock at p50 and p95, processor per query, and shares."""
    stages, began = Stages(), cpu()
    times = [_milliseconds(archive, KINDS[kind](cut), stages) for cut in found]
    tenths = statistics.quantiles(times, n=20, method="inclusive")
    return {
        "p50": round(tenths[9], 2),
        "p95": round(tenths[18], 2),
        "cpu": round((cpu() - began) * 1000 / len(times), 2),
        "second_look": round(stages.share("rank"), 3),
        "first_look": round(stages.share("search"), 3),
    }


def _milliseconds(archive: Archive, one: Asked, stages: Stages) -> float:
    began = time.perf_counter()
    archive.search(one.typed, filters=one.filters, page=one.page, observe=stages.observe)
    return (time.perf_counter() - began) * 1000
