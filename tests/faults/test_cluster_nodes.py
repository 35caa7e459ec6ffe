"""Nodes that die, hang or fill up while they are searched and written to: no reader notices, nothing is lost or doubled.

Nodes get their signals by their own process id. Never asserted on seconds: a node that comes back to a busy
machine takes over a minute. `benchmarks/cluster_kills.py` does the same many times at random moments.
"""

import json
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from searcher import Archive, Order, Report, Settings, load_settings, reindex
from searcher.errors import ArchiveError, ClusterUnreachable
from searcher.model import Showing
from searcher.model.listing import Browse
from tests.cluster import Cluster
from tests.cluster.filling import empty, fill
from tests.faults.beside import ASKED, a_reader_who_never_stops, answers, at_the_end_of, wait_for
from tests.flows.conftest import ROOT
from webui.site.shelf import Shelf

pytestmark = pytest.mark.cluster

SAMPLES = str(ROOT / "samples")
PATIENCE = 300.0
LONG = "công an tỉnh điều tra vụ án giao thông"
HANG, SLOWEST = 600.0, 120.0
"""Seconds that a request may take without a limit of its own, and far more than one with a limit does."""


def settings_of(home: Path, name: str, cluster: Cluster) -> Settings:
    """Return settings of an archive with two copies of each shard on nodes that may be killed."""
    told = replace(load_settings(), engine="opensearch", index=name, workers=1)
    nodes = replace(told.cluster, prefix="test", replicas=1, patience=PATIENCE)
    return replace(told, home=home, opensearch=tuple(cluster.addresses), cluster=nodes)


@pytest.fixture
def settings(tmp_path: Path, cluster: Cluster) -> Settings:
    """Return settings of an archive of a test's own, which is empty."""
    name = "".join(letter for letter in tmp_path.name.lower() if letter.isalnum())
    return settings_of(tmp_path, name[-30:], cluster)


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory, cluster: Cluster) -> Settings:
    """Return settings of an archive of the samples, for tests that only read."""
    settings = settings_of(tmp_path_factory.mktemp("read"), "read", cluster)
    reindex(Order(places=(SAMPLES,)), settings)
    return settings


def others(cluster: Cluster) -> int:
    """Return a node that is not the manager."""
    return (cluster.manager() + 1) % cluster.count


def test_readers_get_their_answers_while_a_node_hangs(indexed: Settings, cluster: Cluster) -> None:
    """It takes connections and says nothing: whoever asks it asks another one after the time of a request."""
    before = answers(Archive(indexed))
    hanging = others(cluster)
    nodes = replace(indexed.cluster, timeout=1.5, tries=40)
    with a_reader_who_never_stops(Archive(replace(indexed, cluster=nodes))) as told:
        cluster.signal(hanging, signal.SIGSTOP)
        try:
            wait_for(told, 2)
        finally:
            cluster.signal(hanging, signal.SIGCONT)
        cluster.wait()
    assert [one for one in told if one != before] == []


def test_a_node_that_hangs_in_the_midst_of_an_answer_holds_no_reader_beyond_his_limit(
    indexed: Settings, cluster: Cluster
) -> None:
    """The hits are found, and then it says nothing more: they are shown by the others, or there is a clear error."""
    nodes = replace(indexed.cluster, timeout=HANG, tries=12)
    archive = Archive(replace(indexed, cluster=nodes))
    before = archive.search(LONG)
    hanging = others(cluster)

    @contextmanager
    def observe(stage: str) -> Iterator[None]:
        if stage == "rank":
            cluster.signal(hanging, signal.SIGSTOP)
        yield

    began = time.monotonic()
    try:
        found = archive.search(LONG, deadline_ms=2_000, observe=observe)
        assert found.partial or found.total == before.total
        assert found.hits
    except ClusterUnreachable:
        pass
    finally:
        cluster.signal(hanging, signal.SIGCONT)
    assert time.monotonic() - began < SLOWEST < HANG
    cluster.wait()


