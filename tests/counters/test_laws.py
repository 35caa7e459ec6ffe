"""Laws of the counters: however counts are cut, mixed, lost on the way and written again, sums are kept."""

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searcher.counters.batch import Batch
from searcher.counters.store import Store
from searcher.counters.sums import Asked, Sums
from searcher.counters.tally import Tally
from searcher.counters.writing import Writer
from searcher.errors import CountersUnavailable
from tests.counters.clock import NOON

DAY = date(2024, 3, 4)
DAYS = st.integers(0, 2).map(lambda n: DAY + timedelta(days=n))
NAMES = st.sampled_from(["a", "b", "Huế", "a'"])
EVENTS = st.lists(
    st.one_of(
        st.tuples(st.just("visit"), st.just(""), DAYS),
        st.tuples(st.just("read"), NAMES, DAYS),
        st.tuples(st.just("ask"), NAMES, DAYS),
        st.tuples(st.just("write"), st.just(""), DAYS),
    ),
    max_size=40,
)
FAULTS = st.lists(st.sampled_from(["", "", "before", "after"]), max_size=20)


class Unreliable:
    """A store that fails as told: before it wrote anything, or after, so that only the answer is lost."""

    def __init__(self, store: Store, faults: list[str]) -> None:
        self._store, self._faults = store, itertools.chain(faults, itertools.repeat(""))

    def write(self, batch: Batch) -> None:
        fault = next(self._faults)
        if fault != "before":
            self._store.write(batch)
        if fault:
            raise CountersUnavailable("mất kết nối", "the connection was lost")


@pytest.fixture(scope="module")
def stores(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Callable[[], Store]]:
    """Return what makes an empty store, of each kind in turn."""
    folder = tmp_path_factory.mktemp("laws")
    made: list[Store] = []

    def make() -> Store:
        made.append(Store(f"sqlite:///{folder / str(len(made))}.sqlite3"))
        return made[-1]

    yield make
    for store in made:
        store.close()


@given(EVENTS, EVENTS, FAULTS)
@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
def test_two_processes_and_a_bad_line_keep_every_sum(
    stores: Callable[[], Store],
    one: list[tuple[str, str, date]],
    two: list[tuple[str, str, date]],
    faults: list[str],
) -> None:
    store = stores()
    writers = [_writer(store, name, faults[place::2]) for place, name in enumerate(("one", "two"))]
    events = [(writers[0], each) for each in one] + [(writers[1], each) for each in two]
    for writer, event in events[::2] + events[1::2]:
        _happen(writer, *event)
    for writer in writers:
        _write_all(writer)
    _same_as_counted(store, one + two)


def _writer(store: Store, name: str, faults: list[str]) -> Writer:
    unreliable = Unreliable(store, faults)
    writer = Writer(lambda: unreliable, Tally(lambda: NOON), lambda: 0, lambda: NOON)
    writer.name = name
    return writer


def _happen(writer: Writer, kind: str, name: str, day: date) -> None:
    if kind == "write":
        writer.flush()
    else:
        with writer._tally.counting() as sums:
            _count(sums, kind, name, day)


def _count(sums: Sums, kind: str, name: str, day: date) -> None:
    if kind == "visit":
        sums.visit(day)
    elif kind == "read":
        sums.read(name, day)
    else:
        sums.ask(name, day, Asked(nothing=1))


def _write_all(writer: Writer) -> None:
    while not writer.flush() or writer._tally.rows_waiting():
        pass


def _same_as_counted(store: Store, events: list[tuple[str, str, date]]) -> None:
    counted = Counter(event for event in events if event[0] != "write")
    names = {name for _, name, _ in events if name}
    last = DAY + timedelta(days=2)
    whole = store.counted(DAY, last, 1, 50)
    for place in range(3):
        day = DAY + timedelta(days=place)
        assert whole.visits[place].count == counted["visit", "", day]
        assert whole.reads[place].count == sum(counted["read", name, day] for name in names)
    reads = {name: sum(counted["read", name, one.day] for one in whole.visits) for name in names}
    assert store.reads(sorted(names)).reads == {name: n for name, n in reads.items() if n}
    asked = {name: sum(counted["ask", name, one.day] for one in whole.visits) for name in names}
    assert {one.text: one.asked for one in whole.asked} == {n: k for n, k in asked.items() if k}
    assert {one.text: one.nothing for one in whole.unanswered} == {
        n: k for n, k in asked.items() if k
    }


@given(st.lists(EVENTS, max_size=5), st.randoms(use_true_random=False))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_batches_may_come_in_any_order(
    stores: Callable[[], Store], parts: list[list[tuple[str, str, date]]], random: object
) -> None:
    store = stores()
    batches = []
    for place, events in enumerate(parts):
        sums = Sums()
        for event in events:
            if event[0] != "write":
                _count(sums, *event)
        batches.append(Batch(writer=f"w{place}", number=1, sums=sums, online=0, at=NOON))
    random.shuffle(batches)  # type: ignore[attr-defined]
    for batch in batches:
        store.write(batch)
    _same_as_counted(store, [event for events in parts for event in events])
