"""Small indexes, what happens to them in a run, and all they answer."""

import hashlib
import json
import multiprocessing
import os
import shutil
import signal
import warnings
from collections.abc import Callable, Iterator
from contextlib import chdir, contextmanager
from dataclasses import replace
from pathlib import Path

import searcher
from searcher import Archive, Article, Counts, Order, Settings, reindex
from searcher.indexing import learning, preparing, topping

WORDS = ("tin", "lễ hội", "ao dai", "huế", "số 3", '"áo dài"', "lần 1", "lần 2", "xyz", "nội dung")
SORTS = ("", " từ:01/03/2024", " đến:03/03/2024", " -huế", " nguồn:báo")
QUERIES = [words + more for words in WORDS for more in SORTS]
_known: dict[str, str] = {}
"""Digest of the files of a generation -> what they answer: the same bytes are asked once."""


class Small:
    """A small index in a folder: its source, its runs, its answers."""

    def __init__(self, folder: Path, engine: str) -> None:
        self.folder = folder
        self.settings = Settings(home=folder / "home", engine=engine, workers=1, keep=2)

    @classmethod
    def made(cls, folder: Path, engine: str, name: str) -> "Small":
        """Return an index that ran four times: the next run merges, deletes and removes a generation."""
        small = cls(folder, engine)
        folder.mkdir()
        if name == "first":
            return small
        run = _topped_up if name == "topped up" else Small.run
        for revision in range(4):
            run(small, revision)
        if name == "resume":
            _killed_in_the_middle(small)
        return small

    def copy(self, folder: Path) -> "Small":
        """Return a copy whose files nobody shares."""
        shutil.copytree(self.folder, folder)
        return Small(folder, self.settings.engine)

    def run(self, revision: int, **options: object) -> None:
        """Read the articles as they are in a revision: some are new, some changed, one is gone."""
        order = replace(self.order(revision), **options)  # type: ignore[arg-type]
        with chdir(self.folder):  # so that a copy reads the same place
            reindex(order, self.settings)

    def go_on(self) -> None:
        """Do what comes next, whatever happened."""
        self.run(5)

    def order(self, revision: int) -> Order:
        """Write the source as it is in a revision; return the order to read it."""
        place = self.folder / "news.jsonl"
        lines = (_article(number, revision) for number in range(1 + revision % 2, 7 + revision))
        text = "".join(f"{json.dumps(line)}\n" for line in lines)
        if not place.exists() or place.read_text(encoding="utf-8") != text:
            place.write_text(text, encoding="utf-8")
        return Order(places=(place.name,), prune=True, force=True)

    def answers(self) -> str:
        """Return a digest of what fifty queries find, after a look at every byte; `nothing` without an index."""
        if not (self.settings.folder / "CURRENT").exists():
            return "nothing"
        damages = list(Archive(self.settings).check())
        if damages:
            return f"damaged: {damages}"
        key = self._files()
        if key not in _known:
            _known[key] = _answers(Archive(self.settings))
        return _known[key]

    def _files(self) -> str:
        """Return a digest of all files of the visible generation that are asked."""
        told = hashlib.sha256()
        folder = self.settings.folder / Archive(self.settings).generation()
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.name != "manifest.json":
                told.update(repr((path.relative_to(folder).as_posix(), path.read_bytes())).encode())
        return told.hexdigest()

    def articles(self) -> list[Article]:
        """Return all articles, after a look at every byte."""
        archive = Archive(self.settings)
        if damages := list(archive.check()):
            raise AssertionError(damages)
        return sorted(archive.articles(), key=lambda article: article.id)


def _answers(archive: Archive) -> str:
    told = hashlib.sha256()
    for typed in QUERIES:
        ranked, total = archive.rank_ids(archive.parse(typed))
        found = [(one.id, one.score, one.tier) for one in ranked]
        told.update(repr((typed, total, found)).encode())
    return told.hexdigest()


def _article(number: int, revision: int) -> dict[str, object]:
    changed = revision if number % 3 == 0 else 0
    return {
        "id": f"t{number}",
        "title": f"Tin số {number} lần {changed}",
        "body": f"Nội dung về lễ hội áo dài số {number} ở Huế.",
        "source": "Báo" if number % 2 else "Cổng",
        "published": f"2024-03-{1 + number:02d}T08:00:00+07:00",
    }


@contextmanager
def few_are_many() -> Iterator[None]:
    """Let some pages be worth a journal and worker processes, which are children of this one."""
    kept = preparing.BATCH_PAGES, preparing.RUN_PAGES
    get_context, forking = multiprocessing.get_context, multiprocessing.get_context("fork")
    preparing.BATCH_PAGES, preparing.RUN_PAGES = 1, 3
    multiprocessing.get_context = lambda *_: forking  # type: ignore[assignment]
    try:
        yield
    finally:
        preparing.BATCH_PAGES, preparing.RUN_PAGES = kept
        multiprocessing.get_context = get_context


def _killed_in_the_middle(small: Small) -> None:
    """Leave what a run leaves that was killed after two batches."""
    left = [2]

    def count(_: Counts) -> None:
        left[0] -= 1
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)

    order = small.order(4)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        process = os.fork()
    if not process:
        with few_are_many(), chdir(small.folder):
            reindex(order, small.settings, count)
        os._exit(0)
    ended = os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])
    if ended != -signal.SIGKILL or not (small.settings.folder / "journal" / "000002.json").exists():
        raise AssertionError(f"the run was not killed in the middle: {ended}")


def _resume(small: Small) -> None:
    with few_are_many():
        small.run(4, resume=True)


def _topped_up(small: Small, revision: int = 4) -> None:
    """Run as over a large archive, of which a run changes so little that its models are carried over."""
    kept = learning.GROWTH, topping.SHARE
    learning.GROWTH = topping.SHARE = 100.0
    try:
        small.run(revision)
    finally:
        learning.GROWTH, topping.SHARE = kept


def _two_workers(small: Small) -> None:
    with few_are_many():
        small.run(4, workers=2)


RUNS: dict[str, Callable[[Small], object]] = {
    "first": lambda small: small.run(0),
    "incremental": lambda small: small.run(4),
    "topped up": _topped_up,
    "full": lambda small: small.run(4, full=True),
    "two workers": _two_workers,
    "resume": _resume,
    "keep 1": lambda small: small.run(4, keep=1),
    "roll back": lambda small: searcher.roll_back(small.settings),
}
"""What may happen to a small index, by name."""
