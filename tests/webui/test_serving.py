"""The production server: the address it prints, a taken port, a clean end."""

import socket
import urllib.request
from urllib.error import HTTPError

import pytest

from searcher import Settings, UsageError
from tests.webui.served import served
from webui import run


def test_server_prints_where_it_is_answers_and_ends_when_told(settings: Settings) -> None:
    with served(settings) as server:
        assert any(_is_ready(server.address) for _ in range(120))
    assert server.ending == (0, "", "")


def _is_ready(address: str) -> bool:
    try:
        with urllib.request.urlopen(f"{address}/readyz") as answer:
            return bool(answer.status == 200)
    except HTTPError:  # it opens the index still; the answer has taken half a second
        return False


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
