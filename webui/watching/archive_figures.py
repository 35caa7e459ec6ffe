"""What of the archive is watched: whether it can be searched, how old and how large it is."""

import time
from collections.abc import Callable, Iterator
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from searcher import Archive, ArchiveError


class ArchiveFigures(Collector):
    """Asked whenever the figures are read; an archive that cannot be opened is told by `timtin_index_ready` 0."""

    def __init__(self, archive: Archive, is_ready: Callable[[], bool]) -> None:
        self._archive, self._is_ready = archive, is_ready

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Yield the figures."""
        ready = self._is_ready()
        yield _gauge("timtin_index_ready", "Whether the index answers (1) or not (0).", ready)
        if ready:
            try:
                yield from self._of_generation()
            except ArchiveError:
                return

    def _of_generation(self) -> Iterator[GaugeMetricFamily]:
        manifest = self._archive.manifest()
        created = datetime.fromisoformat(manifest.created).timestamp()
        age = max(0.0, time.time() - created)
        yield _gauge(
            "timtin_generation_age_seconds", "Seconds since the visible generation was made.", age
        )
        yield _gauge("timtin_index_bytes", "Bytes of the visible generation.", manifest.bytes)
        yield _gauge("timtin_articles", "Articles of the visible generation.", manifest.articles)


def _gauge(name: str, told: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, told, value=float(value))
