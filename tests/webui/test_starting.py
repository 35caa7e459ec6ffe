"""What a server loads before it answers, and what it says meanwhile."""

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from flask.testing import FlaskClient

from webui.watching.health import Readiness, readiness_of

HEAVY = ("trafilatura", "feedparser", "warcio", "lxml", "sqlalchemy", "pyvi", "sklearn", "opensearchpy",
         "searcher.indexing", "searcher.sources", "gunicorn", "redis", "opentelemetry")  # fmt: skip


def test_a_server_loads_nothing_that_only_indexing_needs() -> None:
    code = (
        "import sys, webui.serving.running, timtin.serve; from searcher import Settings;"
        "webui.serving.running.create_app(Settings(engine='memory')).test_client().get('/healthz');"
        f"print([name for name in {HEAVY!r} if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


@contextmanager
def loading(app: Flask) -> Iterator[threading.Event]:
    """Hold the site as it is while its index is opened, until the event is set."""
    go = threading.Event()

    class Held(Readiness):
        def probe(self) -> None:
            assert go.wait(30)
            super().probe()

    app.extensions[Readiness.NAME] = held = Held(app.extensions["timtin"].archive)
    thread = held.load()
    yield go
    go.set()
    thread.join(30)
    assert not thread.is_alive()


def test_a_site_is_alive_but_not_ready_while_it_opens_its_index(
    app: Flask, client: FlaskClient
) -> None:
    with loading(app) as go:
        assert client.get("/healthz").status_code == 200
        answer = client.get("/readyz")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
        assert answer.json == {"status": "loading"}
        assert "timtin_index_ready 0.0" in client.get("/metrics").text
        go.set()
        assert readiness_of(app).wait(30)
        ready = client.get("/readyz")
        assert ready.status_code == 200
        assert ready.json is not None
        assert ready.json["articles"] > 0
    assert "timtin_index_ready 1.0" in client.get("/metrics").text


def test_a_site_without_an_index_is_alive_and_not_ready(empty_client: FlaskClient) -> None:
    assert empty_client.get("/healthz").status_code == 200
    answer = empty_client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json is not None
    assert answer.json["error"]["code"] == "index-missing"


def test_any_wsgi_server_can_serve_the_site() -> None:
    code = "from webui.wsgi import site;print(site().test_client().get('/healthz').json)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "{'status': 'ok'}"
