"""The address that is listened at, and what is said where it cannot be had."""

import errno
import socket

from searcher import UsageError

_LAST_PORT = 65_535
_BACKLOG = 1024
"""Connections that the kernel takes before the server does."""
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


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens at the first of the host's addresses; raises UsageError."""
    if not 0 <= port <= _LAST_PORT:  # getaddrinfo would take it modulo 65536
        raise _refused(OSError(), host, port)
    try:
        family, _, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(place, family=family, backlog=_BACKLOG)
    except (OSError, UnicodeError) as error:
        raise _refused(error, host, port) from error


def address_of(listener: socket.socket) -> str:
    """Return where a browser finds what listens."""
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _refused(error: Exception, host: str, port: int) -> UsageError:
    vi, en = _SENTENCES.get(getattr(error, "errno", 0) or 0, _OTHERWISE)
    facts: dict[str, object] = {"host": host, "port": port}
    return UsageError(vi.format(**facts), en.format(**facts), **facts)
