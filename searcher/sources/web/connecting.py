"""Connections that can be cut off: a server may send a byte now and then for ever."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

_here = threading.local()
"""The socket on which the thread waits for an answer."""


class _Watched(HTTPConnection):
    """Says which socket it uses."""

    def request(self, *args: Any, **options: Any) -> None:
        """Send a request."""
        super().request(*args, **options)
        _here.socket = self.sock


class _WatchedSecure(HTTPSConnection):
    """Says which socket it uses."""

    def request(self, *args: Any, **options: Any) -> None:
        """Send a request."""
        super().request(*args, **options)
        _here.socket = self.sock


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Watched


class _SecurePool(HTTPSConnectionPool):
    ConnectionCls = _WatchedSecure


def new_pool(user_agent: str) -> urllib3.PoolManager:
    """Return a pool of connections that neither retries nor follows."""
    headers = {"User-Agent": user_agent, "Accept-Encoding": "gzip, deflate, br"}
    pool = urllib3.PoolManager(num_pools=16, maxsize=1, headers=headers, retries=False)
    pool.pool_classes_by_scheme = {"http": _Pool, "https": _SecurePool}
    return pool


@contextmanager
def cut_off(seconds: float) -> Iterator[threading.Event]:
    """Close the connection of this thread after so many seconds; the event says whether that happened."""
    _here.socket = None
    cut = threading.Event()
    timer = threading.Timer(seconds, _shut, (_here.__dict__, cut))
    timer.daemon = True
    timer.start()
    try:
        yield cut
    finally:
        timer.cancel()


def _shut(here: dict[str, Any], cut: threading.Event) -> None:
    cut.set()
    waiting = here.get("socket")
    if waiting is not None:
        with suppress(OSError):  # it may be closed by now
            socket.socket.shutdown(waiting, socket.SHUT_RDWR)
