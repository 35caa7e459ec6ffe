"""A reader's time limit reaches the cluster: nodes are told of it, and nobody waits much longer for one that hangs."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import pytest

from searcher import Archive, Order, Settings, load_settings, reindex
from searcher.engines.opensearch.connecting import GRACE, Cluster
from searcher.errors import ClusterUnreachable
from searcher.model import Results
from searcher.model.limits import NEVER, Deadline
from searcher.model.listing import Browse
from searcher.model.observing import Observe
from tests.door import Door, door_to
from tests.flows.conftest import ROOT

pytestmark = pytest.mark.cluster

LIMIT_MS = 700.0
HANG = 600.0
"""Seconds that a request may take that has no limit of its own: a test that waits so long has failed."""
SLOWEST = 120.0
"""Far more seconds than the limits allow, on a machine that does other things."""
TYPED = "thành phố"
LONG = "công an tỉnh điều tra vụ án giao thông"
"""So many words that the second look asks the cluster for what lies near the best hits."""


@pytest.fixture
def doors(addresses: list[str]) -> Iterator[list[Door]]:
    with door_to(addresses[0]) as one, door_to(addresses[0]) as other:
        yield [one, other]


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory, addresses: list[str]) -> Settings:
    """Return settings of an archive of the samples; no test here changes it."""
    told = replace(load_settings(), engine="opensearch", index="limits", workers=1)
    told = replace(told, home=tmp_path_factory.mktemp("home"), opensearch=tuple(addresses))
    reindex(Order(places=(str(ROOT / "samples"),)), told)
    return told


@pytest.fixture
def settings(indexed: Settings, doors: list[Door]) -> Settings:
    """Return settings with two doors as the only ways to the cluster."""
    nodes = replace(indexed.cluster, timeout=HANG, tries=10)
    return replace(indexed, opensearch=tuple(door.address for door in doors), cluster=nodes)


def searched(archive: Archive, limit_ms: float = LIMIT_MS, typed: str = TYPED) -> Results:
    return archive.search(typed, deadline_ms=limit_ms)


def limits_heard(doors: list[Door]) -> list[int]:
    heard = b"".join(part for door in doors for part in door.heard)
    return [int(found) for found in re.findall(rb'"timeout":"(\d+)ms"', heard)]


def test_nodes_are_told_how_much_time_is_left(settings: Settings, doors: list[Door]) -> None:
    archive = Archive(settings)
    for typed in (TYPED, "lũ lụt", LONG, ""):
        searched(archive, 60_000, typed)
    heard = limits_heard(doors)
    assert len(heard) >= 4
    assert all(0 < found <= 60_001 for found in heard)


def test_who_has_no_limit_sets_none(settings: Settings, doors: list[Door]) -> None:
    assert not searched(Archive(settings), 0).partial
    assert limits_heard(doors) == []


def test_a_cluster_that_hangs_holds_nobody_beyond_his_limit(
    settings: Settings, doors: list[Door]
) -> None:
    """Each node is given one chance: the limit and a grace for the first one, a grace for each further one."""
    archive = Archive(settings)
    searched(archive, 60_000)
    for door in doors:
        door.silence()
    began = time.monotonic()
    with pytest.raises(ClusterUnreachable):
        searched(archive)
    assert time.monotonic() - began < SLOWEST < HANG
    assert GRACE * len(doors) < SLOWEST


def silent_from(stage: str, doors: Sequence[Door]) -> Observe:
    """Return what lets nodes fall silent once a search has come so far."""

    @contextmanager
    def observe(name: str) -> Iterator[None]:
        for door in doors if name == stage else ():
            door.silence()
        yield

    return observe


@pytest.mark.parametrize("stage", ["rank", "highlight"])
def test_nodes_that_fall_silent_within_an_answer_hold_nobody_beyond_his_limit(
    settings: Settings, doors: list[Door], stage: str
) -> None:
    archive = Archive(settings)
    searched(archive, 60_000, LONG)
    began = time.monotonic()
    with pytest.raises(ClusterUnreachable):
        archive.search(LONG, deadline_ms=LIMIT_MS, observe=silent_from(stage, doors))
    assert time.monotonic() - began < SLOWEST < HANG


def test_an_answer_does_not_wait_for_its_suggestion(settings: Settings, doors: list[Door]) -> None:
    archive, slip = Archive(settings), "ủy ban nhân dận"
    assert searched(archive, 60_000, slip).suggestion is not None
    other = Archive(settings)
    searched(other, 60_000)
    began = time.monotonic()
    found = other.search(slip, deadline_ms=2_000, observe=silent_from("suggest", doors))
    assert (found.suggestion is None) or found.suggestion.kind != "correct"
    assert found.hits
    assert time.monotonic() - began < SLOWEST < HANG


QUESTIONS: dict[str, Callable[[Archive, str], object]] = {
    "article": Archive.article,
    "related": Archive.related,
    "copies": Archive.copies,
    "list": lambda archive, _: archive.browse(),
    "days": lambda archive, _: archive.days(),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_no_question_of_a_site_waits_much_longer_than_a_limit_for_all_of_it(
    settings: Settings, doors: list[Door], name: str
) -> None:
    archive = Archive(replace(settings, opensearch=settings.opensearch[:1]), longest_ms=1)
    (first,) = Archive(settings).listed_ids(Browse(), 1)
    archive.generation()  # opens it: that has a limit of its own
    doors[0].silence()
    began = time.monotonic()
    with pytest.raises(ClusterUnreachable):
        QUESTIONS[name](archive, first)
    assert time.monotonic() - began < SLOWEST < HANG


def test_a_node_that_hangs_leaves_its_question_to_another_one(
    settings: Settings, doors: list[Door]
) -> None:
    settings = replace(settings, cluster=replace(settings.cluster, timeout=3.0))
    archive = Archive(settings)
    whole = searched(archive, 0)
    doors[0].silence()
    began = time.monotonic()
    found = [searched(archive) for _ in range(6)]
    assert time.monotonic() - began < SLOWEST
    for one in found:
        assert one.partial or one.total == whole.total
        assert one.total <= whole.total
    assert any(one.hits for one in found)


def test_the_time_of_a_request_is_what_is_left_and_never_more_than_the_setting(
    settings: Settings,
) -> None:
    cluster = Cluster(settings.opensearch, replace(settings.cluster, timeout=5.0))
    assert cluster.seconds(NEVER) == 5.0
    assert GRACE < cluster.seconds(Deadline.within(500)) <= 0.5 + GRACE
    assert cluster.seconds(Deadline.within(60_000)) == 5.0
    cluster.close()
