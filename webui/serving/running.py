"""Serve the site: in this process, or in several that a master of gunicorn's starts, watches and replaces."""

import signal
import threading
from collections.abc import Callable
from types import FrameType

import webui.watching.logs as logs
from searcher import Settings
from webui.factory import create_app
from webui.serving.answering import FIRST, answer
from webui.serving.listening import address_of, listen
from webui.serving.server import Server
from webui.watching.health import readiness_of
from webui.watching.observing import metrics_of


def run(
    settings: Settings, host: str, port: int, again: Callable[[], Settings] | None = None
) -> None:
    """Serve until interrupted or terminated; raises UsageError where the address cannot be had.

    With `serving.processes` a master serves with so many; it reads the settings `again` on SIGHUP.
    """
    logs.configure(settings.monitoring)
    if settings.serving.processes:
        from webui.serving.master import serve  # gunicorn only where there are several processes

        serve(settings, host, port, again or (lambda: settings))
        return
    listener = listen(host, port)
    app = create_app(settings)
    server = Server(app, [listener], settings.serving, metrics_of(app).shed.inc)
    print(f"Tìm Tin đang chạy tại {address_of(listener)}", flush=True)
    if threading.current_thread() is threading.main_thread():
        _listen_to_signals(server)
    readiness_of(app).load(patience=FIRST)
    answer(app, server)


def _listen_to_signals(server: Server) -> None:
    def _stop(_signal: int, _frame: FrameType | None) -> None:
        server.stop()

    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, _stop)
    # Reading the settings again needs a master (--processes 1); a terminal that closes shall not end the site.
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
