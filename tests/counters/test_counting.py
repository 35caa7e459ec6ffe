"""What counts as a visit, as a read, as a query; and what is told of it."""

import gc
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.counters.recent import Recent
from searcher.counters.wording import LONGEST_KEY, article_key, kept_text
from searcher.counting import Counting
from searcher.errors import CountersUnavailable, SettingsError
from searcher.model import Article
from searcher.settings import Settings
from tests.counters.clock import Clock
from tests.counters.conftest import READER, reader

ARTICLE = Article(id="bai-1", title="Tin", reads=567)


def test_a_visit_goes_on_until_half_an_hour_of_quiet(counting: Counting, clock: Clock) -> None:
    for minutes in (0, 29, 29, 29):
        clock.pass_(minutes=minutes)
        counting.visit(READER)
    assert counting.totals().visits == 1
    clock.pass_(minutes=30)
    counting.visit(READER)
    assert counting.totals().visits == 2


def test_what_is_counted_before_the_database_is_opened_is_told_afterwards(
    counting: Counting, tmp_path: Path
) -> None:
    counting.postpone()
    counting.visit(READER)
    assert counting.totals().visits is None
    assert counting.totals().online == 1
    assert counting.popular(7, 10) == ()
    assert not list(tmp_path.glob("*.sqlite3"))
    counting.start()
    assert counting.totals().visits == 1


def test_another_browser_or_address_is_another_visitor(counting: Counting) -> None:
    for number in (1, 2, 1):
        counting.visit(reader(number))
    assert counting.totals().visits == 2
    assert counting.totals().online == 2


def test_who_did_nothing_for_five_minutes_is_no_longer_here(
    counting: Counting, clock: Clock
) -> None:
    counting.visit(reader(1))
    clock.pass_(minutes=4)
    counting.visit(reader(2))
    assert counting.totals().online == 2
    clock.pass_(minutes=1)
    assert counting.totals().online == 1
    clock.pass_(minutes=5)
    assert counting.totals().online == 0


def test_a_reload_within_half_an_hour_is_the_same_read(counting: Counting, clock: Clock) -> None:
    assert counting.reads_of(ARTICLE) == 567
    for minutes in (0, 10, 19):
        clock.pass_(minutes=minutes)
        counting.read(READER, ARTICLE.id)
    assert counting.reads_of(ARTICLE) == 568
    clock.pass_(minutes=1)
    counting.read(READER, ARTICLE.id)
    counting.read(reader(1), ARTICLE.id)
    assert counting.reads_of(ARTICLE) == 570


def test_an_article_that_nobody_read_has_no_count(counting: Counting) -> None:
    fresh = Article(id="moi", title="Tin mới")
    assert counting.reads_of(fresh) is None
    counting.read(READER, "moi")
    assert counting.reads_of(fresh) == 1
    assert counting.flush()
    assert counting.reads_of_many([fresh, ARTICLE]) == [1, 567]


def test_counts_do_not_change_when_they_are_written(counting: Counting) -> None:
    counting.visit(READER)
    counting.read(READER, ARTICLE.id)
    before = (counting.totals(), counting.reads_of(ARTICLE))
    assert counting.flush()
    assert (counting.totals(), counting.reads_of(ARTICLE)) == before
    counting.read(reader(1), ARTICLE.id)
    assert counting.reads_of(ARTICLE) == 569


def test_the_total_goes_on_from_what_the_site_had_before(tmp_path: Path, clock: Clock) -> None:
    counting = Counting(Settings(home=tmp_path, visits_start=7_737_916), clock)
    counting.visit(READER)
    assert counting.totals().visits == 7_737_917
    counting.close()


def test_counts_are_there_after_a_restart(tmp_path: Path, clock: Clock) -> None:
    for _ in range(2):
        counting = Counting(Settings(home=tmp_path), clock)
        counting.visit(READER)
        counting.read(READER, ARTICLE.id)
        counting.close()
    counting = Counting(Settings(home=tmp_path), clock)
    assert counting.totals().visits == 2
    assert counting.reads_of(ARTICLE) == 569
    counting.close()


