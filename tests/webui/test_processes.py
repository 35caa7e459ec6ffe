"""Several processes behind one address: reloads, kills and stops that nobody notices."""

import asyncio
import json
import os
import re
import signal
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import cycle
from pathlib import Path
from typing import Any, TypeVar
from urllib.error import HTTPError
from urllib.parse import quote

import pytest
from sqlalchemy import create_engine, text

from benchmarks.serving_site import Running, served
from benchmarks.traffic import Traffic, statuses
from searcher import Settings
from tests.webui.news import ARTICLES

T = TypeVar("T")
PATIENCE = 60.0
READER = {
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Firefox/130.0",
    "Accept": "text/html",
    "Accept-Language": "vi",
}
PATHS = (
    "/",
    "/tim?q=hue",
    "/api/suggest?q=hue",
    "/healthz",
    f"/tin/{quote(ARTICLES[0]['id'], safe='')}",
)


@pytest.fixture(scope="module")
def counters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("counters") / "counts.sqlite3"


@pytest.fixture(scope="module")
def toml(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("settings") / "timtin.toml"
    path.write_text('site_name = "Trước"\n', encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def site(
    settings: Settings, counters: Path, toml: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """Serve the articles of `news.py` with two processes."""
    environ = {"TIMTIN_COUNTERS": f"sqlite:///{counters}", "TIMTIN_SETTINGS": str(toml)}
    folder = tmp_path_factory.mktemp("log")
    with served(settings.home, settings.index, folder, "--processes", "2", environ=environ) as one:
        one.wait_until_ready()
        yield one


def until(what: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end
        time.sleep(0.05)


def replaced(site: Running, before: set[int]) -> bool:
    """Tell whether all workers are others than before, and as many."""
    now = set(site.workers)
    return len(now) == 2 and not now & before


def asked_during(site: Running, trouble: Callable[[], None], *, keep: bool) -> dict[str, int]:
    """Let readers ask while something happens; return what became of their requests."""

    async def both() -> dict[str, int]:
        crowd = Traffic(site.port, (("page", path) for path in cycle(PATHS)), keep=keep)
        happening = asyncio.create_task(asyncio.to_thread(trouble))
        while not happening.done():
            await crowd.run(10, 1)
        await happening
        crowd.close()
        return statuses(crowd.answers)

    return run(both())


def run(work: Coroutine[Any, Any, T]) -> T:
    """Do the work in a thread of its own: the driver of the browser keeps a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


@pytest.mark.parametrize("keep", [True, False])
def test_no_request_fails_while_the_workers_are_replaced(site: Running, keep: bool) -> None:
    def reload() -> None:
        for _ in range(2):
            before = set(site.workers)
            site.reload()
            until(lambda before=before: replaced(site, before))  # type: ignore[misc]

    found = asked_during(site, reload, keep=keep)
    assert found.keys() == {"200"}, found


def test_a_killed_worker_is_replaced_and_the_site_goes_on(site: Running) -> None:
    killed = site.workers[0]
    os.kill(killed, signal.SIGKILL)
    until(lambda: len(site.workers) == 2 and killed not in site.workers)
    for path in PATHS:
        assert site.get(path)


def test_figures_of_all_processes_are_one(site: Running) -> None:
    def count() -> float:
        told = site.get("/metrics").decode()
        found = re.search(r'^timtin_requests_total\{route="/opensearch.xml".*\} (\S+)', told, re.M)
        return float(found[1]) if found else 0.0

    before = count()
    for _ in range(12):
        site.get("/opensearch.xml")
    assert count() == before + 12
    workers = set(site.workers)
    site.reload()
    until(lambda: replaced(site, workers))
    assert count() == before + 12  # nothing is forgotten with those who counted it


def test_settings_are_read_again_and_wrong_ones_are_not(site: Running, toml: Path) -> None:
    assert "Trước" in site.get("/").decode()
    for written, shown in (('site_name = "Sau"\n', "Sau"), ("site_name = 7\n", "Sau")):
        toml.write_text(written, encoding="utf-8")
        workers = set(site.workers)
        site.reload()
        until(lambda workers=workers: replaced(site, workers))  # type: ignore[misc]
        assert shown in site.get("/").decode()
    assert "the settings are not taken over" in site.errors.read_text(encoding="utf-8")


def test_logs_of_all_processes_are_json(site: Running) -> None:
    site.get("/opensearch.xml")
    lines = site.errors.read_text(encoding="utf-8").splitlines()
    assert any(json.loads(line).get("route") == "/opensearch.xml" for line in lines)


def test_a_stop_in_the_middle_of_reading_loses_no_count(settings: Settings, tmp_path: Path) -> None:
    database = tmp_path / "counts.sqlite3"
    environ = {"TIMTIN_COUNTERS": f"sqlite:///{database}"}
    with served(
        settings.home, settings.index, tmp_path, "--processes", "2", environ=environ
    ) as site:
        site.wait_until_ready()
        paths = (("page", f"/tin/{quote(one['id'], safe='')}") for one in cycle(ARTICLES))

        async def read() -> int:
            crowd = Traffic(site.port, paths)
            await crowd.run(15, 2)
            crowd.close()
            return sum(one.status == 200 for one in crowd.answers)

        answered = run(read())
        site.process.send_signal(signal.SIGTERM)
        assert site.process.wait(PATIENCE) == 0
    engine = create_engine(f"sqlite:///{database}")
    with engine.connect() as connection:
        reads = connection.execute(text("SELECT sum(count) FROM reads")).scalar()
    engine.dispose()
    assert answered == 30
    assert reads == answered


def test_a_reader_whom_several_processes_answer_is_one(settings: Settings, tmp_path: Path) -> None:
    database = tmp_path / "counts.sqlite3"
    environ = {"TIMTIN_COUNTERS": f"sqlite:///{database}"}
    path = f"/tin/{quote(ARTICLES[0]['id'], safe='')}"
    with served(
        settings.home, settings.index, tmp_path, "--processes", "2", environ=environ
    ) as site:
        site.wait_until_ready()
        for _ in range(2):
            for _ in range(20):  # each by a connection of its own
                site.get(path, READER)
            workers = set(site.workers)
            site.reload()
            until(lambda workers=workers: replaced(site, workers))  # type: ignore[misc]
        site.get(path, {**READER, "User-Agent": "Mozilla/5.0 (Macintosh) Safari/605.1.15"})
        until(lambda: _counted(site) == (2, 2, 2))


def _counted(site: Running) -> tuple[int, ...]:
    """Return visits, visitors and reads; nothing while a new process has not opened the counters."""
    try:
        found = json.loads(site.get("/api/statistics"))
    except HTTPError as error:
        error.close()
        return ()
    reads = sum(day["count"] for day in found["reads"]["days"])
    return found["visits"]["total"], found["visits"]["online"], reads
