"""How many articles each day has, asked of every engine."""

from collections import Counter
from pathlib import Path

import pytest

from searcher.engines import ENGINES, Reader, engine_named
from searcher.model import Filters, Keyword, Query
from searcher.parse import parse_filters, parse_query
from tests.corpus import article, indexed

NEWS = [
    article("sang", "Tin sáng", day="2024-03-01T00:00:00", category="Thời sự", tags=("Huế",)),
    article("dem", "Tin đêm", day="2024-03-01T23:59:59", category="Thể thao"),
    article("nhuan", "Tin ngày nhuận", day="2024-02-29T12:00:00", category="Thời sự"),
    article("cu", "Tin năm cũ", day="1999-12-31T12:00:00", category="Thời sự", tags=("Huế",)),
    article("khong", "Tin không ngày", category="Thời sự", tags=("Huế",)),
]


@pytest.fixture(params=ENGINES, scope="module")
def reader(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return indexed(engine_named(request.param), tmp_path_factory.mktemp("index"), [NEWS])


def counted(reader: Reader, query: Query) -> dict[str, int]:
    found = reader.days(query)
    assert [day.value for day in found] == sorted(day.value for day in found)
    return {day.value: day.count for day in found}


def test_days_are_counted_in_order_and_undated_articles_on_none(reader: Reader) -> None:
    every = {"1999-12-31": 1, "2024-02-29": 1, "2024-03-01": 2}
    assert counted(reader, Query(typed="", tree=None)) == every


def test_only_matches_within_the_filters_are_counted(reader: Reader) -> None:
    march = parse_filters(from_="2024-03-01", to="2024-03-31")
    assert counted(reader, Query(typed="", tree=None, filters=march)) == {"2024-03-01": 2}
    news = Filters(category="thoi su")
    assert counted(reader, Query(typed="", tree=None, filters=news))["2024-03-01"] == 1
    assert counted(reader, parse_query("đêm")) == {"2024-03-01": 1}
    tagged = Query(typed="", tree=Keyword(name="tag", value="hue"))
    assert counted(reader, tagged) == {"1999-12-31": 1, "2024-03-01": 1}


def test_nothing_found_has_no_day(reader: Reader) -> None:
    assert counted(reader, parse_query("xyzzy")) == {}
    assert counted(reader, Query(typed="", tree=None, filters=Filters(source="không có"))) == {}


@pytest.mark.parametrize("name", ENGINES)
def test_an_empty_archive_has_no_day(name: str, tmp_path: Path) -> None:
    reader = indexed(engine_named(name), tmp_path, [[NEWS[0]]])
    assert reader.days(Query(typed="", tree=None, exclude=frozenset({"sang"}))) == ()


@pytest.mark.parametrize("typed", ["", "tin", "tin ngày", "đêm sáng"])
def test_the_days_of_a_month_add_up_to_the_month(reader: Reader, typed: str) -> None:
    query = parse_query(typed)
    by_month = Counter[str]()
    for day, count in counted(reader, query).items():
        by_month[day[:7]] += count
    assert by_month == {one.value: one.count for one in reader.search(query, 1).facets.month}
