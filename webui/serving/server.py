"""The production server of one process: waitress, with a queue that has an end and a stop that loses no request."""

import time
from collections.abc import Callable, Sequence
from socket import socket
from typing import TYPE_CHECKING, Any

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher, WSGITask

from searcher import ServingSettings
from webui.serving.busy import Busy

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

OPTIONS: dict[str, object] = {
    "ident": None,
    "connection_limit": 1000,
    "max_request_header_size": 65_536,
    "max_request_body_size": 2_000_000,
    # Who may speak for whom is decided in one place for all servers: `webui/guarding/proxies.py`.
    "trusted_proxy": None,
    "clear_untrusted_proxy_headers": False,
}
"""What waitress is told; see https://docs.pylonsproject.org/projects/waitress/."""
_BEAT = 1.0
"""Seconds from one look at the clock to the next."""
_QUIET = 1.0
"""Seconds that an open connection may be silent during a stop before it is closed."""


class Queue(ThreadedTaskDispatcher):  # type: ignore[misc] # the library has no types
    """Requests that wait for a thread, up to a number; further ones are refused by a thread of their own."""

    def __init__(self, threads: int, most: int, shed: Callable[[], None]) -> None:
        super().__init__()
        self.stopping = False
        self._most, self._shed = most, shed
        self._refusals = ThreadedTaskDispatcher()
        self._refusals.set_thread_count(1)
        self.set_thread_count(threads)

    def add_task(self, task: Any) -> None:
        """Take a request, or refuse it; the caller holds its lock, so that nobody waits here."""
        if len(self.queue) < self._most:
            super().add_task(task)
            return
        self._shed()
        task.requests[0].error = Busy(task.requests[0].path)
        self._refusals.add_task(task)

    def waiting(self) -> int:
        """Return the requests that wait for a thread."""
        return len(self.queue)

    def shutdown(self, cancel_pending: bool = True, timeout: float = 5) -> bool:
        """End the threads."""
        self._refusals.shutdown(cancel_pending, timeout)
        return bool(super().shutdown(cancel_pending, timeout))


class _Task(WSGITask):  # type: ignore[misc]
    """An answer that tells the client to open another connection, where the server is about to stop."""

    def build_response_header(self) -> bytes:
        """Return the head of an answer; a server that stops closes the connection after it."""
        if self.channel.server.task_dispatcher.stopping:
            self.set_close_on_finish()
        return bytes(super().build_response_header())


class _Channel(HTTPChannel):  # type: ignore[misc]
    task_class = _Task


class _Listening(TcpWSGIServer):  # type: ignore[misc]
    channel_class = _Channel


class Server:
    """Answers on sockets that listen already, until `stop`; `beat` is called about once a second meanwhile."""

    def __init__(
        self,
        app: "WSGIApplication",
        listeners: Sequence[socket],
        settings: ServingSettings,
        shed: Callable[[], None] = lambda: None,
    ) -> None:
        """Serve the app; `shed` is called for each request that is refused because too many wait."""
        self._grace, self._arrival = settings.grace, settings.arrival
        self._coming = dict[Any, float]()
        self._map: dict[int, Any] = {}
        self.queue = Queue(settings.threads, settings.queue, shed)
        given = Adjustments(sockets=list(listeners), **OPTIONS)
        self._servers = [
            _Listening(
                app,
                self._map,
                True,
                one,
                dispatcher=self.queue,
                adj=given,
                bind_socket=False,
                sockinfo=(one.family, one.type, one.proto, one.getsockname()),
            )
            for one in listeners
        ]

    def run(self, beat: Callable[[], None] = lambda: None) -> None:
        """Answer until `stop` was called and every request under way has its answer, or the grace is over."""
        while not self.queue.stopping:
            self._turn(_BEAT)
            self._close_late()
            beat()
        self._take_what_waits()
        end = time.monotonic() + self._grace
        while self._channels() and time.monotonic() < end:
            self._close_silent()
            self._turn(0.05)
            beat()
        self.queue.shutdown(timeout=max(0.0, end - time.monotonic()))
        wasyncore.close_all(self._map)

    def stop(self) -> None:
        """Take no more connections and end once all is answered; may be called by a signal, and again."""
        if self.queue.stopping:
            return
        self.queue.stopping = True
        for server in self._servers:
            server.pull_trigger()

    def _turn(self, seconds: float) -> None:
        wasyncore.loop(timeout=seconds, use_poll=True, map=self._map, count=1)

    def _take_what_waits(self) -> None:
        """Accept the connections that the kernel has taken for us already, then listen no more."""
        for server in self._servers:
            known = -1
            while known != len(self._map):
                known = len(self._map)
                server.handle_accept()
            server.accepting = False
            server.del_channel()
            server.socket.close()

    def _channels(self) -> list[Any]:
        return [one for server in self._servers for one in server.active_channels.values()]

    def _close_late(self) -> None:
        """Close the connections whose request does not come to its end, however busily it dribbles."""
        now = time.monotonic()
        coming = {one.request: one for one in self._channels() if one.request is not None}
        self._coming = {request: self._coming.get(request, now) for request in coming}
        for request, began in self._coming.items():
            if now - began > self._arrival:
                coming[request].handle_close()

    def _close_silent(self) -> None:
        """Close the connections on which nothing has come for a while; whoever asks now is answered first."""
        before = time.time() - _QUIET
        for channel in self._channels():
            if not channel.requests and channel.request is None and channel.last_activity < before:
                channel.will_close = True
