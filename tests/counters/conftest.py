"""A clock that tests set, visitors, and the databases that counters are kept in."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from searcher.counters.store import Store
from searcher.counting import Counting
from searcher.model.counted import Visitor
from searcher.settings import Settings
from tests.counters.clock import Clock
from tests.counters.people import accounts, made  # noqa: F401 - fixtures
from tests.postgresql import postgresql  # noqa: F401 - the fixture

READER = Visitor(address="203.0.113.7", agent="Mozilla/5.0 (X11; Linux x86_64) Firefox/130.0")


def reader(number: int) -> Visitor:
    """Return another visitor for each number."""
    return replace(READER, address=f"198.51.100.{number}")


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the address of an empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'counters.sqlite3'}"
    make: Callable[[], str] = request.getfixturevalue("postgresql")
    return make()


@pytest.fixture
def store(address: str) -> Iterator[Store]:
    store = Store(address)
    yield store
    store.close()


@pytest.fixture
def counting(tmp_path: Path, clock: Clock) -> Iterator[Counting]:
    """Count in a file of a folder of its own."""
    counting = Counting(Settings(home=tmp_path), clock)
    yield counting
    counting.close()
