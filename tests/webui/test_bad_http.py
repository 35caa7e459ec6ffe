"""Bytes on a socket that no browser would send: the right status, in bounded time, and the service goes on."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from searcher import Settings

PATIENCE = 60.0
"""Seconds that a loaded machine may need for an answer."""
INSIDE = re.compile(rb"Traceback|File \"|site-packages|\.py\b|line \d+")
"""What an answer must not tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A running `timtin serve`, and the file of its log."""

    port: int
    log: Path

    def sends(self, *pieces: bytes) -> bytes:
        """Return all that comes back to some bytes, until the server closes or has answered."""
        with socket.create_connection(("127.0.0.1", self.port), PATIENCE) as connection:
            for piece in pieces:
                try:
                    connection.sendall(piece)
                except OSError:  # it has heard enough
                    break
            return answer_on(connection)

    def asks(self, line: bytes, *headers: bytes, body: bytes = b"") -> bytes:
        """Return the answer to one request."""
        return self.sends(request(line, *headers) + body)


def request(line: bytes, *headers: bytes) -> bytes:
    return b"\r\n".join(
        [line + b" HTTP/1.1", b"Host: localhost", b"Connection: close", *headers, b"", b""]
    )


def answer_on(connection: socket.socket) -> bytes:
    """Return what comes until the end of the connection."""
    pieces = []
    try:
        while piece := connection.recv(65_536):
            pieces.append(piece)
    except ConnectionResetError:  # closed while bytes of ours were still on their way
        pass
    return b"".join(pieces)


def status(answer: bytes) -> int:
    found = re.match(rb"HTTP/1\.[01] (\d{3}) ", answer)
    assert found, answer[:200]
    assert not INSIDE.search(answer), answer[:2000]
    return int(found[1])


@pytest.fixture(scope="module", params=[None, "2"], ids=["alone", "master"])
def site(
    request: pytest.FixtureRequest, settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    log = tmp_path_factory.mktemp("log") / "log"
    told = {**os.environ, "TIMTIN_SERVING_ARRIVAL": "2", "TIMTIN_COUNTERS": "off"}
    asked = [sys.executable, "-m", "timtin", "serve", "--port", "0", "--home", str(settings.home)]
    asked += ["--processes", request.param] if request.param else []
    with (
        log.open("wb") as errors,
        subprocess.Popen(asked, stdout=subprocess.PIPE, stderr=errors, env=told) as process,
    ):
        assert process.stdout is not None
        line = process.stdout.readline().decode()
        found = re.search(r"http://127\.0\.0\.1:(\d+)", line)
        assert found, line + log.read_text()
        try:
            yield (here := Site(port=int(found[1]), log=log))
            assert status(here.asks(b"GET /api/search?q=lu")) == 200
        finally:
            process.send_signal(signal.SIGTERM)
            process.communicate(timeout=PATIENCE)
    assert "Traceback" not in log.read_text()


@pytest.mark.parametrize(
    "beginning",
    [
        b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
        b"POST /api/related HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000\r\n\r\n{",
        b"POST /api/related HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n",
        b"G",
    ],
    ids=["headers", "body", "chunks", "line"],
)
def test_a_request_that_dribbles_is_left_and_keeps_nobody_waiting(
    site: Site, beginning: bytes
) -> None:
    slow = [socket.create_connection(("127.0.0.1", site.port), PATIENCE) for _ in range(40)]
    for one in slow:
        one.sendall(beginning)
    assert status(site.asks(b"GET /healthz")) == 200
    end = time.monotonic() + PATIENCE
    left = list(slow)
    while left and time.monotonic() < end:
        left = [one for one in left if is_open(one)]
        time.sleep(0.1)
    for one in slow:
        one.close()
    assert not left


def is_open(connection: socket.socket) -> bool:
    """Send another byte, as a dribbler does; tell whether the server still listens."""
    connection.settimeout(0.05)
    try:
        connection.sendall(b"x")
        return bool(connection.recv(1))
    except TimeoutError:
        return True
    except OSError:
        return False


def test_headers_without_end_are_refused(site: Site) -> None:
    assert status(site.asks(b"GET /", b"X-Long: " + b"x" * 200_000)) == 431
    assert status(site.asks(b"GET /" + b"x" * 200_000)) == 431
    many = [b"X-%d: 1" % n for n in range(20_000)]
    assert status(site.asks(b"GET /", *many)) == 431


@pytest.mark.parametrize("place", [b"/api/related", b"/ban-thao", b"/ban-thao/cot", b"/tim", b"/"])
def test_a_body_beyond_the_limit_is_refused(site: Site, place: bytes) -> None:
    for length in (1_500_000, 30_000_000):
        refused = site.asks(b"POST " + place, b"Content-Length: %d" % length, body=b"x" * length)
        assert not refused or status(refused) in (413, 405), place
    chunks = [b"10000\r\n" + b"x" * 65_536 + b"\r\n"] * 64 + [b"0\r\n\r\n"]
    answer = site.sends(request(b"POST " + place, b"Transfer-Encoding: chunked"), *chunks)
    assert not answer or status(answer) in (413, 405)


@pytest.mark.parametrize(
    "headers",
    [
        (b"Content-Length: 5", b"Content-Length: 6"),
        (b"Content-Length: 5, 6",),
        (b"Content-Length: -1",),
        (b"Content-Length: +5",),
        (b"Content-Length: 0x5",),
        (b"Content-Length: five",),
        (b"Content-Length: 5", b"Transfer-Encoding: chunked"),
        (b"Transfer-Encoding: chunked, chunked",),
        (b"Transfer-Encoding: xchunked",),
        (b"Transfer-Encoding : chunked",),
        (b"Content-Length : 5",),
    ],
)
def test_lengths_that_contradict_each_other_are_refused(
    site: Site, headers: tuple[bytes, ...]
) -> None:
    """Nothing behind such a request is taken for another one."""
    answer = site.sends(
        request(b"POST /api/related", *headers) + b"{}xxxGET /healthz HTTP/1.1\r\n\r\n"
    )
    assert status(answer) in (400, 501)
    assert answer.count(b"HTTP/1.1 ") <= 2
    assert b'"status":"ok"' not in answer


@pytest.mark.parametrize(
    "chunks", [b"zz\r\n{}\r\n0\r\n\r\n", b"-2\r\n{}\r\n0\r\n\r\n", b"2\r\n{}xx0\r\n\r\n", b"2\n{}\n0\n\n", b"ffffffffffffffffff\r\n{}", b"2;" + b"x" * 100_000 + b"\r\n{}\r\n0\r\n\r\n"]
)  # fmt: skip
def test_chunks_that_are_none_are_refused(site: Site, chunks: bytes) -> None:
    answer = site.sends(request(b"POST /api/related", b"Transfer-Encoding: chunked") + chunks)
    assert not answer or status(answer) in (400, 413)


def test_what_breaks_off_is_forgotten(site: Site) -> None:
    for piece in (
        b"",
        b"GET",
        b"GET / HTTP/1.1\r\n",
        request(b"POST /api/related", b"Content-Length: 99") + b"{",
    ):
        with socket.create_connection(("127.0.0.1", site.port), PATIENCE) as connection:
            connection.sendall(piece)
    assert status(site.asks(b"GET /healthz")) == 200


@pytest.mark.parametrize(
    "bad", [b"%FF", b"%C0%AF", b"%ED%A0%80", b"%00", b"%F8%88%80%80%80", b"\xff", b"\xc0\xaf", b"%", b"%zz", b"%u0041", b"..%2f..%2fetc%2fpasswd", b"%252e%252e"]
)  # fmt: skip
def test_bytes_that_are_no_text_get_their_status(site: Site, bad: bytes) -> None:
    for place in (b"/", b"/tin/", b"/api/articles/", b"/nhom/", b"/ngay/", b"/static/", b"/hinh/"):
        assert status(site.asks(b"GET " + place + bad)) in (400, 404), place
    for place in (
        b"/tim?q=l",
        b"/api/search?q=l",
        b"/api/suggest?q=l",
        b"/rss?q=l",
        b"/tim?category=",
        b"/tim?from=",
    ):
        assert status(site.asks(b"GET " + place + bad)) in (200, 400), place


@pytest.mark.parametrize(
    "line", [b"TRACE /", b"CONNECT localhost:80", b"DELETE /tim", b"PUT /api/related", b"PATCH /", b"FOO /", b"get /", b"PROPFIND /", b"POST /tim?q=lu", b"POST /healthz"]
)  # fmt: skip
def test_methods_that_nobody_knows_are_refused(site: Site, line: bytes) -> None:
    told = b"what-the-client-told-of-itself"  # so long that no nonce of the answer has it by chance
    answer = site.asks(line, b"X-Secret: " + told)
    assert status(answer) in (400, 404, 405, 501)
    assert told not in answer


@pytest.mark.parametrize("sent", [b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", b"\x00" * 5000 + b"\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"GET /\r\n\r\n", b"GET  / HTTP/1.1\r\nHost: a\r\n\r\n", b"GET / HTTP/1.1\r\nHost: a\r\n b: c\r\n\r\n", b"GET http://[::1 HTTP/1.1\r\nHost: a\r\n\r\n", b"GET / HTTP/1.1\r\nBad\x00Name: 1\r\n\r\n"])  # fmt: skip
def test_what_is_no_request_ends(site: Site, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", site.port), PATIENCE) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        answer = answer_on(connection)
    assert not answer or not INSIDE.search(answer)


def test_ten_thousand_parameters_are_refused(site: Site) -> None:
    many = b"&".join(b"a%d=1" % n for n in range(5_000))
    assert status(site.asks(b"GET /tim?" + many)) == 400
    form = b"&".join(b"title=%d" % n for n in range(10_000))
    kind = b"Content-Type: application/x-www-form-urlencoded"
    answer = site.asks(b"POST /ban-thao", kind, b"Content-Length: %d" % len(form), body=form)
    assert status(answer) in (200, 400)


def test_a_parameter_with_two_values_is_refused(site: Site) -> None:
    answer = site.asks(b"GET /api/search?q=lu&q=bao")
    assert (status(answer), b'"parameter":"q"' in answer.replace(b" ", b"")) == (400, True)


HOSTILE = [
    b"[" * 100_000, b'{"a":' * 50_000, b'{"title": ' + b"9" * 100_000 + b"}", b'{"title": NaN}', b'{"limit": 1e999}',
    b'{"limit": ' + b"9" * 5_000 + b"}", b'{"title": "\\ud800"}', b'{"title": "\\ud800", "body": "lu lut"}', b'{"title": "\xff\xfe"}',
    b'{"title": "a", "title": "b"}', b"null", b"3", b'"x"', b"[]", b"", b"{", b"\x00", b'{"title": {"a": 1}}', b'{"body": ["a"]}',
    b'{"title": "a\\u0000b c", "limit": true}', b'{"title": "lu lut", "limit": -1}', b'{"title": "lu lut", "from": {"a": 1}}',
]  # fmt: skip


@pytest.mark.parametrize("kind", [b"application/json", b"text/plain", b"application/x-www-form-urlencoded", b"multipart/form-data", b"application/json; charset=utf-7", b"\xff"])  # fmt: skip
def test_what_is_no_draft_is_refused(site: Site, kind: bytes) -> None:
    for body in HOSTILE:
        headers = (b"Content-Type: " + kind, b"Content-Length: %d" % len(body))
        answer = site.asks(b"POST /api/related", *headers, body=body)
        assert status(answer) in (200, 400), body[:40]
        if status(answer) == 400 and b"application/json" in answer:
            error = json.loads(answer.partition(b"\r\n\r\n")[2])["error"]
            assert error["vi"]
            assert error["en"]


def test_forms_of_every_kind_get_a_page(site: Site) -> None:
    parts = b"".join(
        b'--x\r\nContent-Disposition: form-data; name="a%d"\r\n\r\n1\r\n' % n for n in range(3_000)
    )
    for kind, body in (
        (b"multipart/form-data; boundary=x", parts + b"--x--\r\n"),
        (b"multipart/form-data", parts),
        (b"multipart/form-data; boundary=" + b"y" * 5_000, b"--x"),
        (b"application/x-www-form-urlencoded", b"title=%FF%00&body=%C0%AF&title=b"),
        (b"application/x-www-form-urlencoded; charset=utf-16", b"title=a"),
    ):
        headers = (b"Content-Type: " + kind, b"Content-Length: %d" % len(body))
        assert status(site.asks(b"POST /ban-thao", *headers, body=body)) in (200, 400, 413)


def test_the_service_goes_on_and_told_nothing_of_its_inside(site: Site) -> None:
    """Comes last: the log has no trace of anything that was sent before."""
    assert status(site.asks(b"GET /tim?q=lu")) == 200
    assert "Traceback" not in site.log.read_text()
