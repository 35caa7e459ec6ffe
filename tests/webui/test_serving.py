"""The production server: the address it prints, a taken port, a clean end."""

import re
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest

from searcher import Settings, UsageError
from webui import run

_PROGRAM = (
    "import sys; from pathlib import Path; from searcher import Settings; from webui import run; "
    "run(Settings(home=Path(sys.argv[1]), engine='memory'), '127.0.0.1', 0)"
)


def test_server_prints_where_it_is_answers_and_ends_when_told(settings: Settings) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, str(settings.home)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as server:
        assert server.stdout is not None
        line = server.stdout.readline()
        try:
            address = re.fullmatch(r"Tìm Tin đang chạy tại (http://127\.0\.0\.1:\d+)\n", line)
            assert address, line
            with urllib.request.urlopen(f"{address[1]}/readyz", timeout=30) as answer:
                assert answer.status == 200
        finally:
            server.send_signal(signal.SIGTERM)
            rest, wrong = server.communicate(timeout=30)
    assert (server.returncode, rest, wrong) == (0, "", "")


def test_a_taken_port_is_a_clear_sentence(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=f"Port {port} on 127.0.0.1 is taken") as caught:
            run(settings, "127.0.0.1", port)
    assert str(port) in caught.value.vi


@pytest.mark.parametrize(
    ("host", "port"), [("256.0.0.1", 8000), ("127.0.0.1", 70_000), ("127.0.0.1", -1)]
)
def test_an_impossible_address_is_a_clear_sentence(
    settings: Settings, host: str, port: int
) -> None:
    with pytest.raises(UsageError, match="Cannot listen on"):
        run(settings, host, port)
