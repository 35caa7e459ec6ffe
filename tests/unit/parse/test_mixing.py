"""Quotation marks: a demand around a whole query or in a short one, part of the text in a pasted one."""

import pytest

from searcher.model import All, Phrase, Word
from searcher.parse import parse_query

TITLE = "Khánh thành cầu Hạc Giang, hết cảnh ngăn sông cách chợ ở bờ bắc Trà Khúc"


@pytest.mark.parametrize(
    "typed", [f'"{TITLE}"', f"“{TITLE}”", f' "{TITLE}" ', f'"{TITLE}', f'("{TITLE}")']
)
def test_quotes_around_a_whole_title_demand_the_phrase(typed: str) -> None:
    query = parse_query(typed)
    assert isinstance(query.tree, Phrase)
    assert len(query.tree.words) == 16
    assert not query.mixed


@pytest.mark.parametrize("beside", ["sau:2020", 'nguồn:"Báo A"', "-mưa"])
def test_limits_beside_a_quoted_title_leave_it_a_demand(beside: str) -> None:
    query = parse_query(f'"{TITLE}" {beside}')
    parts = query.tree.children if isinstance(query.tree, All) else (query.tree,)
    assert isinstance(parts[0], Phrase)
    assert not query.mixed


def test_quotes_inside_a_pasted_title_are_its_own() -> None:
    query = parse_query(TITLE.replace("ngăn sông cách chợ", '"ngăn sông cách chợ"'))
    assert query.mixed
    assert isinstance(query.tree, All)
    assert all(isinstance(child, Word) for child in query.tree.children)


def test_quotes_beside_a_few_words_are_a_demand() -> None:
    query = parse_query('cầu "ngăn sông cách chợ"')
    assert isinstance(query.tree, All)
    assert isinstance(query.tree.children[1], Phrase)


def test_a_title_without_quotes_is_words_to_look_for() -> None:
    assert parse_query(TITLE).mixed
