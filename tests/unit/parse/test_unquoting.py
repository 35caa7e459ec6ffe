"""Quotation marks of a pasted title are demands first, and words where they find nothing."""

import pytest

from searcher.model import All, Phrase, Word
from searcher.parse import parse_query
from searcher.parse.unquoting import unquoted

TITLE = 'Chấn thương là "định mệnh" của Nadal'


def test_a_title_is_asked_with_its_marks_first() -> None:
    query = parse_query(TITLE)
    assert isinstance(query.tree, All)
    assert any(isinstance(child, Phrase) for child in query.tree.children)


def test_where_they_find_nothing_the_marks_go() -> None:
    fallback = parse_query(TITLE).fallback
    assert fallback is not None
    assert isinstance(fallback.tree, All)
    assert all(isinstance(child, Word) for child in fallback.tree.children)
    assert fallback.understood == "Chấn thương là định mệnh của Nadal"


def test_taken_verbatim_they_stay() -> None:
    assert parse_query(TITLE, verbatim=True).fallback is None


def test_a_said_date_goes_before_the_marks() -> None:
    query = parse_query('Giá "xăng dầu" lại tăng mạnh tháng 3/2024')
    assert query.fallback is not None
    assert query.fallback.filters.since is None
    assert query.fallback.fallback is not None
    assert query.fallback.fallback.filters.since is not None


@pytest.mark.parametrize(
    "text",
    [
        '"định mệnh"',
        'nadal "định mệnh"',
        'một hai ba bốn -"định mệnh"',
        'một hai ba bốn title:"a b"',
    ],
)
def test_marks_that_were_meant_stay(text: str) -> None:
    assert unquoted(text) is None
