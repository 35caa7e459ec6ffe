"""The dates that readers say inside a query."""

from datetime import date

import pytest

from searcher.vietnamese.spoken_dates import spoken_dates, unreadable_days

TODAY = date(2024, 3, 20)  # a Wednesday


def days(text: str) -> list[tuple[str, str]]:
    """Return the days of each spoken date, `-` for no limit."""
    found = spoken_dates(text, today=TODAY)
    return [(str(spoken.since or "-"), str(spoken.until or "-")) for spoken in found]


SAID = {
    "hôm nay": ("2024-03-20", "2024-03-20"),
    "hôm qua": ("2024-03-19", "2024-03-19"),
    "hôm kia": ("2024-03-18", "2024-03-18"),
    "tuần này": ("2024-03-18", "2024-03-24"),
    "tuần trước": ("2024-03-11", "2024-03-17"),
    "tháng này": ("2024-03-01", "2024-03-31"),
    "tháng trước": ("2024-02-01", "2024-02-29"),
    "năm nay": ("2024-01-01", "2024-12-31"),
    "năm ngoái": ("2023-01-01", "2023-12-31"),
    "tháng 3/2024": ("2024-03-01", "2024-03-31"),
    "tháng 03/2024": ("2024-03-01", "2024-03-31"),
    "tháng 3-2024": ("2024-03-01", "2024-03-31"),
    "tháng 12 năm 2023": ("2023-12-01", "2023-12-31"),
    "quý 1/2024": ("2024-01-01", "2024-03-31"),
    "quý IV năm 2023": ("2023-10-01", "2023-12-31"),
    "năm 2023": ("2023-01-01", "2023-12-31"),
    "7 ngày qua": ("2024-03-14", "2024-03-20"),
    "30 ngày qua": ("2024-02-20", "2024-03-20"),
    "2 tuần qua": ("2024-03-07", "2024-03-20"),
    "tuần qua": ("2024-03-14", "2024-03-20"),
    "7 ngày gần đây": ("2024-03-14", "2024-03-20"),
    "cuối năm 2023": ("2023-01-01", "2023-12-31"),
    "tháng 3 năm nay": ("2024-03-01", "2024-03-31"),
    "quý 2 năm ngoái": ("2023-04-01", "2023-06-30"),
    "dịp 30/4 năm nay": ("2024-01-01", "2024-12-31"),
    "trước năm 2020": ("-", "2019-12-31"),
    "sau năm 2020": ("2021-01-01", "-"),
    "từ tháng 3/2023": ("2023-03-01", "-"),
    "đến tháng 3/2023": ("-", "2023-03-31"),
}


@pytest.mark.parametrize(("text", "expected"), SAID.items())
def test_a_saying_means_its_days(text: str, expected: tuple[str, str]) -> None:
    assert days(text) == [expected]
    assert days(text.upper()) == [expected]


UNMARKED = [
    ("hom nay", "hôm nay"),
    ("hom qua", "hôm qua"),
    ("tuan truoc", "tuần trước"),
    ("thang nay", "tháng này"),
    ("thang 3/2024", "tháng 3/2024"),
    ("thang 12 nam 2023", "tháng 12 năm 2023"),
    ("nam 2023", "năm 2023"),
    ("nam ngoai", "năm ngoái"),
    ("7 ngay qua", "7 ngày qua"),
]


@pytest.mark.parametrize(("typed", "meant"), UNMARKED)
def test_sayings_need_no_marks(typed: str, meant: str) -> None:
    assert days(f"bao lu {typed}") == [SAID[meant]]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("trước:2024-03-01", ("-", "2024-02-29")),
        ("truoc:01/03/2024", ("-", "2024-02-29")),
        ("before:2024-03-01", ("-", "2024-02-29")),
        ("sau:01/03/2024", ("2024-03-02", "-")),
        ("after:2024-03-01", ("2024-03-02", "-")),
        ("từ:1/3/2024", ("2024-03-01", "-")),
        ("đến:1/3/2024", ("-", "2024-03-01")),
        ("ngày:04/03/2024", ("2024-03-04", "2024-03-04")),
        ("ngày: 04/03/2024", ("2024-03-04", "2024-03-04")),
        ("on:2024-03-04", ("2024-03-04", "2024-03-04")),
        ("trước:2024-03", ("-", "2024-02-29")),
        ("sau:03/2024", ("2024-04-01", "-")),
        ("sau:2023", ("2024-01-01", "-")),
        ("ngày:2023", ("2023-01-01", "2023-12-31")),
    ],
)
def test_an_operator_limits_the_days(text: str, expected: tuple[str, str]) -> None:
    assert days(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "Việt Nam 2023",
        "viet nam 2023",
        "mien nam 2023",
        "quang nam 2023",
        "Nghị định 15 năm 2020",
        "Hiệp định Genève năm 1954",
        "tầm nhìn năm 2045",
        "mấy tháng nay",
        "28 năm trước",
        "một tháng trước mổ",
        "hai năm nay",
        "nhiều tháng nay",
        "đại thắng trước Thái Lan",
        "dai thang truoc thai lan",
        "ngày 15 tháng 3 năm 2023",
        "hóm nay",
        "tháng 13/2024",
        "tháng 4/2024",
        "trước:31/02/2024",
        "trước: nay",
        "sau:9999-12-31",
        "trước:0001-01-01",
        "9999 năm qua",
        "0 ngày qua",
        "kế hoạch năm 2020-2025",
        "30/4/1975",
        "trước 2024",
        "",
    ],
)
def test_other_words_are_no_dates(text: str) -> None:
    assert days(text) == []


def test_spans_are_those_of_the_typed_text() -> None:
    text = "bão lũ miền Trung ho\u0302m nay sau:01/03/2024"
    found = spoken_dates(text, today=TODAY)
    assert [text[spoken.start : spoken.end] for spoken in found] == [
        "ho\u0302m nay",
        "sau:01/03/2024",
    ]
    assert [spoken.text for spoken in found] == ["ho\u0302m nay", "sau:01/03/2024"]


def test_the_longer_saying_is_the_one_meant() -> None:
    assert days("tháng 3 năm 2023") == [("2023-03-01", "2023-03-31")]


def test_from_one_month_to_another_gives_both_limits() -> None:
    assert days("từ tháng 1/2023 đến tháng 3/2023") == [("2023-01-01", "-"), ("-", "2023-03-31")]


@pytest.mark.parametrize("before", ["người Việt", "41.000 tỷ đồng", "qua mùa đông", "miền Tây"])
def test_a_name_before_a_year_with_its_mark_does_not_matter(before: str) -> None:
    assert days(f"{before} năm 2023") == [("2023-01-01", "2023-12-31")]


def test_a_week_across_new_year_is_whole() -> None:
    (spoken,) = spoken_dates("tuần này", today=date(2025, 1, 1))
    assert (spoken.since, spoken.until) == (date(2024, 12, 30), date(2025, 1, 5))


def test_days_that_cannot_be_are_named() -> None:
    assert unreadable_days("bão trước:31/02/2024 sau:2024-03-01") == ("31/02/2024",)
