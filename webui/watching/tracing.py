"""OpenTelemetry traces of requests and their stages, for a receiver that the settings name.

A request becomes a span when it was answered, its stages become spans inside; what was typed, addresses
and whole URLs are in none of them. Without a receiver nothing is imported and nothing is done. A proxy
that traces too sends `traceparent` (https://www.w3.org/TR/trace-context/): the spans join its trace.
"""

import threading
from typing import TYPE_CHECKING, Any, ClassVar

from flask import request

from searcher import MonitoringSettings, SettingsError
from webui.watching.request_ids import is_from_proxy
from webui.watching.watch import Stage, Watch

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer


class Tracing:
    """Sends spans from a thread that starts with the first request, so that a server may fork before."""

    NAME: ClassVar[str] = "timtin.tracing"

    def __init__(self, settings: MonitoringSettings) -> None:
        """Raise SettingsError where a receiver is named and the extra `tracing` is not installed."""
        self._settings = settings
        self._starting = threading.Lock()
        self._tracer: Tracer | None = None
        self._provider: Any = None
        if settings.traces:
            _is_installed()

    def tell(self, watch: Watch, route: str, status: int) -> None:
        """Send the spans of a request that was answered."""
        if self._settings.traces:
            self._tell(watch, route, status)

    def close(self) -> None:
        """Send what waits, and end the thread."""
        provider, self._provider, self._tracer = self._provider, None, None
        if provider is not None:
            provider.shutdown()

    def _tell(self, watch: Watch, route: str, status: int) -> None:
        from opentelemetry import trace  # only where traces are wanted

        tracer = self._tracer or self._started()
        span = tracer.start_span(
            f"{request.method} {route}",
            context=_context(),
            kind=trace.SpanKind.SERVER,
            start_time=watch.began_ns,
            attributes={
                "http.request.method": request.method,
                "http.route": route,
                "http.response.status_code": status,
                "timtin.request_id": watch.request_id,
            },
        )
        if status >= 500:
            span.set_status(trace.StatusCode.ERROR)
        inside = trace.set_span_in_context(span)
        for stage in watch.stages:
            began = _moment(watch, stage)
            part = tracer.start_span(stage.name, context=inside, start_time=began)
            part.end(began + int(stage.seconds * 1e9))
        span.end(watch.began_ns + int(watch.seconds * 1e9))

    def _started(self) -> "Tracer":
        with self._starting:
            if self._tracer is None:
                self._provider = _provider(self._settings)
                self._tracer = self._provider.get_tracer("timtin")
            return self._tracer


def _moment(watch: Watch, stage: Stage) -> int:
    return watch.began_ns + int((stage.began - watch.began) * 1e9)


def _is_installed() -> None:
    try:
        import opentelemetry.exporter.otlp.proto.http
        import opentelemetry.sdk.trace  # noqa: F401
    except ImportError as error:
        raise SettingsError(
            "monitoring.traces cần phần thêm: hãy chạy pip install 'timtin[tracing]'.",
            "monitoring.traces needs an extra: run pip install 'timtin[tracing]'.",
            key="monitoring.traces",
        ) from error


def _provider(settings: MonitoringSettings) -> Any:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor
    from opentelemetry.sdk.trace.sampling import ParentBased, TraceIdRatioBased

    provider = TracerProvider(
        sampler=ParentBased(TraceIdRatioBased(settings.traces_share)),
        resource=Resource.create({"service.name": "timtin"}),
    )
    exporter = OTLPSpanExporter(endpoint=settings.traces)
    provider.add_span_processor(BatchSpanProcessor(exporter))
    return provider


def _context() -> Any:
    if not is_from_proxy(request):  # anybody could ask for traces otherwise
        return None
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    return TraceContextTextMapPropagator().extract(dict(request.headers.items(lower=True)))