def test_what_is_answered_without_some_of_the_articles_says_so(
    settings: Settings, cluster: Cluster
) -> None:
    """There is no copy of what the dead node had: the others answer, also the second look; what must be whole refuses."""
    settings = replace(settings, cluster=replace(settings.cluster, replicas=0))
    reindex(Order(places=(SAMPLES,)), settings)
    archive = Archive(settings)
    every: dict[str, Any] = {"per_page": 132, "showing": Showing(apart=True)}
    whole = {typed: archive.search(typed, **every) for typed in ASKED}
    shelf, listed = Shelf(archive), Browse(per_page=132)
    dead = others(cluster)
    cluster.kill(dead)
    try:
        cluster.wait(2, "red")
        for typed, before in whole.items():
            for deadline_ms in (0, 60_000):
                found = archive.search(typed, **every, deadline_ms=deadline_ms)
                assert found.partial
                assert found.total < before.total or typed
                there = {hit.article.id for hit in before.hits}
                assert {hit.article.id for hit in found.hits} <= there
        there = {hit.article.id for hit in archive.search("", **every).hits}
        lost = next(hit.article.id for hit in whole[""].hits if hit.article.id not in there)
        assert 0 < len(shelf.listing(listed).articles) < 132
        with pytest.raises(ClusterUnreachable):  # and not: there is no such article
            archive.article(lost)
        with pytest.raises(ArchiveError):
            list(archive.articles())
    finally:
        cluster.start_node(dead)
        cluster.wait()
    assert answers(archive) == answers(Archive(settings))
    assert len(shelf.listing(listed).articles) == 132


@pytest.mark.parametrize(
    ("phase", "victim"),
    [("read", others), ("write", Cluster.manager)],
    ids=["bulk, data node", "publish, manager"],
)
def test_a_node_that_dies_costs_neither_writers_nor_readers_anything(
    settings: Settings,
    indexed: Settings,
    cluster: Cluster,
    phase: str,
    victim: Callable[[Cluster], int],
) -> None:
    """At the end of reading most articles are still under way; at the end of writing the index is named.

    Beside it readers ask another archive, without the node and while it comes back.
    """
    before = answers(Archive(indexed))
    dead = victim(cluster)
    with a_reader_who_never_stops(Archive(indexed)) as told:

        def kill() -> None:
            cluster.kill(dead)
            wait_for(told, 2)
            cluster.start_node(dead)

        with at_the_end_of(phase, kill) as killed:
            report: Report = reindex(Order(places=(SAMPLES,)), settings)
        cluster.wait()
    assert killed.is_done
    assert [one for one in told if one != before] == []
    archive = Archive(settings)
    ids = Counter(article.id for article in archive.articles())
    assert len(ids) == report.counts.written == 132
    assert set(ids.values()) == {1}
    assert list(archive.check()) == []


def test_a_cluster_that_restarts_wholly_has_everything_and_readers_come_back(
    indexed: Settings, cluster: Cluster
) -> None:
    archive = Archive(indexed)
    before = answers(archive)
    for node in range(cluster.count):
        cluster.kill(node)
    nodes = replace(indexed.cluster, tries=2)
    with pytest.raises(ArchiveError):
        Archive(replace(indexed, cluster=nodes)).search("mưa")
    for node in range(cluster.count):
        cluster.start_node(node)
    cluster.wait()
    assert answers(archive) == before
    assert list(archive.check()) == []


def test_a_run_for_which_the_disks_are_too_full_changes_nothing_and_the_next_one_works(
    settings: Settings, cluster: Cluster, tmp_path: Path
) -> None:
    reindex(Order(places=(SAMPLES,)), settings)
    before = answers(Archive(settings))
    path = tmp_path / "new.jsonl"
    path.write_text(json.dumps({"id": "moi", "title": "Tin mới"}), encoding="utf-8")
    hasty = replace(settings, cluster=replace(settings.cluster, patience=6.0))
    try:
        fill(cluster)
        with pytest.raises(ArchiveError):
            reindex(Order(places=(str(path),), full=True), hasty)
        assert answers(Archive(settings)) == before
    finally:
        empty(cluster)
    reindex(Order(places=(str(path),)), settings)
    assert [hit.article.id for hit in Archive(settings).search("tin mới").hits][:1] == ["moi"]