def test_who_is_forgotten_without_closing_loses_nothing(tmp_path: Path, clock: Clock) -> None:
    counting = Counting(Settings(home=tmp_path), clock)
    counting.visit(READER)
    del counting
    gc.collect()
    again = Counting(Settings(home=tmp_path), clock)
    assert again.totals().visits == 1
    again.close()


def test_days_are_those_of_viet_nam(counting: Counting, clock: Clock) -> None:
    clock.pass_(hours=11, minutes=59)
    counting.visit(READER)
    counting.read(READER, "khuya")
    clock.pass_(minutes=1)  # midnight: another day, and nobody is known any more
    counting.visit(READER)
    assert counting.flush()
    counted = counting.counted(2)
    assert [one.count for one in counted.visits] == [1, 1]
    assert [one.count for one in counted.reads] == [1, 0]
    assert counted.until - counted.since == timedelta(days=1)
    assert [one.count for one in counting.read_by_day("khuya", 2)] == [1, 0]


def test_what_is_read_most_is_popular(counting: Counting, clock: Clock) -> None:
    for number, article in enumerate(["a", "b", "b", "c", "b", "c"]):
        counting.read(reader(number), article)
    assert counting.flush()
    assert [(one.article_id, one.reads) for one in counting.popular(7, 2)] == [("b", 3), ("c", 2)]
    clock.pass_(days=7)
    assert counting.popular(7, 2) == ()
    assert len(counting.popular(8, 9)) == 3


def test_what_several_readers_asked_is_told_in_one_form(counting: Counting) -> None:
    for number, typed in enumerate(["Áo  dài", "áo dài", "A\u0301o DÀI ", "hiếm", "không có gì"]):
        counting.ask(reader(number), typed, 0 if typed == "không có gì" else 5)
    counting.ask(reader(1), "áo dài", 5)  # again, within half an hour
    counting.ask(reader(9), "KHÔNG CÓ GÌ", 0)
    assert counting.flush()
    counted = counting.counted(1)
    assert [(one.text, one.asked, one.hits) for one in counted.asked] == [
        ("áo dài", 3, 5),
        ("không có gì", 2, 0),
    ]
    assert [(one.text, one.nothing) for one in counted.unanswered] == [("không có gì", 2)]


def test_filters_tell_nothing_of_what_the_words_find(counting: Counting) -> None:
    counting.ask(reader(1), "lễ hội", None)
    counting.ask(reader(2), "lễ hội", 12)
    counting.ask(reader(3), "lễ hội", None)
    assert counting.flush()
    (one,) = counting.counted(1).asked
    assert (one.asked, one.nothing, one.hits) == (3, 0, 12)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "   ",
        "...",
        "x" * 81,
        "an.nguyen@example.vn",
        "liên hệ 0912345678",
        "0912 345 678",
        "0912.345.678",
        "+84 91 234 56 78",
        "(024) 3825 5555",
        "０９１２３４５６７８",
        "căn cước 001099012345",
        "4111 1111 1111 1111",
        "a\ud800b",
        "x" * 1_000_000,
    ],
)
def test_what_is_long_or_personal_is_not_kept(typed: str) -> None:
    assert kept_text(typed) is None


@pytest.mark.parametrize(
    "typed",
    [
        "54-nq/tw",
        "ngày 04/03/2024",
        "1.234.567 đồng",
        "2019-2024",
        "covid 19",
        "nghị định 123/2021",
    ],
)
def test_numbers_of_documents_dates_and_sums_are_kept(typed: str) -> None:
    assert kept_text(typed) == typed


@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=400))
def test_whatever_is_typed_a_database_takes_what_is_kept(typed: str) -> None:
    kept = kept_text(typed)
    if kept is not None:
        assert len(kept) <= 80
        assert "\0" not in kept
        assert kept.encode("utf-8")
        assert kept_text(kept) == kept


