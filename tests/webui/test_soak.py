"""A short soak: thousands of requests and several publishes leave neither handles nor memory behind.

`python -m benchmarks.soak` is the long one, over servers of their own, with kills and full disks.
"""

import gc
import itertools
import logging
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from searcher import Settings
from tests.webui.conftest import publish
from tests.webui.news import FLOODS
from webui import create_app
from webui.watching import logs

ROUNDS, WARM, REQUESTS = 8, 4, 200
"""Rounds of requests, each followed by a publish; those in which caches fill; requests of a round."""
WORDS = (
    "nước lũ",
    "nuoc lu",
    "sông Bồ",
    "thi đua",
    "“dâng ngày”",
    "lũ -bão",
    "xyzzy",
    "thời tiết 10/2024",
)
ADDRESSES = ("/tim?q={word}", "/tim?q={word}&page={page}", "/tin/lu-{day:02}", "/api/suggest?q={word}",
             "/api/search?q={word}&explain=1", "/", "/rss?q={word}", "/ngay/2024-10-{day:02}", "/tin/khong-co", "/readyz")  # fmt: skip
GROWTH = 2_000
"""Pieces of memory that may be more after twice as many rounds: answers of one generation that stay have more."""


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    """Make settings of an index that a test may change."""
    counters = f"sqlite:///{tmp_path}/counts.sqlite3"
    settings = Settings(home=tmp_path / "indexes", workers=1, counters=counters)
    publish(settings, tmp_path, *FLOODS)
    return settings


def addresses() -> Iterator[str]:
    """Yield what readers ask, without end."""
    for number in itertools.count():
        asked = ADDRESSES[number % len(ADDRESSES)]
        yield asked.format(
            word=WORDS[number % len(WORDS)], page=1 + number % 3, day=1 + number % 25
        )


def rounds(app: Flask, settings: Settings, folder: Path) -> Iterator[tuple[int, int, int]]:
    """Yield the pieces of memory, the open files and the threads that are held after each round."""
    asked, statuses = addresses(), set[int]()
    for number in range(ROUNDS):
        client = app.test_client()
        for address in itertools.islice(asked, REQUESTS):
            statuses.add(
                client.get(address, headers={"User-Agent": f"Firefox/{number}"}).status_code
            )
        publish(settings, folder, {**FLOODS[0], "summary": f"Bản {number}"})
        assert client.get("/tin/lu-01").status_code == 200
        gc.collect()
        held = sys.getallocatedblocks()
        yield held, len(list(Path("/proc/self/fd").iterdir())), threading.active_count()
    assert statuses <= {200, 400, 404}, statuses


@pytest.mark.skipif(
    not Path("/proc/self/fd").is_dir(), reason="open files are counted as Linux has them"
)
def test_requests_and_publishes_leave_nothing_behind(
    own: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING, logs.REQUESTS)  # pytest itself keeps what is logged
    app = create_app(own)
    try:
        seen = list(rounds(app, own, tmp_path))
    finally:
        app.extensions["timtin"].counting.close()
    warm, last = seen[WARM - 1], seen[-1]
    assert last[0] - warm[0] < GROWTH, [one[0] for one in seen]
    assert last[1] <= warm[1], [one[1] for one in seen]
    assert last[2] <= warm[2], [one[2] for one in seen]
