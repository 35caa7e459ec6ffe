"""Several processes behind one address: gunicorn's master with workers that serve as a single process does.

The master loads the program once and splits the workers off, so that they share its memory; the index is
mapped from its files by each, which is shared as well. On SIGHUP it reads the settings again and replaces the
workers one generation by the next: new ones answer before the old ones stop. A worker that dies is replaced.
"""

import gc
import logging
import mmap
import os
import shutil
import time
from collections.abc import Callable
from typing import Any, cast

from flask import Flask
from gunicorn.app.base import BaseApplication  # type: ignore[import-untyped]
from gunicorn.arbiter import Arbiter  # type: ignore[import-untyped]
from gunicorn.workers.base import Worker  # type: ignore[import-untyped]

import webui.watching.logs as logs
from searcher import Crowd, Settings, TimTinError
from webui.factory import create_app
from webui.serving.answering import answer
from webui.serving.listening import address_of, listen
from webui.serving.server import Server
from webui.serving.shared_figures import MASTER, Numbering, forget, share
from webui.site import Site as Parts
from webui.watching.health import readiness_of
from webui.watching.metrics import SHARED_FOLDER, Metrics
from webui.watching.observing import metrics_of

_TIMEOUT = 60
"""Seconds without a sign of life after which a worker is killed and replaced."""
_LOADING = 60.0
"""Seconds that old workers go on for new ones that are not ready."""
_FIGURES = 2.0
"""Seconds from one telling of a worker's own figures to the next."""
_SPARE = 5
"""Seconds that the master grants beyond what its workers grant their requests."""
_TAKEN_OVER = "GUNICORN_FD"
"""Set by a master that starts its successor (SIGUSR2): the sockets that it hands on."""

_log = logging.getLogger("gunicorn.error")


