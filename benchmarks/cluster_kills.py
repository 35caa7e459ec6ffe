"""Nodes that die, hang, fill up and restart under a batch job and readers: what is lost, doubled, missed.

    python -m benchmarks.cluster_kills --kills 20 --articles 400

Every round writes a generation (the whole archive or a tenth of it, in turns) while two readers ask without a
pause, and at a moment chosen by chance something befalls a node of three, told by its process id: `kill -9` of a
data node or of the elected manager, SIGSTOP and SIGCONT, a full disk, or a restart of all. After each round
the cluster is waited for, and everything is compared with what was before: ids, counts, the check, the answers.
"""

import json
import logging
import random
import signal
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import click

from benchmarks.cluster_blows import filling, killing, other, restarting, stopping
from searcher import Archive, Order, Settings, article_record, load_settings, reindex
from searcher.model import Article
from tests.cluster import Cluster
from tests.many import news

ASKED = (
    "thành phố",
    "khanh thanh",
    '"thành phố"',
    "hue*",
    "công an tỉnh điều tra vụ án giao thông",
    "",
)
MOMENTS = ("bulk", "publish", "search")
PATIENCE = 600.0
_NEXT = 0.05
_PHASES = logging.getLogger("searcher.indexing")

Answers = Mapping[str, tuple[int, tuple[str, ...]]]


