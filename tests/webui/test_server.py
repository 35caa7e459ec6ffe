"""The server of one process: what waits, who is sent away, and how it ends."""

import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from searcher import ServingSettings
from webui.serving.server import Server

PATIENCE = 30.0


class Slow:
    """A WSGI app whose answers wait until they are let go; `begun` counts those under way."""

    def __init__(self) -> None:
        self.go, self.begun = threading.Event(), threading.Semaphore(0)

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        self.begun.release()
        assert self.go.wait(PATIENCE)
        start("200 OK", [("Content-Type", "text/plain"), ("Content-Length", "2")])
        return [b"ok"]


OPEN: list["Asked"] = []
"""Those whose connections are to be closed at the end of a test."""


class Asked(threading.Thread):
    """One request in a thread of its own, over a connection that stays open; `status` is 0 until it is answered."""

    def __init__(self, port: int, path: str = "/") -> None:
        super().__init__(daemon=True)
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self.path, self.status, self.headers = path, 0, dict[str, str]()
        OPEN.append(self)
        self.start()

    def run(self) -> None:
        self.connection.request("GET", self.path)
        with suppress(http.client.RemoteDisconnected, ConnectionResetError):
            answer = self.connection.getresponse()
            self.status, self.headers = answer.status, dict(answer.getheaders())
            answer.read()

    def done(self) -> int:
        self.join(PATIENCE)
        return self.status


@contextmanager
def running(app: Any, **told: int) -> Iterator[tuple[Server, int, list[int]]]:
    """Run a server in a thread; yield it, its port and the list of who was sent away."""
    shed: list[int] = []
    with socket.create_server(("127.0.0.1", 0), backlog=128) as listener:
        settings = ServingSettings(**{"threads": 1, "queue": 1, "grace": 20, **told})
        server = Server(app, [listener.dup()], settings, lambda: shed.append(1))
        thread = threading.Thread(target=server.run)
        thread.start()
        try:
            yield server, listener.getsockname()[1], shed
        finally:
            if isinstance(app, Slow):
                app.go.set()
            server.stop()
            thread.join(PATIENCE)
            assert not thread.is_alive()
            while OPEN:
                asked = OPEN.pop()
                asked.join(PATIENCE)
                asked.connection.close()


def until(what: Callable[[], bool]) -> None:
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.mark.parametrize(("path", "kind"), [("/tim?q=a", "text/html"), ("/api/search", "application/json")])  # fmt: skip
def test_whoever_finds_the_queue_full_is_told_to_come_back(path: str, kind: str) -> None:
    app = Slow()
    with running(app) as (server, port, shed):
        first = Asked(port)
        assert app.begun.acquire(timeout=PATIENCE)
        second = Asked(port)
        until(lambda: server.queue.waiting() == 1)
        third = Asked(port, path)
        assert third.done() == 503
        assert third.headers["Retry-After"].isdigit()
        assert third.headers["Content-Type"].startswith(kind)
        assert shed == [1]
        app.go.set()
        assert (first.done(), second.done()) == (200, 200)
        assert Asked(port).done() == 200  # at once, as if nothing had been


def test_a_stop_waits_for_what_is_under_way_and_for_what_waits() -> None:
    app = Slow()
    with running(app, queue=5) as (server, port, _):
        first = Asked(port)
        assert app.begun.acquire(timeout=PATIENCE)
        second = Asked(port)
        until(lambda: server.queue.waiting() == 1)
        server.stop()
        app.go.set()
        assert (first.done(), second.done()) == (200, 200)
        assert first.headers["Connection"] == "close"


def test_an_open_connection_is_answered_once_more_during_a_stop() -> None:
    app = Slow()
    app.go.set()
    with running(app, queue=5) as (server, port, _):
        kept = Asked(port)
        assert kept.done() == 200
        assert "Connection" not in kept.headers
        server.stop()
        kept.connection.request("GET", "/")
        answer = kept.connection.getresponse()
        assert (answer.status, answer.read()) == (200, b"ok")
        assert answer.getheader("Connection") == "close"


def test_a_stop_does_not_wait_longer_than_its_grace() -> None:
    app = Slow()
    with running(app, grace=1) as (server, port, _):
        late = Asked(port)
        assert app.begun.acquire(timeout=PATIENCE)
        server.stop()
        # The connection is closed although the app has not answered: it waits to be let go all the while.
        assert late.done() == 0
        assert not late.is_alive()
        assert not app.go.is_set()


def test_nobody_is_listened_to_after_a_stop() -> None:
    app = Slow()
    app.go.set()
    with running(app) as (_server, port, _):
        assert Asked(port).done() == 200
    with pytest.raises(OSError, match="refused"):
        socket.create_connection(("127.0.0.1", port), timeout=PATIENCE).close()
