"""Clients are counted by many threads at once: no thread of the library's may be started twice."""

import threading
from pathlib import Path

import pytest
from limits import parse
from limits.strategies import SlidingWindowCounterRateLimiter

from searcher import Settings
from searcher.settings.limits import LimitSettings
from webui import create_app
from webui.guarding.rates import RateMemory

ELSEWHERE = {"REMOTE_ADDR": "203.0.113.9"}
RATE = parse("600/minute")


@pytest.mark.usefixtures("hurried")
def test_requests_at_once_are_counted_and_start_no_thread() -> None:
    memory = RateMemory()
    memory.timer.join()  # the library's first
    limiter, together, wrong = (
        SlidingWindowCounterRateLimiter(memory),
        threading.Barrier(6),
        list[str](),
    )
    before = threading.active_count()
    most = [before]

    def ask(client: int) -> None:
        for n in range(300):
            together.wait(60)
            try:
                limiter.hit(RATE, f"{client}.{n}")
            except Exception as error:
                wrong.append(repr(error))
            most.append(threading.active_count())

    threads = [threading.Thread(target=ask, args=(client,)) for client in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    assert wrong == []
    assert max(most) <= before + 6


def test_what_is_over_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    memory = RateMemory()
    for n in range(50):
        memory.incr(f"client {n}", expiry=0)
    monkeypatch.setattr("webui.guarding.rates._EVERY", 0.0)
    memory.incr("another", expiry=60)
    assert set(memory.storage) == {"another"}


def test_a_limit_is_a_limit() -> None:
    limiter = SlidingWindowCounterRateLimiter(RateMemory())
    rate = parse("3/minute")
    assert [limiter.hit(rate, "one") for _ in range(5)].count(True) in {
        3,
        4,
    }  # 4 over the turn of a minute
    assert limiter.hit(rate, "two")


def test_a_site_whose_redis_is_away_counts_in_the_same_memory(tmp_path: Path) -> None:
    limits = LimitSettings(rate="2/hour", rate_storage="redis://127.0.0.1:1/0")
    app = create_app(Settings(home=tmp_path, engine="memory", counters="off", limits=limits))
    client = app.test_client()
    told = [client.get("/opensearch.xml", environ_base=ELSEWHERE).status_code for _ in range(4)]
    assert told[-1] == 429
    (limiter,) = app.extensions["limiter"]
    assert isinstance(limiter._fallback_storage, RateMemory)
