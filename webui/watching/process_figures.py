"""What a process costs the machine, as the kernel tells it; see proc(5)."""

import os
import resource
import threading
import time
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge

_PAGE = resource.getpagesize()
_STATM, _OPEN = Path("/proc/self/statm"), Path("/proc/self/fd")


class ProcessFigures:
    """Gauges of the process that sets them; with several processes each has a label `pid`, its number."""

    def __init__(self, registry: CollectorRegistry) -> None:
        def _gauge(name: str, told: str) -> Gauge:
            return Gauge(
                f"timtin_process_{name}", told, registry=registry, multiprocess_mode="liveall"
            )

        self._resident = _gauge("resident_bytes", "Memory in use, files that are shared included.")
        self._files = _gauge("open_files", "Open files and connections.")
        self._threads = _gauge("threads", "Threads of Python.")
        self._started = _gauge("start_time_seconds", "When the process began, since 1970.")
        self._cpu = Counter(
            "timtin_process_cpu_seconds", "Seconds of a processor used.", registry=registry
        )
        self._counted = 0.0
        self._since = time.time()
        self._pid = os.getpid()

    def refresh(self) -> None:
        """Read the figures of this process again; where there is no /proc some are left out."""
        self._forked()
        self._threads.set(threading.active_count())
        self._started.set(self._since)
        used = time.process_time()
        self._cpu.inc(max(0.0, used - self._counted))
        self._counted = used
        if _STATM.exists():
            self._resident.set(int(_STATM.read_text().split()[1]) * _PAGE)
            self._files.set(sum(1 for _ in _OPEN.iterdir()) - 1)  # the folder itself is open now

    def _forked(self) -> None:
        """Begin again in a process that was split off: it has used nothing yet."""
        if self._pid != os.getpid():
            self._pid, self._since, self._counted = os.getpid(), time.time(), 0.0
