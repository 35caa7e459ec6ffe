"""Each signal that a master takes, with real processes: nobody who asks notices any of them."""

import os
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from benchmarks.serving_site import Running, served
from searcher import Settings

PATIENCE = 60.0


def until(what: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end
        time.sleep(0.05)


@pytest.fixture(scope="module")
def site(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("signals")
    environ = {"TIMTIN_COUNTERS": f"sqlite:///{folder}/counts.sqlite3"}
    with served(settings.home, settings.index, folder, "--processes", "1", environ=environ) as one:
        one.wait_until_ready()
        yield one


def asked(site: Running) -> float:
    """Return how often a page was asked for that nobody else asks for, as the figures say."""
    told = site.get("/metrics").decode()
    found = re.search(r'^timtin_requests_total\{route="/opensearch.xml".*\} (\S+)', told, re.M)
    return float(found[1]) if found else 0.0


def test_one_worker_more_and_one_fewer(site: Running) -> None:
    (first,) = site.workers
    site.process.send_signal(signal.SIGTTIN)
    until(lambda: len(site.workers) == 2)
    site.process.send_signal(signal.SIGTTOU)
    until(lambda: len(site.workers) == 1)
    site.process.send_signal(signal.SIGTTOU)  # the last one stays
    assert site.get("/tim?q=hue")
    assert len(site.workers) == 1
    assert first not in site.workers  # the oldest goes


@pytest.mark.parametrize("told", [signal.SIGUSR1, signal.SIGWINCH])
def test_what_is_for_logs_and_terminals_changes_nothing(
    site: Running, told: signal.Signals
) -> None:
    before = site.workers
    site.process.send_signal(told)
    os.kill(before[0], told)
    for _ in range(3):
        assert site.get("/tim?q=hue")
    assert site.workers == before
    assert site.process.poll() is None


@pytest.mark.parametrize("told", [signal.SIGINT, signal.SIGQUIT])
def test_a_master_told_to_end_ends_with_its_workers(
    settings: Settings, tmp_path: Path, told: signal.Signals
) -> None:
    with served(settings.home, settings.index, tmp_path, "--processes", "1") as site:
        site.wait_until_ready()
        (worker,) = site.workers
        site.process.send_signal(told)
        assert site.process.wait(PATIENCE) == 0
        until(lambda: not Path(f"/proc/{worker}").exists())
        assert "Traceback" not in site.errors.read_text(encoding="utf-8")


def test_a_new_master_takes_over_and_goes_on_alone(settings: Settings, tmp_path: Path) -> None:
    """SIGUSR2 starts it on the same socket, SIGTERM ends the old one; figures begin again, in a folder of their own."""
    with served(settings.home, settings.index, tmp_path, "--processes", "1") as site:
        site.wait_until_ready()
        for _ in range(3):
            site.get("/opensearch.xml")
        old = set(site.workers)
        site.process.send_signal(signal.SIGUSR2)
        until(lambda: len(site.workers) == 2)
        (heir,) = set(site.workers) - old
        try:
            _taken_over(site, heir)
        finally:
            with suppress(ProcessLookupError):
                os.kill(heir, signal.SIGTERM)
            until(lambda: not _lives(heir))


def _taken_over(site: Running, heir: int) -> None:
    until(lambda: len(_children(heir)) == 1)
    site.get("/tim?q=hue")
    site.process.send_signal(signal.SIGTERM)
    assert site.process.wait(PATIENCE) == 0
    for _ in range(4):
        site.get("/opensearch.xml")
    assert asked(site) == 4
    site.get("/readyz")


def _children(pid: int) -> list[str]:
    with suppress(OSError):
        return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return []


def _lives(pid: int) -> bool:
    """Tell whether a process goes on; one that nobody buried yet does not."""
    with suppress(OSError):
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    return False
