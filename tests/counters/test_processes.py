"""Real servers that are stopped, killed, and that share one database."""

import json
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from searcher import Order, Settings, reindex
from searcher.counters.store import Store
from tests.webui.served import complaints

MOST_LOST = 2.0
"""Seconds of counts that a killed process may lose."""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the home of an index with a few articles."""
    folder = tmp_path_factory.mktemp("counted")
    lines = (json.dumps({"id": f"t{n}", "title": f"Tin số {n}", "reads": 10}) for n in range(3))
    (folder / "news.jsonl").write_text("\n".join(lines), encoding="utf-8")
    order = Order(places=(str(folder / "news.jsonl"),))
    reindex(order, Settings(home=folder / "indexes", engine="memory", workers=1))
    return folder / "indexes"


class Server:
    """`timtin serve` as users start it."""

    def __init__(self, process: subprocess.Popen[str], address: str) -> None:
        self.process, self.address = process, address

    def open(self, path: str, visitor: int) -> str:
        """Open a page as a visitor with a browser of his own."""
        headers = {
            "User-Agent": f"Mozilla/5.0 (X11; Linux x86_64; rv:{visitor}.0) Firefox/{visitor}.0",
            "Accept": "text/html",
            "Accept-Language": "vi",
        }
        with urllib.request.urlopen(
            urllib.request.Request(self.address + path, headers=headers)
        ) as answer:
            return str(answer.read().decode("utf-8"))

    def end(self, how: signal.Signals) -> tuple[int, str]:
        """Send a signal; return the exit code and what the process complained of."""
        self.process.send_signal(how)
        _, wrong = self.process.communicate(timeout=60)
        return self.process.returncode, complaints(wrong)


@contextmanager
def served(home: Path, counters: str) -> Iterator[Server]:
    """Start a server on a free port, and end it."""
    command = [sys.executable, "-m", "timtin", "serve", "--port", "0", "--home", str(home)]
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        cwd=Path(__file__).parents[2],
        env={"PATH": "/usr/bin:/bin", "TIMTIN_COUNTERS": counters, "PYTHONUTF8": "1"},
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        found = re.search(r"http://\S+", line)
        assert found, line + (process.stderr.read() if process.stderr else "")
        try:
            yield Server(process, found[0])
        finally:
            process.kill()


@pytest.fixture
def counted(address: str) -> Iterator[Callable[[], tuple[int, int]]]:
    """Return what tells all visits and all reads of the database."""
    store = Store(address)

    def count() -> tuple[int, int]:
        reads = store.reads([f"t{n}" for n in range(3)]).reads
        return store.totals(0.0, "").visits, sum(reads.values())

    yield count
    store.close()


def test_a_clean_stop_loses_nothing(
    home: Path, address: str, counted: Callable[[], tuple[int, int]]
) -> None:
    with served(home, address) as server:
        for visitor in range(20):
            server.open(f"/tin/t{visitor % 3}", visitor)
        assert server.end(signal.SIGTERM) == (0, "")
    assert counted() == (20, 20)


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let servers hear Ctrl-C also where the tests run in the background: there a shell has it ignored."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("interruptible")
def test_ctrl_c_loses_nothing(
    home: Path, address: str, counted: Callable[[], tuple[int, int]]
) -> None:
    with served(home, address) as server:
        server.open("/tin/t0", 1)
        code, wrong = server.end(signal.SIGINT)
    assert (code, wrong) in {(0, ""), (130, "")}
    assert counted() == (1, 1)


def test_a_killed_process_loses_two_seconds_at_most(
    home: Path, address: str, counted: Callable[[], tuple[int, int]]
) -> None:
    opened: list[float] = []
    with served(home, address) as server:
        begun = None  # the first answer opens the index, and takes as long as it takes
        while begun is None or time.monotonic() < begun + MOST_LOST + 1:
            server.open("/tin/t0", len(opened))
            opened.append(time.monotonic())
            begun = begun or opened[0]
            time.sleep(0.02)
        killed = time.monotonic()
        server.end(signal.SIGKILL)
    safe = sum(at <= killed - MOST_LOST for at in opened)
    visits, reads = counted()
    assert safe <= visits <= len(opened)
    assert safe <= reads <= len(opened)
    assert safe > 0


def test_servers_share_a_database_and_know_of_each_other(
    home: Path, address: str, counted: Callable[[], tuple[int, int]]
) -> None:
    with served(home, address) as one, served(home, address) as two:
        for visitor in range(15):
            one.open(f"/tin/t{visitor % 3}", visitor)
            two.open(f"/tin/t{visitor % 3}", 100 + visitor)
        shown = _statistics(one, lambda found: _reads(found) == 30 == found["visits"]["online"])
        assert shown["visits"]["total"] == 30
        assert {server.end(signal.SIGTERM) for server in (one, two)} == {(0, "")}
    assert counted() == (30, 30)


def _statistics(server: Server, there: Callable[[dict[str, Any]], bool]) -> dict[str, Any]:
    """Ask until the other process has told what it counted, which takes a moment."""
    for _ in range(200):
        found = json.loads(server.open("/api/statistics", 1))
        if there(found):
            return dict(found)
        time.sleep(0.1)
    raise AssertionError(found)


def _reads(found: dict[str, Any]) -> int:
    return sum(day["count"] for day in found["reads"]["days"])


def test_reads_show_on_the_page_and_in_json(home: Path, address: str) -> None:
    with served(home, address) as server:
        assert "Lượt đọc: 10<" in server.open("/tin/t1", 1)
        assert "Lượt đọc: 11<" in server.open("/tin/t1", 1)  # a reload
        assert "Lượt đọc: 11<" in server.open("/tin/t1", 2)
        assert json.loads(server.open("/api/articles/t1", 3))["reads"] == 12
        hits = json.loads(server.open("/api/search?q=tin", 3))["hits"]
        assert {hit["id"]: hit["reads"] for hit in hits} == {"t0": 10, "t1": 12, "t2": 10}
        today = json.loads(server.open("/api/statistics/articles/t1?days=1", 3))["days"][0]
        assert date.fromisoformat(today["day"])


def test_a_wrong_address_ends_the_start_with_a_sentence(home: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "timtin", "serve", "--port", "0", "--home", str(home)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
        env={"PATH": "/usr/bin:/bin", "TIMTIN_COUNTERS": "nonsense", "PYTHONUTF8": "1"},
    )
    assert ended.returncode == 2
    assert "counters" in ended.stderr
    assert "Traceback" not in ended.stderr
