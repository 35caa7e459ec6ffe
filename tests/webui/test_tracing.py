"""Traces, received by a real OTLP receiver over HTTP on this machine."""

import http.server
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from searcher import MonitoringSettings, Settings
from webui import create_app
from webui.watching.tracing import Tracing

TYPED = "bệnh viện tâm thần"
PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


class Receiver(http.server.ThreadingHTTPServer):
    """Keeps the spans that are sent to it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Receiving)
        self.spans: list[Any] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1/traces"


class _Receiving(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        told = ExportTraceServiceRequest()
        content = self.rfile.read(int(self.headers["Content-Length"]))
        told.ParseFromString(content)
        spans = cast(Receiver, self.server).spans
        for resource in told.resource_spans:
            spans += [span for scope in resource.scope_spans for span in scope.spans]
        self.send_response(200)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def spans(settings: Settings, receiver: Receiver, share: float = 1.0, **headers: str) -> list[Any]:
    """Ask one search of a site that traces; return the spans that arrived."""
    monitoring = MonitoringSettings(traces=receiver.address, traces_share=share)
    app = create_app(replace(settings, monitoring=monitoring, trusted_proxy=("127.0.0.1",)))
    named = {"X-Forwarded-For": "203.0.113.7", "User-Agent": "Máy của Bình", **headers}
    assert app.test_client().get(f"/tim?q={TYPED}", headers=named).status_code == 200
    cast(Tracing, app.extensions[Tracing.NAME]).close()
    return receiver.spans


def test_a_request_is_a_span_with_its_stages_inside(settings: Settings, receiver: Receiver) -> None:
    found = {span.name: span for span in spans(settings, receiver)}
    whole = found.pop("GET /tim")
    assert {"parse", "search", "rank", "highlight", "suggest", "render"} <= found.keys()
    for part in found.values():
        assert part.parent_span_id == whole.span_id
        assert part.trace_id == whole.trace_id
        assert whole.start_time_unix_nano <= part.start_time_unix_nano
        assert part.start_time_unix_nano <= part.end_time_unix_nano <= whole.end_time_unix_nano
    told = {one.key: one.value for one in whole.attributes}
    assert told["http.route"].string_value == "/tim"
    assert told["http.response.status_code"].int_value == 200


def test_spans_say_nothing_of_who_asked_what(settings: Settings, receiver: Receiver) -> None:
    told = "".join(map(str, spans(settings, receiver)))
    assert "GET /tim" in told
    for personal in (TYPED, "t%C3%A2m", "203.0.113.7", "Bình"):
        assert personal not in told


def test_spans_join_the_trace_of_the_proxy(settings: Settings, receiver: Receiver) -> None:
    found = spans(settings, receiver, 0.0, traceparent=PARENT)
    assert {span.trace_id.hex() for span in found} == {PARENT.split("-")[1]}


def test_a_share_of_nothing_sends_nothing(settings: Settings, receiver: Receiver) -> None:
    assert spans(settings, receiver, 0.0) == []


def test_nobody_but_the_proxy_can_ask_for_a_trace(settings: Settings, receiver: Receiver) -> None:
    monitoring = MonitoringSettings(traces=receiver.address, traces_share=0.0)
    app = create_app(replace(settings, monitoring=monitoring))
    app.test_client().get("/healthz", headers={"traceparent": PARENT})
    cast(Tracing, app.extensions[Tracing.NAME]).close()
    assert receiver.spans == []


def test_where_nobody_traces_nothing_is_loaded() -> None:
    code = (
        "import sys; from searcher import Settings; from webui import create_app;"
        "create_app(Settings(engine='memory')).test_client().get('/healthz');"
        "print([name for name in sys.modules if name.startswith('opentelemetry')])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
