"""A cluster that nobody reaches: one clear page, no readiness, exit code 3, and nobody waits beyond the limit."""

import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from searcher import Archive, Order, Settings, load_settings, reindex
from searcher.errors import ClusterUnreachable
from searcher.exits import NOTHING
from tests.door import Door, door_to
from tests.flows.conftest import ROOT
from timtin import main
from webui import create_app

pytestmark = pytest.mark.cluster

LIMIT, TRIES = 1.0, 3
SLOWEST = 60.0
"""Far more seconds than the limits allow, on a machine that does other things; without limits it would be for ever."""


@pytest.fixture
def door(addresses: list[str]) -> Iterator[Door]:
    with door_to(addresses[0]) as opened:
        yield opened


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory, addresses: list[str]) -> Settings:
    """Return settings of an archive of the samples; no test here changes it."""
    home = tmp_path_factory.mktemp("home")
    told = replace(load_settings(), engine="opensearch", index="away", counters="off")
    told = replace(told, home=home, workers=1, opensearch=tuple(addresses))
    reindex(Order(places=(str(ROOT / "samples"),)), told)
    return told


@pytest.fixture
def settings(indexed: Settings, door: Door) -> Settings:
    """Return the same settings with the door as the only way to the cluster."""
    nodes = replace(indexed.cluster, timeout=LIMIT, tries=TRIES)
    return replace(indexed, opensearch=(door.address,), cluster=nodes)


@pytest.fixture
def client(settings: Settings) -> FlaskClient:
    client = create_app(settings).test_client()
    assert client.get("/readyz").status_code == 200
    assert client.get("/tim?q=lễ+hội").status_code == 200
    return client


def assert_away(client: FlaskClient) -> None:
    began = time.monotonic()
    page, answer, ready = (
        client.get(path) for path in ("/tim?q=mưa", "/api/search?q=mưa", "/readyz")
    )
    for one in (page, answer, ready):
        assert one.status_code == 503
        assert int(one.headers["Retry-After"]) > 0
    assert "Kho tin chưa sẵn sàng" in page.text
    told = answer.get_json()["error"]
    assert told["vi"]
    assert told["en"]
    assert client.get("/healthz").status_code == 200
    assert time.monotonic() - began < SLOWEST


def test_a_site_says_that_its_cluster_is_gone(client: FlaskClient, door: Door) -> None:
    door.shut()
    assert_away(client)


def test_a_site_does_not_wait_for_ever_for_a_cluster_that_hangs(
    client: FlaskClient, door: Door
) -> None:
    door.silence()
    assert_away(client)


def test_a_site_answers_again_once_the_cluster_does(client: FlaskClient, door: Door) -> None:
    door.silence()
    assert client.get("/tim?q=mưa").status_code == 503
    door.is_silent.clear()
    ends = time.monotonic() + SLOWEST
    while client.get("/readyz").status_code != 200:
        assert time.monotonic() < ends
        time.sleep(0.5)
    assert client.get("/tim?q=mưa").status_code == 200


@pytest.mark.parametrize("fate", [Door.shut, Door.silence], ids=["gone", "hanging"])
def test_the_batch_job_ends_with_3_where_the_cluster_is_away(
    settings: Settings, door: Door, fate: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (settings.folder / "CURRENT").read_bytes()
    fate(door)  # type: ignore[operator]
    monkeypatch.setenv("TIMTIN_ENGINE", "opensearch")
    monkeypatch.setenv("TIMTIN_OPENSEARCH", door.address)
    monkeypatch.setenv("TIMTIN_CLUSTER_TIMEOUT", str(LIMIT))
    monkeypatch.setenv("TIMTIN_CLUSTER_TRIES", str(TRIES))
    line = ["reindex", str(ROOT / "samples"), "--index", settings.index, "--home"]
    ended = CliRunner().invoke(main, [*line, str(settings.home), "--full", "--quiet"])
    assert ended.exit_code == NOTHING
    assert "OpenSearch" in ended.output
    assert (settings.folder / "CURRENT").read_bytes() == before


def test_once_nobody_answered_the_next_question_does_not_wait(
    settings: Settings, door: Door
) -> None:
    archive = Archive(settings)
    archive.search("mưa")
    door.silence()
    for _ in range(2):
        with pytest.raises(ClusterUnreachable):
            archive.search("nắng")
    with pytest.raises(ClusterUnreachable, match="a moment ago"):
        archive.search("gió")