@dataclass(slots=True)
class Told:
    """What readers saw: questions asked, the slowest in seconds, and what went wrong."""

    asked: int = 0
    slowest: float = 0.0
    failed: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One archive in one cluster, and the articles that it must have."""

    cluster: Cluster
    settings: Settings
    articles: Sequence[Article]
    folder: Path

    def run(self, number: int) -> None:
        """Write the next generation: all of it, or a tenth of its articles with another picture."""
        source = self.folder / "news.jsonl"
        lines = []
        for at, one in enumerate(self.articles):
            image = f"https://example.org/{number if at % 10 == 0 else 0}.jpg"
            lines.append(json.dumps(article_record(replace(one, image=image)), ensure_ascii=False))
        source.write_text("\n".join(lines), encoding="utf-8")
        reindex(Order(places=(str(source),), full=number % 2 == 0, workers=1), self.settings)

    def answers(self, archive: Archive) -> Answers:
        """Return what the archive says; raises ValueError for an answer in part."""
        return dict(map(lambda typed: self.answer(archive, typed), ASKED))

    def answer(self, archive: Archive, typed: str) -> tuple[str, tuple[int, tuple[str, ...]]]:
        """Return one answer."""
        found = archive.search(typed)
        if found.partial:
            raise ValueError(f"“{typed}” was answered in part")
        return typed, (found.total, tuple(hit.article.id for hit in found.hits))


@contextmanager
def readers(trial: Trial, before: Answers, threads: int = 2) -> Iterator[Told]:
    """Ask without a pause beside what happens; each answer is compared with the one from before."""
    told, enough, archive = Told(), threading.Event(), Archive(trial.settings)

    def reads() -> None:
        while not enough.is_set():
            for typed in ASKED:
                _ask(trial, archive, typed, before, told)

    running = [threading.Thread(target=reads) for _ in range(threads)]
    for one in running:
        one.start()
    try:
        yield told
    finally:
        enough.set()
        for one in running:
            one.join()


def _ask(trial: Trial, archive: Archive, typed: str, before: Answers, told: Told) -> None:
    began = time.monotonic()
    try:
        _, found = trial.answer(archive, typed)
        if found != before[typed]:
            told.failed.append(f"“{typed}”: {found[0]} articles, {before[typed][0]} before")
    except Exception as error:  # whatever it is, a reader saw it
        told.failed.append(f"{type(error).__name__}: {error}")
    told.asked += 1
    told.slowest = max(told.slowest, time.monotonic() - began)


class At(logging.Handler):
    """Does something once, when the batch job has come to a moment: a phase that ended, or some time later."""

    def __init__(self, moment: str, deed: Callable[[], None], chance: random.Random) -> None:
        super().__init__()
        self._deed, self.done = deed, threading.Event()
        self._after = {"bulk": "", "publish": "phase=learn", "search": "phase=clean"}[moment]
        self._timer = threading.Timer(chance.uniform(0.5, 4.0), self._do)
        self.failed: list[str] = []

    def begin(self) -> None:
        """Wait for the moment."""
        if not self._after:
            self._timer.start()

    def emit(self, record: logging.LogRecord) -> None:
        """Look whether this is the moment."""
        if self._after and record.getMessage().startswith(self._after):
            self._do()

    def _do(self) -> None:
        if self.done.is_set():
            return
        try:
            self._deed()
        except Exception as error:
            self.failed.append(repr(error))
        self.done.set()


def lost_and_doubled(trial: Trial) -> tuple[int, int, list[str]]:
    """Return how many articles are missing, how many are there twice, and what the check says."""
    archive = Archive(trial.settings)
    there = Counter(one.id for one in archive.articles())
    lost = {one.id for one in trial.articles} - set(there)
    return len(lost), sum(times > 1 for times in there.values()), list(archive.check())


def round_of(
    trial: Trial, number: int, moment: str, name: str, deed: Callable[[], None], before: Answers
) -> dict[str, object]:
    """Write a generation while something happens; return what came of it."""
    at, began = At(moment, deed, random.Random(number)), time.monotonic()  # noqa: S311 - no secret
    _PHASES.addHandler(at)
    with readers(trial, before) as told:
        at.begin()
        trial.run(number)
        at.done.wait(60)
        time.sleep(2)
        is_outage = name == "restart"
        trial.cluster.wait()
    _PHASES.removeHandler(at)
    lost, doubled, damages = lost_and_doubled(trial)
    same = trial.answers(Archive(trial.settings)) == before
    missed = 0 if is_outage else len(told.failed)
    return {
        "round": number, "what": name, "moment": moment, "lost": lost, "doubled": doubled, "damages": damages,
        "same answers": same, "asked": told.asked, "missed": missed, "slowest": round(told.slowest, 1),
        "unanswered in the outage": len(told.failed) if is_outage else 0,
        "seconds": round(time.monotonic() - began), "said": (told.failed + at.failed)[:3],
    }  # fmt: skip


def plan(trial: Trial, kills: int) -> Iterator[tuple[str, str, Callable[[], None]]]:
    """Yield what happens, and when, round by round."""
    cluster = trial.cluster
    for number in range(kills):
        is_data = number % 2 == 0
        victim, name = (other, "kill data") if is_data else (Cluster.manager, "kill manager")
        yield MOMENTS[number // 2 % 3], name, killing(cluster, victim)
    yield "bulk", "stop data", stopping(cluster, other)
    yield "publish", "stop manager", stopping(cluster, Cluster.manager)
    yield "bulk", "full disk", filling(cluster)
    yield "search", "restart", restarting(cluster)
    yield "bulk", "restart", restarting(cluster)


def trial_in(base: Path, cluster: Cluster, articles: int) -> Trial:
    """Return an archive of real news in a cluster."""
    told = load_settings({}, base)
    nodes = replace(told.cluster, replicas=1, patience=PATIENCE)
    settings = replace(
        told, engine="opensearch", home=base, index="kills", keep=2, workers=1,
        opensearch=tuple(cluster.addresses), cluster=nodes,
    )  # fmt: skip
    return Trial(cluster=cluster, settings=settings, articles=news(articles), folder=base)


@click.command()
@click.option("--kills", default=20, show_default=True)
@click.option("--articles", default=400, show_default=True)
def main(kills: int, articles: int) -> None:
    """Print one JSON object per round, and the sums at the end."""
    _PHASES.setLevel(logging.INFO)
    # or the nodes would outlive this process
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with tempfile.TemporaryDirectory() as base, Cluster(Path(base) / "nodes") as cluster:
        trial = trial_in(Path(base), cluster, articles)
        trial.run(0)
        before = trial.answers(Archive(trial.settings))
        rounds = []
        for number, (moment, name, deed) in enumerate(plan(trial, kills), start=1):
            rounds.append(round_of(trial, number, moment, name, deed, before))
            print(json.dumps(rounds[-1], ensure_ascii=False), flush=True)
        names = ("lost", "doubled", "missed", "asked")
        sums = {name: sum(int(str(one[name])) for one in rounds) for name in names}
        changed = sum(not one["same answers"] for one in rounds)
        print(json.dumps({"rounds": len(rounds), **sums, "changed answers": changed}))


if __name__ == "__main__":
    main()
