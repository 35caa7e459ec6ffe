"""An archive that grows by many small runs: few segments, little disk, the answers of one segment; and its readers."""

import multiprocessing
import shutil
import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from searcher.engines.whoosh.columns import ColumnsEngine, ColumnsReader, merging
from searcher.engines.whoosh.columns.manifest import read_manifest
from searcher.model import Candidates, Document
from searcher.parse import parse_query
from tests.engines.mixing import analysed, mixed

ENGINE = ColumnsEngine()
BASE, RUNS, EACH = 2000, 200, 50
TYPED = (
    "thành phố Huế",
    "thanh pho",
    '"thành phố"',
    "festival",
    "người dân có được",
    "tiêu-đề:nam",
    "",
)
GENERATIONS = 12


def publish(folder: Path, documents: Sequence[Document], gone: Sequence[str] = ()) -> None:
    writer = ENGINE.writer(folder)
    writer.write(documents)
    writer.delete(gone)
    writer.finish()


def generation(home: Path, number: int) -> Path:
    """Make the folder of a generation from the one before, by hard links, as `publish` does."""
    folder = home / f"{number:06}"
    folder.mkdir(parents=True)
    before = home / f"{number - 1:06}"
    for path in before.glob("*") if before.exists() else ():
        (folder / path.name).hardlink_to(path)
    return folder


def answers(reader: ColumnsReader) -> list[Candidates]:
    return [reader.search(parse_query(typed), 100) for typed in TYPED]


def plain(found: list[Candidates]) -> list[tuple[object, ...]]:
    return [(one.ids, one.scores.tolist(), one.total, one.facets) for one in found]


class Disk:
    """Bytes of the segments of two generations together while the later one is written."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._ended = threading.Event()
        self.peak = 0

    def __enter__(self) -> "Disk":
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        while not self._ended.wait(0.002):
            self.peak = max(self.peak, self.used())

    def used(self) -> int:
        sizes = {}
        for path in self._home.rglob("*"):
            try:
                status = path.stat()
            except FileNotFoundError:
                continue
            sizes[status.st_ino] = status.st_size if path.is_file() else 0
        return sum(sizes.values())


@pytest.fixture(scope="module")
def news() -> list[Document]:
    """Return 2,000 articles and 200 times 50 more, some of which are updates of older ones."""
    fresh = analysed(mixed(BASE, seed=21, longest=1))
    more = analysed(mixed(EACH * 20, seed=22, longest=1))
    later = [_renamed(more[n % len(more)], f"bai-{1500 + n}") for n in range(RUNS * EACH)]
    return fresh + later


def _renamed(one: Document, id_: str) -> Document:
    return replace(one, article=replace(one.article, id=id_))


@pytest.fixture(scope="module")
def grown(news: list[Document], tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, int, int]:
    """Publish 200 runs, each beside the generation before; return the last folder, most segments, peak.

    Segments are full at 1,200 articles instead of 60,000: the policy at a fiftieth of its size.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merging, "FULL", 1200)
        return _grow(tmp_path_factory.mktemp("grown"), news)


def _grow(home: Path, news: list[Document]) -> tuple[Path, int, float]:
    publish(generation(home, 0), news[:BASE])
    most, peak = 0, 0.0
    for number in range(1, RUNS + 1):
        folder = generation(home, number)
        start = BASE + (number - 1) * EACH
        disk = Disk(home)
        before = disk.used()
        with disk:
            publish(folder, news[start : start + EACH])
        shutil.rmtree(home / f"{number - 1:06}")
        most = max(most, len(read_manifest(folder)))
        peak = max(peak, disk.peak / max(before, disk.used()))
    return folder, most, peak


def test_two_hundred_runs_leave_few_segments(grown: tuple[Path, int, float]) -> None:
    """All but the newest are full: 12,000 articles need no more than ten."""
    assert grown[1] <= 10


def test_disk_at_peak_is_at_most_twice_the_index(grown: tuple[Path, int, float]) -> None:
    """Both generations together, at any moment, against the larger one: what is merged stands twice."""
    assert 1 < grown[2] <= 2


