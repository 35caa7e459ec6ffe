"""Visitors that several processes remember together."""

import multiprocessing
import os
import signal
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.counters.crowd import Crowd
from searcher.counters.memory import Alone, Memory
from searcher.counters.visitors import Visitors
from tests.counters.clock import Clock
from tests.counters.conftest import reader

DAY = date(2024, 3, 4)


@pytest.fixture
def crowd() -> Crowd:
    return Crowd()


def visitors(memory: Memory, clock: Clock, day: date = DAY) -> Visitors:
    return Visitors(clock, lambda: day, memory)


def in_another_process(work: Callable[[], int]) -> int:
    """Do the work in a process that is split off; return what it returns."""
    context = multiprocessing.get_context("fork")
    answers = context.SimpleQueue()
    process = context.Process(target=lambda: answers.put(work()))
    process.start()
    process.join(60)
    assert process.exitcode == 0
    return int(answers.get())


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["arrives", "begins", "online"]), st.integers(0, 5), st.integers(0, 2000)
    ),
    max_size=40,
)


@given(STEPS)
def test_a_crowd_remembers_what_one_process_would(steps: list[tuple[str, int, int]]) -> None:
    clock = Clock()
    both = [visitors(memory, clock) for memory in (Crowd(), Alone())]
    for deed, who, seconds in steps:
        clock.pass_(seconds=seconds + 1)
        told = [
            one.online()
            if deed == "online"
            else one.arrives(reader(who))
            if deed == "arrives"
            else one.begins(reader(who), "read x")
            for one in both
        ]
        assert told[0] == told[1]


def test_who_comes_to_two_processes_is_one_visitor(crowd: Crowd) -> None:
    clock = Clock()
    here = visitors(crowd, clock)
    assert here.arrives(reader(1))
    assert here.begins(reader(1), "read x")

    def there() -> int:
        return sum(
            [here.arrives(reader(1)), here.begins(reader(1), "read x"), here.arrives(reader(2))]
        )

    assert in_another_process(there) == 1
    clock.pass_(seconds=2)
    assert here.online() == 2
    assert not here.arrives(reader(2))


def test_one_process_tells_of_all_and_another_one_where_it_is_gone(crowd: Crowd) -> None:
    clock = Clock()
    here = visitors(crowd, clock)
    here.arrives(reader(1))
    assert here.told() == 1
    assert in_another_process(here.told) == 0
    clock.pass_(seconds=10)
    assert in_another_process(here.told) == 1
    assert here.told() == 0


def test_a_day_that_ends_takes_all_hashes_and_its_key_along(crowd: Crowd) -> None:
    clock = Clock()
    visitors(crowd, clock).arrives(reader(1))
    before = bytes(crowd._memory)
    later = visitors(crowd, clock, date(2024, 3, 5))
    assert later.arrives(reader(2))
    clock.pass_(seconds=2)
    assert later.online() == 1
    after = bytes(crowd._memory)
    assert before[32:64] not in after
    assert after[64:].count(b"\0") > len(after) - 200


def test_neither_address_nor_browser_is_in_the_memory(crowd: Crowd) -> None:
    visitors(crowd, Clock()).arrives(reader(7))
    for told in (reader(7).address, reader(7).agent):
        assert told.encode() not in bytes(crowd._memory)


def test_a_process_killed_while_it_holds_the_memory_stops_nobody(crowd: Crowd) -> None:
    context = multiprocessing.get_context("fork")
    held = context.Event()

    def hold() -> None:
        with crowd.held():
            held.set()
            signal.pause()

    process = context.Process(target=hold)
    process.start()
    assert held.wait(60)
    assert process.pid
    os.kill(process.pid, signal.SIGKILL)
    process.join(60)
    assert visitors(crowd, Clock()).arrives(reader(1))


def test_more_visitors_than_there_are_places_forget_the_oldest(crowd: Crowd) -> None:
    table, now = crowd.visits, 1_000_000.0
    same = [1 + n * 2**14 for n in range(9)]  # all in the same eight places
    for n, key in enumerate(same):
        assert table.add(key, now + n)
    assert not table.renew(same[0], now + 9)
    assert table.renew(same[8], now + 9)
