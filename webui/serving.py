"""Serve the site with waitress."""

import errno
import logging
import signal
import socket
import sys
import threading
from types import FrameType

import waitress

from searcher import Settings, UsageError
from webui.factory import create_app

_THREADS = 8
_LAST_PORT = 65_535
_SENTENCES = {
    errno.EADDRINUSE: (
        "Cổng {port} trên {host} đang được dùng; hãy chọn cổng khác với --port.",
        "Port {port} on {host} is taken; choose another one with --port.",
    ),
    errno.EACCES: (
        "Không được phép dùng cổng {port}; hãy chọn cổng từ 1024 trở lên với --port.",
        "Not allowed to use port {port}; choose one from 1024 up with --port.",
    ),
}
_OTHERWISE = (
    "Không mở được địa chỉ {host}:{port}; hãy kiểm tra --host và --port.",
    "Cannot listen on {host}:{port}; check --host and --port.",
)


def run(settings: Settings, host: str, port: int) -> None:
    """Serve until interrupted or terminated; raises UsageError where the address cannot be had."""
    listener = _listener(host, port)
    server = waitress.create_server(
        create_app(settings), sockets=[listener], threads=_THREADS, ident=None
    )
    # One line per request that waits a moment, even while the threads start: noise, not news.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    print(f"Tìm Tin đang chạy tại {_address(listener)}", flush=True)
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, _stop)
    server.run()


def _listener(host: str, port: int) -> socket.socket:
    """Return a socket that listens; the first of the host's addresses is taken."""
    if not 0 <= port <= _LAST_PORT:  # getaddrinfo would take it modulo 65536
        raise _refused(OSError(), host, port)
    try:
        family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(place, family=family, backlog=1024)
    except (OSError, UnicodeError) as error:
        raise _refused(error, host, port) from error


def _refused(error: Exception, host: str, port: int) -> UsageError:
    vi, en = _SENTENCES.get(getattr(error, "errno", 0) or 0, _OTHERWISE)
    facts: dict[str, object] = {"host": host, "port": port}
    return UsageError(vi.format(**facts), en.format(**facts), **facts)


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _stop(_signal: int, _frame: FrameType | None) -> None:
    """End the server's loop; waitress lets requests under way finish."""
    sys.exit(0)