def test_the_answers_are_those_of_one_fresh_segment(
    grown: tuple[Path, int, float], news: list[Document], tmp_path: Path
) -> None:
    last = {one.article.id: one for one in news}
    order = {one.article.id: place for place, one in enumerate(news)}
    publish(tmp_path, [last[id_] for id_ in sorted(last, key=order.__getitem__)])
    many, one = ENGINE.reader(grown[0]), ENGINE.reader(tmp_path)
    assert plain(answers(many)) == plain(answers(one))
    assert many.statistics() == one.statistics()
    assert list(many.scan()) == list(one.scan())


@pytest.fixture
def first(tmp_path: Path, news: list[Document]) -> Path:
    """Return the home of an archive with one generation."""
    publish(generation(tmp_path / "home", 0), news[:300])
    return tmp_path / "home"


def replace_generations(home: Path, news: list[Document]) -> Iterator[Path]:
    """Publish generation after generation; each older one is removed."""
    for number in range(1, GENERATIONS):
        folder = generation(home, number)
        publish(folder, news[300 + 20 * number : 320 + 20 * number], gone=[f"bai-{number}"])
        shutil.rmtree(home / f"{number - 1:06}")
        yield folder


def test_readers_stay_valid_while_generations_come_and_go(
    first: Path, news: list[Document]
) -> None:
    """Eight threads ask the reader of the first generation, which is removed meanwhile."""
    reader = ENGINE.reader(first / "000000")
    expected, stored = plain(answers(reader)), list(reader.scan())
    ended = threading.Event()

    def ask() -> int:
        turns = 0
        while not ended.is_set() or not turns:
            assert plain(answers(reader)) == expected
            turns += 1
        return turns

    with ThreadPoolExecutor(8) as pool:
        asking = [pool.submit(ask) for _ in range(8)]
        folders = list(replace_generations(first, news))
        ended.set()
        assert all(one.result() for one in asking)
    assert not (first / "000000").exists()
    assert list(reader.scan()) == stored
    assert len(plain(answers(ENGINE.reader(folders[-1])))) == len(TYPED)


def ask_in_a_process(folder: Path, opened: object, ended: object) -> list[tuple[object, ...]]:
    """Open a generation in another process, and ask it again when it is gone."""
    reader = ENGINE.reader(folder)
    before = plain(answers(reader))
    opened.set()  # type: ignore[attr-defined]
    ended.wait(60)  # type: ignore[attr-defined]
    after = [*plain(answers(reader)), len(list(reader.scan()))]
    return before if after[:-1] == before and after[-1] == 300 else []


def test_processes_share_a_generation_that_is_removed(first: Path, news: list[Document]) -> None:
    expected = plain(answers(ENGINE.reader(first / "000000")))
    context = multiprocessing.get_context("spawn")
    with context.Manager() as manager, context.Pool(2) as pool:
        opened, ended = [manager.Event(), manager.Event()], manager.Event()
        asked = [
            pool.apply_async(ask_in_a_process, (first / "000000", one, ended)) for one in opened
        ]
        assert all(one.wait(60) for one in opened)
        list(replace_generations(first, news))
        ended.set()
        assert [one.get(60) for one in asked] == [expected, expected]


def test_no_lock_is_on_the_path_of_a_query(first: Path) -> None:
    """A reader holds nothing that threads could wait for: neither it nor anything it refers to is a lock."""
    reader = ENGINE.reader(first / "000000")
    answers(reader)
    locks = {type(threading.Lock()), type(threading.RLock()), threading.Condition}
    seen: set[int] = set()
    queue: list[object] = [reader]
    while queue:
        one = queue.pop()
        if id(one) in seen or isinstance(one, type):
            continue
        seen.add(id(one))
        assert type(one) not in locks
        inside = vars(one).values() if hasattr(one, "__dict__") else ()
        queue.extend(inside)
        queue.extend(one.values() if isinstance(one, dict) else ())
        queue.extend(one if isinstance(one, list | tuple) and len(one) < 1000 else ())
