"""A newspaper's server of one's own, which misbehaves where it is told to."""

import gzip
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

Route = Callable[[BaseHTTPRequestHandler], None]


class Site:
    """Pages by path; `asked` has the path and the headers of every request, `times` when it came."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.routes: dict[str, Route] = {}
        self.asked: list[tuple[str, Mapping[str, str]]] = []
        self.times: list[float] = []
        self.leaving = threading.Event()

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def url(self, path: str) -> str:
        return f"{self.address}{path}"

    def page(self, path: str, content: bytes | str, *, status: int = 200, **headers: str) -> str:
        """Serve some bytes; headers are written with `_` for `-`."""
        body = content.encode() if isinstance(content, str) else content
        named = {"Content-Type": "text/html; charset=utf-8"}
        named |= {name.replace("_", "-").title(): value for name, value in headers.items()}
        self.routes[path] = lambda request: send(request, status, body, named)
        return self.url(path)

    def article(self, path: str, title: str, **headers: str) -> str:
        return self.page(path, article(title), **headers)

    def versioned(self, path: str, content: str, etag: str) -> str:
        """Serve a page that answers 304 to who has this version."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            if request.headers.get("If-None-Match") == etag:
                send(request, 304, b"", {"ETag": etag})
            else:
                send(request, 200, content.encode(), {"ETag": etag, "Content-Type": "text/html"})

        self.routes[path] = answer
        return self.url(path)

    def fails(self, path: str, times: int, then: str, status: int = 503) -> str:
        """Fail some times, then serve an article."""
        left = [times]

        def answer(request: BaseHTTPRequestHandler) -> None:
            left[0] -= 1
            if left[0] >= 0:
                send(request, status, b"busy", {"Retry-After": "0"})
            else:
                send(request, 200, article(then).encode(), {"Content-Type": "text/html"})

        self.routes[path] = answer
        return self.url(path)

    def hangs(self, path: str) -> str:
        """Take the request and say nothing."""
        self.routes[path] = lambda request: self.leaving.wait(30) and None
        return self.url(path)

    def dribbles(self, path: str) -> str:
        """Send a byte of a header now and then, for ever."""

        def answer(request: BaseHTTPRequestHandler) -> None:
            with suppress(OSError):
                request.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
                while not self.leaving.wait(0.05):
                    request.wfile.write(b"x")
                    request.wfile.flush()

        self.routes[path] = answer
        return self.url(path)

    def breaks_off(self, path: str) -> str:
        """Promise more than comes."""
        body = article("Bài bị cắt").encode()

        def answer(request: BaseHTTPRequestHandler) -> None:
            headers = {"Content-Length": str(len(body) + 1000), "Content-Type": "text/html"}
            send(request, 200, body, headers)

        self.routes[path] = answer
        return self.url(path)

    def bomb(self, path: str, size: int) -> str:
        """Serve so many zeros in gzip."""
        packed = gzip.compress(bytes(1 << 20), 9) * (size >> 20)
        return self.page(path, packed, content_encoding="gzip")


def article(title: str, head: str = "") -> str:
    """Return a page that nobody takes for anything but an article."""
    text = "".join(
        f"<p>Đoạn văn thứ {n} của bài “{title}”, viết đủ dài để ai cũng thấy đây là nội dung của một bài báo.</p>"
        for n in range(8)
    )
    return (
        f'<html><head><title>{title}</title><meta property="og:type" content="article">'
        f'<meta property="og:title" content="{title}">{head}</head>'
        f"<body><article><h1>{title}</h1>{text}</article></body></html>"
    )


def send(
    request: BaseHTTPRequestHandler, status: int, body: bytes, headers: Mapping[str, str]
) -> None:
    """Send an answer; the length is what the headers say, or what there is."""
    request.send_response(status)
    for name, value in {"Content-Length": str(len(body)), **headers}.items():
        request.send_header(name, value)
    request.end_headers()
    request.wfile.write(body)
    if headers.get("Content-Length", str(len(body))) != str(len(body)):
        request.close_connection = True


@contextmanager
def serving() -> Iterator[Site]:
    """Serve on a free port of this machine."""

    class Answering(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            site.times.append(time.monotonic())
            site.asked.append((self.path, dict(self.headers.items())))
            with suppress(BrokenPipeError, ConnectionResetError):
                site.routes.get(self.path, _missing)(self)

        def log_message(self, *args: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            pass

    server = Quiet(("127.0.0.1", 0), Answering)
    site = Site(f"http://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield site
    finally:
        site.leaving.set()
        server.shutdown()
        thread.join()
        server.server_close()


def _missing(request: BaseHTTPRequestHandler) -> None:
    send(request, 404, b"", {})


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as found:
        yield found