@given(st.text(st.characters(codec=None, exclude_categories=()), max_size=400))
def test_whatever_an_article_is_called_a_database_takes_its_key(article_id: str) -> None:
    key = article_key(article_id)
    assert len(key) <= LONGEST_KEY
    assert "\0" not in key.encode("utf-8").decode()


def test_keys_tell_articles_apart() -> None:
    names = ["a", "a\0", "\ud800", "x" * 300, "x" * 301, "x" * 302, article_key("a\0")]
    assert len({article_key(name) for name in names}) == len(names)


def test_hostile_names_and_queries_do_not_stop_the_counts(counting: Counting) -> None:
    hostile = ["a\0b", "a\ud800", "x" * 100_000, "'; DROP TABLE reads; --", "%s %(a)s :b ?", ""]
    for number, name in enumerate(hostile):
        counting.read(reader(number), name)
        counting.ask(reader(number), name, 0)
        counting.visit(reader(number))
    assert counting.flush()
    articles = [Article(id=name, title="") for name in hostile]
    assert counting.reads_of_many(articles) == [1] * len(hostile)
    assert counting.totals().visits == len(hostile)
    assert len(counting.popular(1, 50)) == len(hostile) - 3  # of three only a hash is kept


def test_a_site_may_count_nothing(tmp_path: Path) -> None:
    counting = Counting(Settings(home=tmp_path, counters="off"))
    counting.start()
    counting.visit(READER)
    counting.read(READER, ARTICLE.id)
    counting.ask(READER, "áo dài", 1)
    assert counting.totals().visits is None
    assert counting.reads_of(ARTICLE) == 567
    assert counting.popular(7, 5) == ()
    with pytest.raises(CountersUnavailable, match="does not count"):
        counting.counted(7)
    counting.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("address", ["nonsense", "nonsense://x/y", "mysql+nodriver://x/y", "://"])
def test_an_address_that_is_none_is_told_at_the_start(tmp_path: Path, address: str) -> None:
    counting = Counting(Settings(home=tmp_path, counters=address))
    with pytest.raises(SettingsError, match="counters"):
        counting.start()
    counting.close()


def test_a_password_is_not_told(tmp_path: Path) -> None:
    counting = Counting(Settings(home=tmp_path, counters="nonsense://me:secret@host/x"))
    with pytest.raises(SettingsError) as raised:
        counting.start()
    assert "secret" not in raised.value.vi + raised.value.en
    counting.close()


_TIMES = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 40)), max_size=60)


@given(_TIMES)
def test_keys_are_remembered_as_long_as_they_should_be(events: list[tuple[int, int]]) -> None:
    recent, now, counted = Recent(30, 1_000), 0, dict[int, int]()
    for key, pause in events:
        now += pause
        fresh = key not in counted or now - counted[key] >= 30
        assert recent.add(key, now) is fresh
        counted = counted | {key: now} if fresh else counted
        assert recent.count(now) == sum(now - at < 30 for at in counted.values())


@given(_TIMES)
def test_who_comes_again_is_remembered_anew(events: list[tuple[int, int]]) -> None:
    recent, now, seen = Recent(30, 1_000), 0, dict[int, int]()
    for key, pause in events:
        now += pause
        assert recent.renew(key, now) is (key in seen and now - seen[key] < 30)
        seen[key] = now


def test_memory_is_bounded() -> None:
    recent = Recent(30, 100)
    for key in range(10_000):
        recent.add(key, 0)
    assert recent.count(0) == 100
    assert not recent.add(9_999, 0)
    assert recent.add(0, 0)


def test_importing_the_flow_loads_no_database_library() -> None:
    assert "searcher.counting" in sys.modules
    source = Path(sys.modules["searcher.counting"].__file__ or "").parent
    for path in [source / "counting.py", *(source / "counters").glob("*.py")]:
        if path.stem not in {"store", "connecting", "schema", "upserts", "asking", "database"}:
            assert "import sqlalchemy" not in path.read_text(encoding="utf-8")
            assert "\nfrom sqlalchemy" not in path.read_text(encoding="utf-8")
