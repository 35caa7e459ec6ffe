"""The page says how a question was read, and lets a reader take its limits back."""

from urllib.parse import quote_plus

import pytest

from tests.webui.conftest import Seen, Visitor

CHIPS = "//ul[contains(@class, 'chips')]//a"


def open_(visitor: Visitor, typed: str) -> Seen:
    return visitor.open(f"/tim?q={quote_plus(typed)}")


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ('"nước lũ', '"nước lũ"'),
        ("nước OR", "nước"),
        ("nước ((lũ", "nước lũ"),
        ("OR", '"OR"'),
        ("nước AND lũ", "nước lũ"),
        ("nước NOT lũ", "nước -lũ"),
        ("tieude:lũ", "tiêu-đề:lũ"),
        ("nước t*", "nước t"),
        ("title:(lũ|mưa", "tiêu-đề:(lũ OR mưa)"),
    ],
)
def test_a_repaired_query_is_shown_as_it_was_understood(
    visitor: Visitor, typed: str, understood: str
) -> None:
    shown = open_(visitor, typed).text("//p[@id='understood']/span")
    assert shown == understood
    assert not open_(visitor, understood).texts("//p[@id='understood']")


@pytest.mark.parametrize(
    "typed", ["nước lũ", "Nước, lũ!", '"nước lũ"', "nước lũ tháng 10/2024", "nuwowcs lux"]
)
def test_nothing_is_said_where_nothing_was_changed(visitor: Visitor, typed: str) -> None:
    assert not open_(visitor, typed).texts("//p[@id='understood']")


def test_what_was_understood_is_escaped(visitor: Visitor) -> None:
    assert (
        open_(visitor, 'nguồn:("<b>x</b>"').text("//p[@id='understood']/span") == 'nguồn:"<b>x</b>"'
    )


def test_a_name_and_a_day_in_the_query_are_chips_that_can_be_removed(visitor: Visitor) -> None:
    page = open_(visitor, 'lũ nguồn:"Báo Mưa" -thẻ:x sau:2020')
    links = page.links(CHIPS)
    assert list(links) == [
        "Bỏ bộ lọc Nguồn: Báo Mưa ×",
        "Bỏ bộ lọc trừ Thẻ: x ×",
        "Bỏ bộ lọc sau:2020 ×",
    ]
    for removed in ("Nguồn: Báo Mưa", "trừ Thẻ: x", "sau:2020"):
        left = list(visitor.open(links[f"Bỏ bộ lọc {removed} ×"]).links(CHIPS))
        assert left == [label for label in links if removed not in label]


def test_english_readers_read_english(visitor: Visitor) -> None:
    page = visitor.open("/tim?q=nguon:x+OR&lang=en")
    assert page.text("//p[@id='understood']").startswith("Understood as:")
    assert page.texts(CHIPS) == ["Remove filter Source: x ×"]


@pytest.mark.parametrize(
    ("within", "beyond", "limit"),
    [
        ("x" * 512, "x" * 513, "512"),
        (" ".join(f"t{n}" for n in range(64)), " ".join(f"t{n}" for n in range(65)), "64"),
        (" OR ".join(f"t{n}" for n in range(60)), " OR ".join(f"t{n}" for n in range(65)), "64"),
        (" ".join(f"t{n}*" for n in range(64)), " ".join(f"t{n}*" for n in range(65)), "64"),
        ("(" * 10 + "lũ" + ")" * 10, "(" * 11 + "lũ" + ")" * 11, "10"),
        ("nguồn:" + "(" * 10 + "x", "nguồn:" + "(" * 11 + "x", "10"),
    ],
)
def test_a_limit_holds_from_both_sides(
    visitor: Visitor, within: str, beyond: str, limit: str
) -> None:
    assert visitor.client.get(f"/tim?q={quote_plus(within)}").status_code == 200
    refused = visitor.client.get(f"/tim?q={quote_plus(beyond)}")
    assert refused.status_code == 400
    assert limit in refused.get_data(as_text=True)
    error = visitor.client.get(f"/api/search?q={quote_plus(beyond)}").get_json()["error"]
    assert error["parameter"] == "q"
    assert limit in error["vi"]
    assert limit in error["en"]


@pytest.mark.parametrize(
    "typed",
    [
        "x" * 100_000,
        "(" * 2000,
        " OR ".join(["của"] * 1000),
        "ngày:31/02/2024",
        "sau:2024 trước:2023",
    ],
)
def test_a_refused_query_is_a_page_with_a_sentence(visitor: Visitor, typed: str) -> None:
    answer = visitor.client.get("/tim", query_string={"q": typed})
    assert answer.status_code == 400
    assert answer.mimetype == "text/html"
