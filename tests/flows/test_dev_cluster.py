"""`make cluster` as a user runs it: three nodes, the samples in them, the site over them, and nothing left behind."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.flows.conftest import ROOT

pytestmark = pytest.mark.cluster

PATIENCE = 400.0
_NODE = re.compile(r"http://127\.0\.0\.1:\d+")


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@pytest.fixture
def made(tmp_path: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """Run `make cluster` with an archive of its own; what it needs is installed, or this would not run."""
    if shutil.which("make") is None:
        pytest.skip("make is not installed")
    line = ["make", "-o", ".venv/installed-dev", "cluster", f"PORT={port}"]
    own = {"TIMTIN_HOME": str(tmp_path / "indexes"), "TIMTIN_COUNTERS": "off"}
    with (tmp_path / "output").open("w") as output, subprocess.Popen(
        line, cwd=ROOT, env={**os.environ, **own}, stdout=output, stderr=subprocess.STDOUT,
        text=True, start_new_session=True,
    ) as process:  # fmt: skip
        try:
            yield process
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGTERM)


def is_open(address: str) -> bool:
    told = urlsplit(address)
    with socket.socket() as one:
        one.settimeout(5)
        return one.connect_ex((str(told.hostname), int(told.port or 0))) == 0


def answer(port: int, made: subprocess.Popen[str], output: Path) -> Any:
    """Return what the site says once it is there."""
    ends = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(
                f"http://127.0.0.1:{port}/api/search?q=le+hoi", timeout=60
            ) as found:
                return json.load(found)
        except OSError:
            assert made.poll() is None, output.read_text()
            assert time.monotonic() < ends, output.read_text()
            time.sleep(0.5)


def test_make_cluster_serves_the_samples_from_three_nodes_and_stops_them(
    made: subprocess.Popen[str], port: int, tmp_path: Path
) -> None:
    found = answer(port, made, tmp_path / "output")
    assert found["total"] > 0
    nodes = _NODE.findall((tmp_path / "output").read_text().partition("TIMTIN_OPENSEARCH=")[2])[:3]
    assert len(set(nodes)) == 3
    assert all(map(is_open, nodes))
    os.killpg(made.pid, signal.SIGINT)
    made.wait(PATIENCE)
    assert not any(map(is_open, nodes))
    assert not is_open(f"http://127.0.0.1:{port}")
