"""Filters, order and page numbers as they are typed."""

from datetime import date

import pytest

from searcher.errors import ParameterError
from searcher.model import Sort
from searcher.parse import parse_filters, parse_page, parse_sort


@pytest.mark.parametrize("text", ["2024-03-04", "04/03/2024", "4/3/2024", " 04/03/2024 "])
def test_a_day_may_be_written_both_ways(text: str) -> None:
    assert parse_filters(from_=text).since == date(2024, 3, 4)


@pytest.mark.parametrize(
    "text", ["2024-02-30", "31/04/2024", "hôm nọ", "04-2024", "\x00", "9" * 500]
)
def test_a_bad_day_is_named_with_its_parameter(text: str) -> None:
    with pytest.raises(ParameterError) as raised:
        parse_filters(to=text)
    assert raised.value.parameter == "to"
    assert "04/03/2024" in raised.value.vi


def test_days_the_wrong_way_round_are_refused() -> None:
    with pytest.raises(ParameterError, match="wrong way round"):
        parse_filters(from_="2024-03-05", to="2024-03-04")


def test_empty_values_are_no_filters() -> None:
    filters = parse_filters(from_="", to=" ", source="", category="  ", author=None)
    assert filters == parse_filters()


def test_a_name_of_any_length_is_not_taken() -> None:
    with pytest.raises(ParameterError, match="source"):
        parse_filters(source="x" * 1000)


@pytest.mark.parametrize("text", ["0", "-1", "abc", "10" * 9, "1.5", "１", "1001"])
def test_a_bad_page_number_is_refused(text: str) -> None:
    with pytest.raises(ParameterError) as raised:
        parse_page(text)
    assert raised.value.parameter == "page"


def test_a_page_number_is_read() -> None:
    assert (parse_page(None), parse_page(""), parse_page("3")) == (1, 1, 3)


def test_an_unknown_order_names_the_known_ones() -> None:
    with pytest.raises(ParameterError, match="newest"):
        parse_sort("best")
    assert parse_sort("NEWEST") is Sort.NEWEST
    assert parse_sort(None) is Sort.RELEVANCE
