"""Figures for a machine that watches machines, in Prometheus' text format; see https://prometheus.io/docs.

Labels are bounded: routes are templates of addresses, never addresses; statuses, stages and processes are few.
With several processes (PROMETHEUS_MULTIPROC_DIR) each writes its figures to a file that the others read.
"""

import os
from collections.abc import Callable, Sequence

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.exposition import generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from searcher import Results
from webui.watching.process_figures import ProcessFigures
from webui.watching.watch import Stage

SHARED_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
NAME = "timtin.metrics"
NO_ROUTE = "(none)"
"""Label of requests for addresses that are none."""
_REQUEST = (0.005, 0.01, 0.02, 0.04, 0.08, 0.15, 0.2, 0.3, 0.5, 1.0, 2.0, 5.0, 10.0)
_STAGE = (0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0)
_FOUND = (0, 1, 10, 100, 1_000, 10_000, 100_000, 1_000_000)


class Metrics:
    """The figures of one site, in a registry of its own."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self._folder = os.environ.get(SHARED_FOLDER)
        self._of_the_moment: Collector | None = None
        self._waiting_counts: Callable[[], int] = int
        self._waiting_requests: Callable[[], int] = int
        self._count_requests(registry)
        self._count_searches(registry)
        self._measure(registry)
        self.process = ProcessFigures(registry)

    def _count_requests(self, registry: CollectorRegistry) -> None:
        self.requests = Counter(
            "timtin_requests", "Requests answered.", ("route", "status"), registry=registry
        )
        self.seconds = Histogram(
            "timtin_request_seconds",
            "Seconds from a request to its answer.",
            ("route",),
            buckets=_REQUEST,
            registry=registry,
        )
        self.stages = Histogram(
            "timtin_stage_seconds",
            "Seconds of a stage of an answer.",
            ("stage",),
            buckets=_STAGE,
            registry=registry,
        )
        self.shed = Counter(
            "timtin_requests_shed",
            "Requests refused with 503 because too many were waiting.",
            registry=registry,
        )

    def _count_searches(self, registry: CollectorRegistry) -> None:
        self.found = Histogram(
            "timtin_search_results", "Articles a search found.", buckets=_FOUND, registry=registry
        )
        self.searches = Counter("timtin_searches", "Searches answered.", registry=registry)
        self.empty = Counter(
            "timtin_searches_empty", "Searches that found nothing.", registry=registry
        )
        self.partial = Counter(
            "timtin_searches_partial", "Searches cut off at their deadline.", registry=registry
        )

    def _measure(self, registry: CollectorRegistry) -> None:
        self.under_way = Gauge(
            "timtin_requests_under_way",
            "Requests being answered.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        self._counts = Gauge(
            "timtin_counters_waiting_rows",
            "Rows of counts that wait to be written to the counters' database.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        self._queue = Gauge(
            "timtin_requests_waiting",
            "Requests that wait for a thread.",
            registry=registry,
            multiprocess_mode="livesum",
        )

    def answered(self, route: str, status: int, seconds: float) -> None:
        """Note an answer."""
        self.requests.labels(route, str(status)).inc()
        self.seconds.labels(route).observe(seconds)

    def staged(self, stages: Sequence[Stage]) -> None:
        """Note the stages of an answer."""
        for stage in stages:
            self.stages.labels(stage.name).observe(stage.seconds)

    def searched(self, found: Results) -> None:
        """Note what a search found."""
        self.searches.inc()
        self.found.observe(found.total)
        self.empty.inc(not found.total)
        self.partial.inc(found.partial)

    def of_the_moment(self, collector: Collector) -> None:
        """Ask this collector whenever the figures are read: it tells what is the same for all processes."""
        self._of_the_moment = collector

    def waiting_counts(self, rows: Callable[[], int]) -> None:
        """Ask this for the rows of counts that wait."""
        self._waiting_counts = rows

    def waiting_requests(self, requests: Callable[[], int]) -> None:
        """Ask this for the requests that wait."""
        self._waiting_requests = requests

    def refresh(self) -> None:
        """Set the gauges of this process; other processes see them only then."""
        self.process.refresh()
        self._counts.set(self._waiting_counts())
        self._queue.set(self._waiting_requests())

    def written(self) -> bytes:
        """Return all figures as text, those of all processes where there are several."""
        self.refresh()
        figures = self.registry
        if self._folder:
            figures = CollectorRegistry()
            MultiProcessCollector(figures, self._folder)  # type: ignore[no-untyped-call]
        moment = CollectorRegistry()
        if self._of_the_moment is not None:
            moment.register(self._of_the_moment)
        return bytes(generate_latest(figures) + generate_latest(moment))
