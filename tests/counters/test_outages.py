"""A database that is away, read-only or full breaks nothing; counts wait and none is lost or doubled."""

import logging
import os
import resource
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

import searcher.counters.sums as sums_module
from searcher.counters.batch import Batch
from searcher.counters.store import Store
from searcher.counters.tally import Tally
from searcher.counters.writing import Writer
from searcher.counting import Counting
from searcher.errors import CountersUnavailable
from searcher.settings import Settings
from tests.counters.clock import Clock
from tests.counters.conftest import READER, reader
from tests.counters.test_counting import ARTICLE
from tests.postgresql import running


def messages(caplog: pytest.LogCaptureFixture, part: str) -> int:
    return sum(part in record.getMessage() for record in caplog.records)


def test_a_folder_that_is_not_there_yet_is_waited_for(
    tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    counting = Counting(Settings(home=tmp_path / "later"), clock)
    for number in range(3):
        counting.visit(reader(number))
        counting.read(reader(number), ARTICLE.id)
        assert not counting.flush()
    assert counting.totals().visits is None  # nobody knows how many there were
    assert counting.totals().online == 3
    assert counting.reads_of(ARTICLE) == 570
    assert counting.popular(7, 5) == ()
    assert messages(caplog, "Counts wait in memory") == 1
    (tmp_path / "later").mkdir()
    clock.pass_(seconds=11)
    assert counting.flush()
    assert counting.totals().visits == 3
    assert counting.reads_of(ARTICLE) == 570
    assert messages(caplog, "is back") == 1
    counting.close()


def test_what_was_known_is_shown_while_the_database_is_away(tmp_path: Path, clock: Clock) -> None:
    with running() as server:
        counting = Counting(Settings(home=tmp_path, counters=server.database()), clock)
        counting.visit(READER)
        counting.read(READER, ARTICLE.id)
        assert counting.flush()
        known = (counting.totals(), counting.reads_of(ARTICLE), counting.popular(7, 5))
        server.stop()
        clock.pass_(seconds=20)
        assert (counting.totals(), counting.reads_of(ARTICLE), counting.popular(7, 5)) == known
        counting.read(reader(1), ARTICLE.id)
        assert not counting.flush()
        assert counting.reads_of(ARTICLE) == 569
        server.start()
        clock.pass_(seconds=20)
        assert counting.flush()
        assert counting.reads_of(ARTICLE) == 569
        assert counting.totals().visits == 1
        counting.close()


def test_a_read_only_database_is_read_and_counts_wait(tmp_path: Path, clock: Clock) -> None:
    file = tmp_path / "tin.counters.sqlite3"
    first = Counting(Settings(home=tmp_path), clock)
    first.read(READER, ARTICLE.id)
    first.close()
    address = f"sqlite:///file:{file}?mode=ro&uri=true"
    counting = Counting(Settings(home=tmp_path, counters=address), clock)
    assert counting.reads_of(ARTICLE) == 568
    counting.read(reader(1), ARTICLE.id)
    assert not counting.flush()
    assert counting.reads_of(ARTICLE) == 569
    assert counting.counted(1).reads[0].count == 1
    counting.close()


@pytest.mark.parametrize("content", [b"", b"this is no database" * 100])
def test_a_file_that_is_no_database_breaks_nothing(
    tmp_path: Path, clock: Clock, content: bytes
) -> None:
    (tmp_path / "tin.counters.sqlite3").write_bytes(content)
    counting = Counting(Settings(home=tmp_path), clock)
    counting.read(READER, ARTICLE.id)
    assert counting.flush() is (content == b"")  # an empty file is an empty database
    assert counting.reads_of(ARTICLE) == 568
    counting.close()


def test_a_database_locked_by_another_program_is_waited_for(tmp_path: Path, clock: Clock) -> None:
    counting = Counting(Settings(home=tmp_path), clock)
    counting.read(READER, ARTICLE.id)
    assert counting.flush()
    counting.read(reader(1), ARTICLE.id)
    other = sqlite3.connect(tmp_path / "tin.counters.sqlite3", isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    assert counting.reads_of(ARTICLE) == 569  # readers are not locked out
    assert not counting.flush()
    other.execute("ROLLBACK")
    other.close()
    assert counting.flush()
    assert counting.reads_of(ARTICLE) == 569
    counting.close()


_FULL = """
import resource, signal, sys
from pathlib import Path
from searcher.counting import Counting
from searcher.settings import Settings
from tests.counters.conftest import reader

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
counting = Counting(Settings(home=Path(sys.argv[1])))
counting.read(reader(0), "first")
assert counting.flush()
resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, resource.RLIM_INFINITY))
for number in range(3_000):
    counting.read(reader(0), f"article {number}")
assert not counting.flush()
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
assert counting.flush()
counting.close()
"""


def test_a_full_disk_is_waited_for(tmp_path: Path) -> None:
    """The size that a file may have is limited in a process of its own: to SQLite the disk is full."""
    assert resource.RLIMIT_FSIZE is not None
    ended = subprocess.run(
        [sys.executable, "-c", _FULL, str(tmp_path)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    assert ended.returncode == 0, ended.stderr
    assert ended.stderr.count("Counts wait in memory") == 1
    store = Store(f"sqlite:///{tmp_path / 'tin.counters.sqlite3'}")
    names = [f"article {number}" for number in range(3_000)]
    assert store.reads(["first", *names]).reads == dict.fromkeys(["first", *names], 1)
    store.close()


def test_what_waits_is_bounded_and_the_log_says_what_was_lost(
    tmp_path: Path,
    clock: Clock,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(sums_module, "MOST_WAITING", 100)
    counting = Counting(Settings(home=tmp_path / "later"), clock)
    counting.visit(READER)
    assert not counting.flush()
    for number in range(150):
        counting.read(READER, f"bài {number}")
    counting.read(reader(1), "bài 0")  # what waits already goes on being counted
    counting.visit(reader(1))
    (tmp_path / "later").mkdir()
    clock.pass_(seconds=11)
    assert counting.flush()
    assert counting.totals().visits == 2
    assert sum(one.reads for one in counting.popular(1, 200)) == 101
    assert messages(caplog, "50 counts had no room") == 1
    counting.close()


def test_what_cannot_be_written_at_the_end_is_told(
    tmp_path: Path, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    counting = Counting(Settings(home=tmp_path / "never"), clock)
    counting.visit(READER)
    counting.read(READER, "a")
    with caplog.at_level(logging.ERROR):
        counting.close()
    assert messages(caplog, "2 rows of counts are lost") == 1


class Forgetful:
    """A store whose answers are lost: each batch is kept, and the one who wrote it hears of an error."""

    def __init__(self, store: Store, fails: Callable[[], bool]) -> None:
        self._store, self._fails = store, fails

    def write(self, batch: Batch) -> None:
        self._store.write(batch)
        if self._fails():
            raise CountersUnavailable("mất kết nối", "the connection was lost")


def test_a_batch_whose_answer_was_lost_is_not_added_twice(store: Store, clock: Clock) -> None:
    answers = iter([True, True, False, True, False])
    forgetful = Forgetful(store, lambda: next(answers))
    tally = Tally(clock)
    writer = Writer(lambda: forgetful, tally, lambda: 0, clock)
    writer.name = "one"  # no thread: the test says when it writes
    for name in ("a", "b"):
        with tally.counting() as sums:
            sums.read(name, date(2024, 3, 4))
        while not writer.flush():
            pass
    assert store.reads(["a", "b"]).reads == {"a": 1, "b": 1}


def test_pages_see_every_count_once_while_batches_are_written(
    address: str, tmp_path: Path, clock: Clock
) -> None:
    """Whoever asks at any moment of a writing sees what was counted: not less, not twice."""
    counting = Counting(Settings(home=tmp_path, counters=address), clock)
    done = threading.Event()

    def write() -> None:
        while not done.is_set():
            assert counting.flush()

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for number in range(1, 151):
            visitor = reader(number)
            counting.visit(visitor)
            counting.read(visitor, ARTICLE.id)
            clock.pass_(seconds=2)  # so that the database is asked every few times
            assert counting.totals().visits == number
            assert counting.reads_of(ARTICLE) == 567 + number
    finally:
        done.set()
        thread.join()
        counting.close()
