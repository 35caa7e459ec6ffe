"""Typed strings become trees, and trees print back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.errors import ParameterError
from searcher.model import All, Any, Field, Filters, Not, Phrase, View, Word
from searcher.parse import parse_query


def typed(node: object) -> object:
    """Return a tree as nested tuples of what was typed: short to write in a test."""
    match node:
        case Word():
            return f"+{node.typed}" if node.exact else node.typed
        case Phrase():
            return ("phrase", *(word.typed for word in node.words))
        case Not():
            return ("not", typed(node.child))
        case Field():
            return (node.name, typed(node.child))
        case All() | Any():
            return (type(node).__name__.lower(), *map(typed, node.children))
    return node


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("huế", "huế"),
        ("cố đô huế", ("all", "cố", "đô", "huế")),
        ("huế huế", "huế"),
        ('"cố đô" huế', ("all", ("phrase", "cố", "đô"), "huế")),
        ("“cố đô”", ("phrase", "cố", "đô")),
        ('"cố đô', ("phrase", "cố", "đô")),
        ("huế -mưa", ("all", "huế", ("not", "mưa"))),
        ("huế – mưa", ("all", "huế", "mưa")),
        ("AB-Huế", ("all", "AB", "Huế")),
        ("+huế", "+huế"),
        ("mưa OR nắng", ("any", "mưa", "nắng")),
        ("mưa HOẶC nắng huế", ("all", ("any", "mưa", "nắng"), "huế")),
        ("mưa | nắng", ("any", "mưa", "nắng")),
        ("OR mưa", "mưa"),
        ("mưa OR", "mưa"),
        ("(mưa OR nắng) huế", ("all", ("any", "mưa", "nắng"), "huế")),
        ("(mưa nắng) OR gió", ("any", ("all", "mưa", "nắng"), "gió")),
        ("((mưa", "mưa"),
        ("mưa)) gió", ("all", "mưa", "gió")),
        ("tiêu-đề:huế mưa", ("all", ("title", "huế"), "mưa")),
        ("title:(mưa nắng)", ("title", ("all", "mưa", "nắng"))),
        ("title: huế", ("all", "title", "huế")),
        ("20:15", ("all", "20", "15")),
        ('- " ( huế', ("phrase", "huế")),
    ],
)
def test_a_query_is_read_as(query: str, tree: object) -> None:
    assert typed(parse_query(query).tree) == tree


def test_nothing_typed_asks_for_everything() -> None:
    assert parse_query("").tree is None


@pytest.mark.parametrize("query", [" ", "\t\n", "🙂", "\x00", "-", '""', "()", "…", "OR" * 0 + "|"])
def test_a_query_without_a_word_is_refused_with_a_sentence(query: str) -> None:
    with pytest.raises(ParameterError, match="no word") as raised:
        parse_query(query)
    assert raised.value.parameter == "q"


@pytest.mark.parametrize(
    ("query", "limit"),
    [
        ("a" * 10_000, "512"),
        (" ".join(f"a{n}" for n in range(65)), "64"),
        ("(" * 11 + "huế", "10"),
    ],
)
def test_a_limit_that_is_passed_is_named(query: str, limit: str) -> None:
    with pytest.raises(ParameterError, match=limit):
        parse_query(query)


def test_a_word_typed_with_marks_counts_more_as_typed() -> None:
    word = parse_query("đường").tree
    assert isinstance(word, Word)
    weights = {reading.view: reading.weight for reading in word.readings}
    assert weights[View.ACCENTED] > weights[View.FOLDED] > 0


def test_a_query_without_marks_looks_at_folded_keys_alone() -> None:
    word = parse_query("duong").tree
    assert isinstance(word, Word)
    assert [reading.view for reading in word.readings] == [View.FOLDED]


def test_filler_words_weigh_little() -> None:
    tree = parse_query("cầu của tỉnh").tree
    assert isinstance(tree, All)
    assert [word.filler for word in tree.children if isinstance(word, Word)] == [False, True, False]


def test_a_document_number_is_looked_for_whole() -> None:
    keys = {
        extra.key
        for extra in parse_query("Nghị quyết 54-NQ/TW").extras
        if extra.view is View.NUMBERS
    }
    assert "54-nq/tw" in keys


PIECES = [
    *'aăđ -+"()|:* \t54/',
    "huế",
    " OR ",
    "title:",
    "tiêu-đề:",
    "NQ",
    " hôm nay ",
    " tháng 3/2024 ",
    "trước:2024-03-01",
]
QUERIES = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@given(QUERIES)
def test_what_was_understood_means_the_same_when_typed(query: str) -> None:
    try:
        asked = parse_query(query)
    except ParameterError:
        return
    again = parse_query(asked.understood)
    assert (again.tree, again.understood) == (asked.tree, asked.understood)
    assert (again.filters, again.spoken) == (asked.filters, asked.spoken)


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("UBND tỉnh", ("phrase", "ủy", "ban", "nhân", "dân")),
        ("Uỷ ban nhân dân tỉnh", "ubnd"),
        ("mưa ở TP.HCM", ("phrase", "thành", "phố", "hồ", "chí", "minh")),
        ("TPHCM", ("phrase", "tp", "hcm")),
    ],
)
def test_a_name_is_also_looked_for_in_its_other_forms(query: str, form: object) -> None:
    tree = parse_query(query).tree
    parts = tree.children if isinstance(tree, All) else (tree,)
    choices = [typed(choice) for part in parts if isinstance(part, Any) for choice in part.children]
    assert form in choices


def test_another_form_of_a_name_counts_less_than_what_was_typed() -> None:
    tree = parse_query("UBND").tree
    assert isinstance(tree, Any)
    first, second, *_ = tree.children
    assert isinstance(first, Word)
    assert isinstance(second, Phrase)
    total = sum(max(r.weight for r in word.readings) for word in second.words)
    assert total < max(reading.weight for reading in first.readings)


@given(st.text(max_size=600))
def test_no_text_is_more_than_refused(query: str) -> None:
    try:
        parse_query(query)
    except ParameterError as refused:
        sentences = (refused.vi, refused.en)
        assert all(sentences)


TODAY = date(2024, 3, 6)
"""A Wednesday."""


@pytest.mark.parametrize(
    ("query", "words", "since", "until"),
    [
        ("mưa lũ hôm nay", ("all", "mưa", "lũ"), date(2024, 3, 6), date(2024, 3, 6)),
        ("mưa hom qua", "mưa", date(2024, 3, 5), date(2024, 3, 5)),
        ("mưa tuần này", "mưa", date(2024, 3, 4), date(2024, 3, 10)),
        ("mưa tuần trước", "mưa", date(2024, 2, 26), date(2024, 3, 3)),
        ("lễ hội tháng 3/2024", ("all", "lễ", "hội"), date(2024, 3, 1), date(2024, 3, 31)),
        ("lễ hội năm 2023", ("all", "lễ", "hội"), date(2023, 1, 1), date(2023, 12, 31)),
        ("mưa 7 ngày qua", "mưa", date(2024, 2, 29), date(2024, 3, 6)),
        ("mưa trước:2024-03-01", "mưa", None, date(2024, 2, 29)),
        ("mưa sau:01/03/2024", "mưa", date(2024, 3, 2), None),
        ("mưa before:2024-03-01 after:2024-01-01", "mưa", date(2024, 1, 2), date(2024, 2, 29)),
        ("ngày:04/03/2024", None, date(2024, 3, 4), date(2024, 3, 4)),
    ],
)
def test_dates_said_among_the_words_become_filters(
    query: str, words: object, since: date | None, until: date | None
) -> None:
    asked = parse_query(query, today=TODAY)
    assert typed(asked.tree) == words
    assert (asked.filters.since, asked.filters.until) == (since, until)
    assert asked.spoken
    if ":" in query:  # an operator stays one; what was only said may be words
        assert asked.fallback is None
        assert parse_query(query, today=TODAY, verbatim=True).filters == asked.filters
    else:
        assert asked.fallback is not None
        assert parse_query(query, today=TODAY, verbatim=True).filters == Filters()


@pytest.mark.parametrize(
    "query",
    [
        '"lễ hội năm 2023"',
        "kế hoạch phát triển kinh tế xã hội của tỉnh trong năm 2023",
        "Nghị định 15 năm 2020",
        "năm mới",
    ],
)
def test_dates_that_belong_to_the_subject_stay_words(query: str) -> None:
    asked = parse_query(query, today=TODAY)
    assert (asked.filters, asked.spoken) == (Filters(), ())


def test_a_day_that_does_not_exist_is_named() -> None:
    with pytest.raises(ParameterError, match="31/02/2024"):
        parse_query("mưa trước:31/02/2024")
