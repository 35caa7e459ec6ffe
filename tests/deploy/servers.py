"""The site with a real proxy before it, on free ports of this machine, with a certificate made for the test."""

import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

DEPLOY = Path(__file__).resolve().parent.parent.parent / "deploy"
NAME = "tim.bao.example"
PATIENCE = 60.0


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


def until(holds: Callable[[], bool], why: str) -> None:
    """Wait until something holds; fail after a long while."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, why
        time.sleep(0.05)


@contextmanager
def running(command: Sequence[str], **environment: str) -> Iterator[subprocess.Popen[bytes]]:
    """Run a server until the block ends."""
    with subprocess.Popen(
        list(command), env={**os.environ, **environment}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            process.terminate()
            process.communicate(timeout=PATIENCE)


@contextmanager
def site(home: Path, **settings: str) -> Iterator[int]:
    """Serve an index behind a trusted proxy; yield the port."""
    port = free_port()
    command = [sys.executable, "-m", "timtin", "serve", "--home", str(home), "--port", str(port)]
    told = {"TIMTIN_TRUSTED_PROXY": "127.0.0.1", "TIMTIN_SECURITY_HOSTS": NAME, **settings}
    with running(command, **told):
        until(lambda: answers(f"http://127.0.0.1:{port}/readyz"), "the site does not answer")
        yield port


def answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    content: bytes


@dataclass(frozen=True, slots=True)
class Front:
    """A proxy that speaks TLS for the site: asks it as a browser does, by name, trusting its certificate."""

    port: int
    certificate: Path

    def get(self, path: str, **headers: str) -> Answer:
        return self.send("GET", path, headers)

    def send(self, method: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> Answer:
        """Send one request over TLS to the site's name."""
        context = ssl.create_default_context(cafile=str(self.certificate))
        with (
            socket.create_connection(("127.0.0.1", self.port), timeout=30) as plain,
            context.wrap_socket(plain, server_hostname=NAME) as secure,
        ):
            lines = {"Host": NAME, "Connection": "close", "User-Agent": "Mozilla/5.0", **headers}
            if body:
                lines["Content-Length"] = str(len(body))
            head = "".join(
                f"{name.replace('_', '-')}: {value}\r\n" for name, value in lines.items()
            )
            secure.sendall(f"{method} {path} HTTP/1.1\r\n{head}\r\n".encode() + body)
            return _answer(b"".join(iter(lambda: secure.recv(1 << 16), b"")))

    def answers(self) -> bool:
        try:
            return self.get("/healthz").status == 200
        except OSError:
            return False


def _answer(content: bytes) -> Answer:
    head, _, body = content.partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.partition(": ") for line in lines)
    headers = {name.lower(): value for name, _, value in pairs}
    return Answer(int(status.split()[1]), headers, body)


def certificate(folder: Path) -> tuple[Path, Path]:
    """Make a certificate of one's own for the site's name; return it and its key."""
    if not shutil.which("openssl"):
        pytest.skip("there is no openssl on this machine (Debian package openssl)")
    chain, key = folder / "fullchain.pem", folder / "privkey.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
               "-days", "2", "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}",
               "-keyout", str(key), "-out", str(chain)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=PATIENCE)
    return chain, key
