"""Passages and marks, as spans of the text beside them."""

import pytest

from searcher.highlight import CHARACTERS, highlight, marks_in
from searcher.parse import parse_query
from tests.corpus import article


def marked(text: str, query: str) -> list[str]:
    return [text[start:end] for start, end in marks_in(text, parse_query(query))]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("lễ hội", ["Lễ hội"]),
        ("le hoi", ["Lễ hội"]),
        ("hoi", ["hội"]),
        ("việt nam", ["Việt Nam"]),
        ("lẻ", ["Lễ"]),
        ('"năm nay"', ["Năm nay"]),
        ("-lễ hội", ["hội"]),
        ("xe", []),
    ],
)
def test_words_are_marked_as_they_were_meant(query: str, found: list[str]) -> None:
    assert marked("Lễ hội Việt Nam. Năm nay đông.", query) == found


def test_a_folded_match_is_marked_only_where_the_word_itself_is_not() -> None:
    assert marked("Đường xa, dương xỉ", "đường") == ["Đường"]
    assert marked("Dương xỉ ven suối", "đường") == ["Dương"]


def test_marks_count_code_points_of_the_original_text() -> None:
    text = "🙂 Le\u0302\u0303 ho\u0323\u0302i 🙂"
    assert marked(text, "lễ hội") == ["Le\u0302\u0303 ho\u0323\u0302i"]


def test_the_passage_that_matches_best_is_shown() -> None:
    filler = "Trời nắng đẹp và gió nhẹ. " * 60
    shown = highlight(
        article("a", "Tin", f"{filler}Cầu Hạc Giang khánh thành hôm nay. {filler}"),
        parse_query("khanh thanh cau hac giang"),
    )
    assert "Cầu Hạc Giang khánh thành" in shown.snippet
    assert len(shown.snippet) <= CHARACTERS
    start, end = shown.snippet_marks[0]
    assert shown.snippet[start:end] == "Cầu Hạc Giang khánh thành"


def test_without_a_match_the_beginning_is_shown() -> None:
    shown = highlight(article("a", "Tin", "Một hai ba bốn."), parse_query("xyz"))
    assert (shown.snippet, shown.snippet_marks) == ("Một hai ba bốn.", ())


def test_an_article_without_text_has_an_empty_passage() -> None:
    shown = highlight(article("a", "Tin vui"), parse_query("tin"))
    assert (shown.snippet, shown.title_marks) == ("", ((0, 3),))


def test_fillers_are_marked_beside_nothing_less() -> None:
    assert marked("Của", "của") == ["Của"]


def test_a_passage_knows_whether_its_text_begins_and_ends_with_it() -> None:
    filler = "Trời nắng đẹp và gió nhẹ. " * 60

    def ends(body: str) -> tuple[bool, bool]:
        shown = highlight(article("a", "Tin", body), parse_query("cầu hạc giang"))
        return shown.begins, shown.ends

    assert ends("Cầu Hạc Giang khánh thành.") == (True, True)
    assert ends(f"Cầu Hạc Giang khánh thành. {filler}") == (True, False)
    assert ends(f"{filler}Cầu Hạc Giang") == (False, True)
    assert ends(f"{filler}Cầu Hạc Giang khánh thành. {filler}") == (False, False)


@pytest.mark.parametrize(
    ("query", "begins"),
    [
        ("cầu mới", "Cầu mới"),  # the summary has both words
        ("cau moi", "Cầu mới"),
        ("của cầu", "Cầu mới"),  # a filler is no reason to look further
        ("cầu mới thông xe", "Hôm nay"),  # the body has more of them
        ("cầu th*", "Hôm nay"),
        ("cầu -thông", "Cầu mới"),
        ("", "Cầu mới"),
    ],
)
def test_the_summary_is_shown_unless_the_body_has_more_of_the_words(
    query: str, begins: str
) -> None:
    one = article("a", "Tin", "Hôm nay cầu mới thông xe.", summary="Cầu mới đẹp.")
    assert highlight(one, parse_query(query)).snippet.startswith(begins)