class Site(BaseApplication):  # type: ignore[misc] # the library has no types
    """The site as gunicorn sees it."""

    def __init__(self, settings: Settings, bind: str, again: Callable[[], Settings]) -> None:
        self._settings, self._bind, self._again = settings, bind, again
        super().__init__()  # first: the environment of a successor (SIGUSR2) must not name our folder
        self._numbering = Numbering()
        self.folder = share(self._numbering)
        self._metrics = Metrics()
        self._crowd = Crowd() if Crowd.is_possible() else None

    def load_config(self) -> None:
        """Tell gunicorn what the settings say."""
        serving = self._settings.serving
        for name, value in {
            "bind": self._bind,
            "workers": serving.processes or 1,
            "worker_class": WaitressWorker,
            "preload_app": True,
            "timeout": _TIMEOUT,
            "graceful_timeout": serving.grace + _SPARE,
            "control_socket_disable": True,
            "logger_class": _Logger,
            "pre_fork": self._number,
            "post_fork": self._begin,
            "child_exit": self._forget,
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        """Make the site; it is made again after each SIGHUP."""
        app = self._made(self._settings)
        forget(MASTER, self.folder)  # it answers nobody
        gc.collect()
        gc.freeze()  # the collector would write to the memory that the workers share
        return app

    def _made(self, settings: Settings) -> Flask:
        app = create_app(settings, metrics=self._metrics)
        if self._crowd is not None:
            cast(Parts, app.extensions[Parts.NAME]).counting.share(self._crowd)
        return app

    def reload(self) -> None:
        """Read the settings again; where they are wrong the site stays as it is."""
        try:
            settings = self._again()
            self.callable = self._made(settings)
        except TimTinError as error:
            _log.error("the settings are not taken over: %s", error.en)
            return
        logs.configure(settings.monitoring)
        self._settings = settings
        super().reload()

    def _number(self, arbiter: Arbiter, worker: "WaitressWorker") -> None:
        others: list[WaitressWorker] = list(arbiter.WORKERS.values())
        worker.number = self._numbering.free(one.number for one in others)
        worker.has_time = any(one.is_ready for one in others)

    def _begin(self, _arbiter: Arbiter, worker: "WaitressWorker") -> None:
        self._numbering.mine = worker.number
        worker.settings = self._settings

    def _forget(self, _arbiter: Arbiter, worker: "WaitressWorker") -> None:
        forget(worker.number, self.folder)


class Master(Arbiter):  # type: ignore[misc]
    """gunicorn's master, which stops old workers only once the new ones are ready."""

    def manage_workers(self) -> None:
        """Start and stop workers until there are as many as there should be."""
        if len(self.WORKERS) > self.num_workers:
            self._wait_for_new()
        super().manage_workers()

    def _wait_for_new(self) -> None:
        end = time.monotonic() + _LOADING
        while time.monotonic() < end and not self._are_ready():
            self.reap_workers()
            time.sleep(0.05)

    def _are_ready(self) -> bool:
        newest = sorted(self.WORKERS.values(), key=lambda one: int(one.age))[-self.num_workers :]
        return all(one.is_ready for one in newest)


class WaitressWorker(Worker):  # type: ignore[misc]
    """A process that answers with the same server as a site of one process.

    Where others answer already it `has_time`: it opens the index before it takes its first request.
    """

    number: str
    settings: Settings
    has_time = False
    server: Server | None = None
    _told = 0.0

    def __init__(self, *given: Any) -> None:
        super().__init__(*given)
        self._ready = mmap.mmap(-1, 1)  # shared with the master

    @property
    def is_ready(self) -> bool:
        """Whether the worker has opened the index; known to the master too."""
        return self._ready[0] > 0

    def run(self) -> None:
        """Answer until the master says stop, or is gone."""
        app: Flask = self.wsgi
        self._loading = readiness_of(app).load()
        while self.has_time and self._loading.is_alive() and self.alive:
            self._loading.join(0.1)
            self.notify()
        sockets = [one.sock for one in self.sockets]
        self.server = Server(app, sockets, self.settings.serving, metrics_of(app).shed.inc)
        if not self.alive:
            self.server.stop()
        answer(app, self.server, self._beat)

    def handle_exit(self, sig: int, frame: object) -> None:  # noqa: ARG002 - gunicorn asks so
        """Stop, once all that is under way is answered."""
        self.alive = False
        if self.server is not None:
            self.server.stop()

    handle_quit = handle_exit

    def _beat(self) -> None:
        self.notify()
        self._ready[0] = not self._loading.is_alive()
        if os.getppid() != self.ppid and self.server is not None:
            self.server.stop()
        if time.monotonic() - self._told > _FIGURES:
            self._told = time.monotonic()
            metrics_of(self.wsgi).refresh()


class _Logger:
    """gunicorn's log, as the site writes its own."""

    def __init__(self, cfg: Any) -> None:
        self.cfg = cfg
        self.access_log = self.error_log = _log

    def setup(self, cfg: Any) -> None:
        """Take over the settings."""
        self.cfg = cfg

    def __getattr__(self, name: str) -> Any:
        return getattr(_log, name)

    def reopen_files(self) -> None:
        """Do nothing: there are none."""

    def close_on_exec(self) -> None:
        """Do nothing: there are none."""


def serve(settings: Settings, host: str, port: int, again: Callable[[], Settings]) -> None:
    """Serve with several processes until told to stop; raises UsageError where the address cannot be had."""
    bind = f"{host}:{port}" if _TAKEN_OVER in os.environ else _bound(host, port)
    own = SHARED_FOLDER not in os.environ
    site = Site(settings, bind, again)
    master = os.getpid()
    try:
        Master(site).run()
    finally:
        if own and os.getpid() == master:  # a worker ends here too
            shutil.rmtree(site.folder, ignore_errors=True)


def _bound(host: str, port: int) -> str:
    listener = listen(host, port)
    print(f"Tìm Tin đang chạy tại {address_of(listener)}", flush=True)
    return f"fd://{listener.detach()}"
