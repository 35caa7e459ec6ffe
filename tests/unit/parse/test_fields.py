"""Fields in a query: where words are looked for, and what articles are named."""

import pytest

from searcher.model import All, Any, Field, Keyword, Node, Not, Word
from searcher.parse import parse_query


def name(field: str, value: str) -> Keyword:
    return Keyword(name=field, value=value)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ("tiêu-đề", "title"), ("tiêuđề", "title"), ("tieu-de", "title"), ("tieude", "title"),
        ("tieu_de", "title"), ("TIÊU-ĐỀ", "title"), ("Title", "title"),
        ("tóm-tắt", "summary"), ("tomtat", "summary"), ("summary", "summary"),
        ("nội-dung", "body"), ("noi-dung", "body"), ("body", "body"),
    ],
)  # fmt: skip
def test_a_text_field_may_be_spelled(typed: str, field: str) -> None:
    tree = parse_query(f"{typed}:lũ").tree
    assert isinstance(tree, Field)
    assert tree.name == field
    assert parse_query(f"{typed}:lũ").understood == parse_query(f"{field}:lũ").understood


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ("nguồn", "source"), ("nguon", "source"), ("source", "source"), ("site", "site"),
        ("chuyên-mục", "category"), ("chuyenmuc", "category"), ("category", "category"),
        ("tác-giả", "author"), ("tacgia", "author"), ("tac-gia", "author"), ("author", "author"),
        ("thẻ", "tag"), ("the", "tag"), ("tag", "tag"),
    ],
)  # fmt: skip
def test_a_keyword_may_be_spelled(typed: str, field: str) -> None:
    assert parse_query(f"{typed}:lũ").tree == name(field, "lũ")


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ('nguồn:"Báo Lâm Đồng"', name("source", "Báo Lâm Đồng")),
        ("nguồn:“Báo  Lâm Đồng”", name("source", "Báo Lâm Đồng")),
        ("nguồn:(Báo Lâm Đồng)", name("source", "Báo Lâm Đồng")),
        ("-nguồn:x", Not(child=name("source", "x"))),
        ("nguồn:-x", Not(child=name("source", "x"))),
        ("NOT nguồn:x", Not(child=name("source", "x"))),
        ("+nguồn:x", name("source", "x")),
        ("nguồn:x,", name("source", "x")),
        ("site:lamdong.gov.vn", name("site", "lamdong.gov.vn")),
        ("nguồn:A OR nguồn:B", Any(children=(name("source", "A"), name("source", "B")))),
        ("nguồn:(A B OR C)", Any(children=(name("source", "A B"), name("source", "C")))),
        ('nguồn:("A B" "C")', Any(children=(name("source", "A B"), name("source", "C")))),
        ('thẻ:("A B" "C")', All(children=(name("tag", "A B"), name("tag", "C")))),
        ('thẻ:("A" -"C")', All(children=(name("tag", "A"), Not(child=name("tag", "C"))))),
        ("thẻ:(A OR (B C)", Any(children=(name("tag", "A"), name("tag", "B C")))),
    ],
)  # fmt: skip
def test_a_name_is_read(query: str, tree: Node) -> None:
    assert parse_query(query).tree == tree


def test_a_name_stands_among_words() -> None:
    tree = parse_query("lũ nguồn:(A OR B) -thẻ:c quét").tree
    assert isinstance(tree, All)
    assert [type(child) for child in tree.children] == [Word, Any, Not, Word]


@pytest.mark.parametrize(
    ("query", "understood"),
    [
        ("foo:bar", "foo bar"),
        ("nguồn: x", "nguồn x"),
        ("title: x", "title x"),
        ("nguồn:", "nguồn"),
        ("mưa nguồn:()", "mưa"),
        ('mưa nguồn:""', "mưa"),
        ("mưa nguồn:?", "mưa"),
        ("tác giả:x", "tác giả x"),
        ("AB-title:x", "AB title x"),
    ],
)
def test_what_names_no_field_or_nothing_in_it_is_words(query: str, understood: str) -> None:
    assert parse_query(query).understood == understood


def test_the_words_of_a_name_are_no_words_of_the_query() -> None:
    assert parse_query('nguồn:"Thủ tướng"').extras == ()
    assert parse_query('-"thủ tướng" bão').extras == ()
