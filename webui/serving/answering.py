"""One process answers for the site, from its first request to the last count that it writes."""

import threading
from collections.abc import Callable
from typing import cast

from flask import Flask

from searcher import TimTinError
from webui.serving.server import Server
from webui.serving.spare import Spare
from webui.site import Site
from webui.watching.health import readiness_of
from webui.watching.observing import metrics_of
from webui.watching.tracing import Tracing

FIRST = 2.0
"""Seconds in which the first reader is expected: what he need not wait for is loaded after his answer."""


def answer(app: Flask, server: Server, beat: Callable[[], None] = lambda: None) -> None:
    """Let a server of this process answer for the site until it is stopped; counts are written at the end.

    Raises SettingsError where the address of the counters' database is wrong.
    """
    metrics_of(app).waiting_requests(server.queue.waiting)
    archive = cast(Site, app.extensions[Site.NAME]).archive
    figures, spare = _Figures(app, server), Spare(archive.generation)
    figures.start()

    def beats() -> None:
        """Look after the master's clock and after spare memory."""
        beat()
        spare.beat()

    try:
        server.run(beats)
    finally:
        figures.close()
        cast(Tracing, app.extensions[Tracing.NAME]).close()


class _Figures(threading.Thread):
    """Opens the counters' database, whose library takes long to load, beside the first answer: it has no figures."""

    def __init__(self, app: Flask, server: Server) -> None:
        super().__init__(name="figures", daemon=True)
        self._counting = cast(Site, app.extensions[Site.NAME]).counting
        self._answered, self._server = readiness_of(app).answered, server
        self._trouble: TimTinError | None = None
        self._counting.postpone()

    def run(self) -> None:
        """Open it; the server ends where that can never be."""
        self._answered.wait(FIRST)
        try:
            self._counting.start()
        except TimTinError as error:
            self._trouble = error
            self._server.stop()

    def close(self) -> None:
        """Write what was counted; raises what kept the database from being opened."""
        self._answered.set()
        self.join()
        self._counting.close()
        if self._trouble is not None:
            raise self._trouble
