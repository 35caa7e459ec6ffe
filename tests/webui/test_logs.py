"""What stands in the logs, and what never does."""

import io
import json
import logging
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from searcher import MonitoringSettings, Settings
from webui import create_app
from webui.watching import logs

ADDRESS = "203.0.113.77"
TYPED = "bệnh viện tâm thần"


class Log:
    """What was written since; `lines` reads it as JSON."""

    def __init__(self, stream: io.StringIO) -> None:
        self.stream = stream

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    def of(self, logger: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["logger"] == logger]


@pytest.fixture
def logged() -> io.StringIO:
    """Return what logs are written to."""
    return io.StringIO()


def site(settings: Settings, stream: io.StringIO, **told: Any) -> tuple[Flask, Log]:
    """Return a site that logs as JSON into a stream."""
    monitoring = MonitoringSettings(**{"log": "json", **told})
    logs.configure(monitoring, stream)
    trusting = replace(settings, monitoring=monitoring, trusted_proxy=("127.0.0.1",))
    return create_app(trusting), Log(stream)


def asked(client: FlaskClient, path: str, **headers: str) -> Any:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get(path, headers={"X-Forwarded-For": ADDRESS, **named})


def test_every_request_is_a_line_with_its_id_and_nothing_personal(
    settings: Settings, logged: io.StringIO
) -> None:
    app, log = site(settings, logged)
    answer = asked(app.test_client(), f"/tim?q={TYPED}", User_Agent="Máy của Bình")
    (line,) = log.of("timtin.request")
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert (line["method"], line["route"], line["status"]) == ("GET", "/tim", 200)
    assert line["ms"] > 0
    assert line["bytes"] == len(answer.data)
    for personal in (ADDRESS, TYPED, "tâm thần", "t%C3%A2m", "Bình"):
        assert personal not in log.text


def test_probes_are_told_only_when_they_fail(settings: Settings, logged: io.StringIO) -> None:
    app, log = site(settings, logged)
    client = app.test_client()
    for path in ("/healthz", "/readyz", "/metrics"):
        assert client.get(path).status_code == 200
    assert log.text == ""
    asked(client, "/metrics")
    assert [line["status"] for line in log.of("timtin.request")] == [403]


@pytest.mark.parametrize("id_", ["a1b2c3d4", "01HV-abc_DEF.9", "x" * 64])
def test_the_id_of_a_trusted_proxy_is_kept(
    settings: Settings, logged: io.StringIO, id_: str
) -> None:
    app, _ = site(settings, logged)
    assert asked(app.test_client(), "/healthz", X_Request_ID=id_).headers["X-Request-ID"] == id_


@pytest.mark.parametrize(
    "id_", ["", "short", "x" * 65, "a b c d e f", "a1b2c3d4;", '{"a":"b"}xx', "mãã-bài-viết", "../../../etc"]
)  # fmt: skip
def test_an_id_that_is_none_is_replaced(settings: Settings, logged: io.StringIO, id_: str) -> None:
    app, _ = site(settings, logged)
    given = asked(app.test_client(), "/healthz", X_Request_ID=id_).headers["X-Request-ID"]
    assert given != id_
    assert len(given) == 32


def test_nobody_but_the_proxy_chooses_an_id(settings: Settings, logged: io.StringIO) -> None:
    app, _ = site(settings, logged)
    own = app.test_client().get(
        "/healthz", headers={"X-Request-ID": "a1b2c3d4"}, environ_overrides={"REMOTE_ADDR": ADDRESS}
    )
    assert own.headers["X-Request-ID"] != "a1b2c3d4"


def test_a_slow_search_tells_its_stages_and_a_hash_of_its_text(
    settings: Settings, logged: io.StringIO
) -> None:
    app, log = site(settings, logged, slow=1)
    client = app.test_client()
    for words in (TYPED, TYPED, "lễ hội"):
        asked(client, f"/api/search?q={words}&page=1&copies=1&per_page=50")
    first, again, other = log.of("timtin.slow")
    assert {"parse", "search", "rank", "highlight", "suggest"} <= first["stages"].keys()
    assert first["query_hash"] == again["query_hash"] != other["query_hash"]
    assert first["request_id"] != again["request_id"]
    assert "query" not in first
    assert TYPED not in log.text


def test_the_text_of_a_slow_search_is_told_where_the_settings_want_it(
    settings: Settings, logged: io.StringIO
) -> None:
    app, log = site(settings, logged, slow=1, slow_text=True)
    asked(app.test_client(), f"/api/search?q={TYPED}&per_page=50")
    (slow,) = log.of("timtin.slow")
    assert slow["query"] == TYPED
    assert "query_hash" not in slow


def test_no_search_is_slow_where_the_threshold_is_off(
    settings: Settings, logged: io.StringIO
) -> None:
    app, log = site(settings, logged, slow=0)
    asked(app.test_client(), f"/tim?q={TYPED}")
    assert log.of("timtin.slow") == []


def test_an_error_is_told_with_its_trace_but_without_what_was_typed(
    settings: Settings, logged: io.StringIO
) -> None:
    app, log = site(settings, logged)

    @app.get("/hong")
    def broken() -> str:
        raise ValueError(f"cannot read {TYPED} from {ADDRESS} and 2001:db8::7")

    answer = asked(app.test_client(), f"/hong?q={TYPED}")
    assert answer.status_code == 500
    (line,) = [line for line in log.lines if "error" in line]
    assert line["request_id"] == answer.headers["X-Request-ID"]
    assert "ValueError" in line["error"]
    for personal in (ADDRESS, TYPED, "2001:db8::7"):
        assert personal not in log.text


def test_what_libraries_say_of_addresses_is_masked(logged: io.StringIO) -> None:
    logs.configure(MonitoringSettings(log="json"), logged)
    logging.getLogger("waitress").warning('Malformed header from "%s": %s', ADDRESS, "::1")
    assert json.loads(logged.getvalue())["message"] == 'Malformed header from "***": ***'


@pytest.mark.parametrize(
    "text", ["12:30:45", "a:b", "version 1.2.3", "16:16 - 04/03/2024", "lỗi: 12"]
)
def test_times_and_versions_are_no_addresses(text: str) -> None:
    assert logs.masked(text) == text


def test_plain_logs_are_lines_for_people_without_a_line_per_request(
    settings: Settings, logged: io.StringIO
) -> None:
    app, log = site(settings, logged, log="plain", slow=0)
    asked(app.test_client(), f"/tim?q={TYPED}")
    assert log.text == ""
    logging.getLogger("timtin").warning("đĩa sắp đầy")
    assert log.text.endswith("WARNING timtin: đĩa sắp đầy\n")
