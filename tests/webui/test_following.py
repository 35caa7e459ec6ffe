"""The site while its index changes, breaks and comes back."""

import threading
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from searcher import Settings
from tests.replacing import replaced
from tests.webui.conftest import publish
from tests.webui.news import FLOODS, PORTAL
from webui import create_app

ADDRESSES = ("/", "/tim?q=nuoc+lu", "/tin/lu-01", "/api/search?q=lu", "/readyz")


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    """Make settings of an index that a test may change."""
    settings = Settings(home=tmp_path / "indexes", engine="memory", workers=1)
    publish(settings, tmp_path, FLOODS[0])
    return settings


def test_no_request_fails_while_generations_are_published(own: Settings, tmp_path: Path) -> None:
    app = create_app(own)
    statuses: list[int] = []
    done = threading.Event()

    def read() -> None:
        client = app.test_client()
        while not done.is_set():
            statuses.extend(client.get(address).status_code for address in ADDRESSES)

    readers = [threading.Thread(target=read) for _ in range(3)]
    for reader in readers:
        reader.start()
    for article in FLOODS[1:6]:
        publish(own, tmp_path, article)
    total = app.test_client().get("/api/search?q=nuoc+lu").get_json()["total"]
    done.set()
    for reader in readers:
        reader.join()
    assert total == 6
    assert set(statuses) == {200}


def test_an_index_that_appears_later_is_served_without_a_restart(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "indexes", engine="memory", workers=1)
    client = create_app(settings).test_client()
    assert client.get("/tim?q=giao+uoc").status_code == 503
    publish(settings, tmp_path, PORTAL)
    assert client.get("/tim?q=giao+uoc").status_code == 200


@pytest.mark.parametrize("content", [b"", b"{", b"\x00\xff" * 40])
def test_a_damaged_index_is_a_503_and_the_log_alone_names_the_file(
    own: Settings, content: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    for path in sorted(own.folder.rglob("*")):
        if path.is_file() and path.name != "CURRENT" and path.suffix != ".lock":
            caplog.clear()
            _check_damage(create_app(own).test_client(), path, content, caplog)


def _check_damage(
    client: FlaskClient, path: Path, content: bytes, log: pytest.LogCaptureFixture
) -> None:
    whole = path.read_bytes()
    replaced(path, content)
    try:
        answers = [client.get(address) for address in ADDRESSES]
    finally:
        replaced(path, whole)
    assert {answer.status_code for answer in answers} <= {200, 503}, path
    for answer in answers:
        assert str(path.parent.parent) not in answer.text
        assert answer.status_code == 200 or str(path.parent) in log.text
