"""What every database of the counters must do: the same suite on SQLite and on PostgreSQL."""

import threading
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from sqlalchemy import Connection, Table

import searcher.counters.upserts as upserts
from searcher.counters.batch import Batch
from searcher.counters.schema import QUERIES, READS, VISITS
from searcher.counters.store import Sight, Store
from searcher.counters.sums import Asked, Sums
from searcher.model.counted import ArticleReads, AskedText
from tests.counters.clock import NOON

DAY = date(2024, 3, 4)
STRANGE = ["a'b", 'a"b', "a%b", "a\\b", "Tin số 1 – Huế", " a ", "A", "a", "…", "😀", "x" * 300]


def _seen(sight: Sight) -> tuple[int, int]:
    return sight.visits, sight.online


def batch(sums: Sums, number: int = 1, writer: str = "one", online: int = 0) -> Batch:
    return Batch(writer=writer, number=number, sums=sums, online=online, at=NOON)


def read(*articles: str, day: date = DAY) -> Sums:
    sums = Sums()
    for article in articles:
        sums.read(article, day)
    return sums


def asked(text: str, day: date = DAY, **asked: int) -> Sums:
    sums = Sums()
    sums.ask(text, day, Asked(**asked))
    return sums


def test_an_empty_database_answers_nothing(store: Store) -> None:
    assert _seen(store.totals(0.0, "")) == (0, 0)
    assert store.reads(["a"]).reads == {}
    assert store.most_read(DAY, 5) == ()
    counted = store.counted(DAY, DAY, 1, 5)
    assert [one.count for one in counted.visits] == [0]
    assert counted.asked == counted.unanswered == ()


def test_counts_of_batches_add_up(store: Store) -> None:
    for number in range(1, 4):
        sums = read("a", "a", "b")
        sums.visit(DAY)
        store.write(batch(sums, number))
    assert store.totals(0.0, "").visits == 3
    assert store.reads(["a", "b", "c"]).reads == {"a": 6, "b": 3}


def test_a_batch_that_comes_twice_counts_once(store: Store) -> None:
    store.write(batch(read("a"), 1))
    store.write(batch(read("a"), 1))
    store.write(batch(read("a"), 1, writer="another"))
    assert store.reads(["a"]).reads == {"a": 2}


def test_strange_articles_are_told_apart(store: Store) -> None:
    store.write(batch(read(*STRANGE)))
    assert store.reads(STRANGE).reads == dict.fromkeys(STRANGE, 1)
    assert {one.article_id for one in store.most_read(DAY, 50)} == set(STRANGE)


def test_more_articles_than_a_statement_takes(store: Store) -> None:
    many = [f"bài {number}" for number in range(2_300)]
    store.write(batch(read(*many)))
    assert store.reads(many).reads == dict.fromkeys(many, 1)


def test_the_most_read_come_first_and_days_before_are_left_out(store: Store) -> None:
    store.write(batch(read("old", "old", "old", day=DAY - timedelta(days=1)), 1))
    store.write(batch(read("b", "a", "b", "c"), 2))
    found = store.most_read(DAY, 2)
    assert found == (ArticleReads(article_id="b", reads=2), ArticleReads(article_id="a", reads=1))
    assert store.most_read(DAY - timedelta(days=1), 1)[0].article_id == "old"


def test_every_day_of_a_span_has_its_place(store: Store) -> None:
    store.write(batch(read("a", day=DAY - timedelta(days=2)), 1))
    store.write(batch(read("a", "b"), 2))
    days = store.reads_by_day(DAY - timedelta(days=3), DAY, "a")
    assert [one.count for one in days] == [0, 1, 0, 1]
    assert [one.day for one in days] == [DAY - timedelta(days=n) for n in (3, 2, 1, 0)]
    counted = store.counted(DAY - timedelta(days=3), DAY, 1, 5)
    assert [one.count for one in counted.reads] == [0, 1, 0, 2]


def test_what_was_asked_too_rarely_is_not_told(store: Store) -> None:
    store.write(batch(asked("áo dài", hits=3), 1))
    assert store.counted(DAY, DAY, 2, 5).asked == ()
    store.write(batch(asked("áo dài", day=DAY + timedelta(days=1), hits=4), 2))
    found = store.counted(DAY, DAY + timedelta(days=1), 2, 5).asked
    assert found == (AskedText(text="áo dài", asked=2, hits=4),)


def test_what_found_nothing_is_told_by_how_often(store: Store) -> None:
    for number, sums in enumerate(
        (asked("a", asked=3, hits=7), asked("b", asked=2, nothing=1, hits=0), asked("b")), 1
    ):
        store.write(batch(sums, number))
    counted = store.counted(DAY, DAY, 2, 5)
    assert [(one.text, one.asked, one.hits) for one in counted.asked] == [("a", 3, 7), ("b", 3, 0)]
    assert counted.unanswered == (AskedText(text="b", asked=3, nothing=1, hits=0),)


def test_visitors_of_other_processes_are_online_until_they_fall_silent(store: Store) -> None:
    store.write(batch(Sums(), 1, "one", online=2))
    store.write(batch(Sums(), 1, "two", online=5))
    store.write(batch(Sums(), 2, "two", online=4))
    assert _seen(store.totals(NOON, "one", "one")) == (0, 4)
    assert _seen(store.totals(NOON, "one")) == (0, 6)
    assert _seen(store.totals(NOON + 1, "one", "one")) == (0, 0)


def test_several_processes_write_at_once_and_nothing_is_lost(address: str) -> None:
    """Each has its own connections, as processes do; the order of the articles differs."""

    def write(writer: str, articles: list[str]) -> None:
        store = Store(address)
        for number in range(1, 21):
            store.write(batch(read(*articles), number, writer))
        store.close()

    names = ["a", "b", "c", "d"]
    threads = [
        threading.Thread(target=write, args=(f"w{n}", names[n:] + names[:n])) for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    store = Store(address)
    assert store.reads(names).reads == dict.fromkeys(names, 80)
    store.close()


@pytest.fixture
def connection(store: Store) -> Iterator[Connection]:
    store.totals(0.0, "")  # makes the tables
    with store._database._engine.begin() as connection:
        yield connection


def test_any_sql_adds_up_as_the_two_known_ones_do(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upserts, "_INSERTS", {})
    for hits in (4, None):
        upserts.add(connection, VISITS, [{"day": DAY, "count": 2}])
        upserts.add(connection, READS, [{"article": "a", "day": DAY, "count": 3}])
        row = {"text": "t", "day": DAY, "asked": 1, "in_vain": 1, "hits": hits}
        upserts.add(connection, QUERIES, [row])
    assert _rows(connection, VISITS) == [(DAY, 4)]
    assert _rows(connection, READS) == [("a", DAY, 6)]
    assert _rows(connection, QUERIES) == [("t", DAY, 2, 2, 4)]


def _rows(connection: Connection, table: Table) -> list[tuple[object, ...]]:
    return [tuple(row) for row in connection.execute(table.select())]


def test_sums_know_how_many_rows_they_are() -> None:
    sums = read("a", "a", "b")
    sums.visit(DAY)
    sums.ask("x", DAY, Asked())
    sums.ask("x", DAY, Asked(hits=3))
    assert len(sums) == 4
    assert sums.queries["x", DAY] == Asked(asked=2, hits=3)
    assert sums.reads == Counter({("a", DAY): 2, ("b", DAY): 1})
