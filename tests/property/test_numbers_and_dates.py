"""Laws of numbers, dates and abbreviations, on any text."""

import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.vietnamese.abbreviations import Kind, load_abbreviations
from searcher.vietnamese.dates import TIMEZONE, day_bounds, from_cms_url, parse_datetime, parse_day
from searcher.vietnamese.numbers import document_numbers, number_readings, numbers
from searcher.vietnamese.plain import plain
from searcher.vietnamese.spoken_dates import spoken_dates, unreadable_days

NOW = datetime(2026, 11, 22, 12, tzinfo=TIMEZONE)
TODAY = date(2026, 11, 22)

ANY_TEXT = st.text(st.characters(), max_size=80)
"""Everything that a string may hold, lone surrogates too."""

PIECES = [
    *(
        "54",
        "-",
        "NQ",
        "/",
        "TW",
        "–",
        " ",
        "15",
        "2020",
        "NĐ",
        "CP",
        "Nghị quyết",
        "số",
        "ngày",
        "tháng",
        "năm",
    ),
    *(
        "3",
        "2024",
        ":",
        "h",
        "triệu",
        "đồng",
        "đ",
        "%",
        ".",
        ",",
        "000",
        "@",
        "a.vn",
        "https://",
        "www.",
        "+84",
    ),
    *(
        "0914",
        "hôm nay",
        "hom qua",
        "trước:",
        "sau:",
        "qua",
        "này",
        "nam",
        "UBND",
        "\u0301",
        "\u00a0",
        "\n",
        "(",
    ),
]
NEAR_MISSES = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)
"""Text made of the pieces that the recognisers look for."""

TEXTS = ANY_TEXT | NEAR_MISSES


@given(TEXTS)
def test_numbers_are_in_order_apart_and_where_they_say(text: str) -> None:
    end = 0
    for number in numbers(text):
        assert end <= number.start < number.end <= len(text)
        assert text[number.start : number.end] == number.text
        end = number.end


@given(TEXTS)
def test_the_first_part_is_the_whole_and_weights_fall(text: str) -> None:
    for number in numbers(text):
        weights = [weight for _, weight in number.parts]
        assert number.parts[0] == (number.form, 1.0)
        assert weights == sorted(weights, reverse=True)
        assert all(0 < weight <= 1 for weight in weights)
        assert len(dict(number.parts)) == len(number.parts)


@given(TEXTS)
def test_what_is_typed_is_found_where_it_is_written(text: str) -> None:
    assert {form for form, _ in number_readings(text)} == set(document_numbers(text))


@given(TEXTS)
def test_normal_forms_are_plain(text: str) -> None:
    for number in numbers(text):
        assert plain(number.form).text == number.form


@given(
    st.integers(1, 99999),
    st.sampled_from(["NQ", "QĐ", "CT", "KH", "TB"]),
    st.sampled_from(["TW", "CP", "UBND", "TTg"]),
)
def test_signs_and_case_and_zeros_do_not_matter(number: int, code: str, issuer: str) -> None:
    spellings = (
        f"{number}-{code}/{issuer}", f"{number}/{code}-{issuer}", f"{number} {code} {issuer}", f"{code} {number}/{issuer}",
        f"0{number}-{code}/{issuer}".lower(), f"{number}–{code} / {issuer}",
    )  # fmt: skip
    assert len({numbers(spelling)[0].form for spelling in spellings}) == 1


@given(st.integers(1_000, 10**14), st.sampled_from([".", ",", " "]))
def test_grouped_numbers_have_their_value(value: int, separator: str) -> None:
    written = f"{value:,}".replace(",", separator)
    if separator == "," and written.count(",") == 1:
        return  # 2,900 is a decimal in Vietnamese
    assert numbers(written)[0].form == str(value)


@given(TEXTS)
def test_plain_text_leads_back_to_the_original(text: str) -> None:
    read = plain(text)
    ends = [read.span(i, i + 1) for i in range(len(read.text))]
    assert all(start < end for start, end in ends)
    assert all(before[1] == after[0] for before, after in pairwise(ends))
    assert plain(read.text).text == read.text


@given(TEXTS)
def test_no_text_upsets_the_readers_of_dates(text: str) -> None:
    moment = parse_datetime(text, now=NOW)
    assert moment is None or date(1990, 1, 1) <= moment.date() <= NOW.date() + timedelta(days=1)
    from_cms_url(text, now=NOW)
    parse_day(text)
    unreadable_days(text)


@given(
    st.datetimes(datetime(1990, 1, 2), datetime(2026, 11, 22)),
    st.integers(-12 * 60, 14 * 60).map(lambda m: timezone(timedelta(minutes=m))),
)
def test_iso_8601_survives_with_any_offset(moment: datetime, zone: timezone) -> None:
    aware = moment.replace(tzinfo=zone)
    if aware.astimezone(TIMEZONE).year >= 1990:
        assert parse_datetime(aware.isoformat(), now=NOW) == aware


@given(st.datetimes(datetime(1990, 1, 2), datetime(2026, 11, 22)), st.sampled_from(["/", "-", "."]))
def test_vietnamese_spellings_survive(moment: datetime, sign: str) -> None:
    expected = moment.replace(second=0, microsecond=0, tzinfo=TIMEZONE)
    written = f"{moment:%H:%M} - {moment.day}{sign}{moment.month}{sign}{moment.year}"
    assert parse_datetime(written, now=NOW) == expected


@given(st.dates())
def test_a_day_is_read_in_both_spellings_and_has_bounds(day: date) -> None:
    assert parse_day(day.isoformat()) == day
    assert parse_day(f"{day.day:02}/{day.month:02}/{day.year:04}") == day
    start, end = day_bounds(day)
    assert start.date() == day
    assert start < end


@given(TEXTS, st.dates(date(1995, 1, 1), date(2100, 1, 1)))
def test_spoken_dates_are_in_order_apart_and_make_sense(text: str, today: date) -> None:
    end = 0
    for spoken in spoken_dates(text, today=today):
        assert end <= spoken.start < spoken.end <= len(text)
        assert text[spoken.start : spoken.end] == spoken.text
        assert spoken.since or spoken.until
        assert not (spoken.since and spoken.until) or spoken.since <= spoken.until
        end = spoken.end


KEYS = sorted({key for entry in load_abbreviations().entries for key in entry})


@given(st.lists(st.sampled_from(KEYS) | st.text(max_size=5), max_size=30))
def test_expansions_are_in_order_within_the_text_and_below_one(keys: list[str]) -> None:
    end = last = 0
    for found in load_abbreviations().expand(keys, kinds=frozenset(Kind)):
        assert found.start >= end or found.start == last
        assert found.start < found.end <= len(keys)
        assert 0 < found.weight < 1
        assert found.alternatives
        assert tuple(keys[found.start : found.end]) not in found.alternatives
        last, end = found.start, found.end


HOSTILE = {
    "digits": "1",
    "groups": "1.000",
    "grouped phones": "09 ",
    "codes": "54-NQ/",
    "spaced codes": "54 NQ ",
    "names": "nghị quyết ",
    "dots": "a.",
    "domains": "a.vn",
    "addresses": "a@",
    "at signs": "@a.",
    "links": "http://",
    "marks": "a\u0301",
    "spaces": " ",
    "months": "15 tháng ",
    "days past": "7 ngày ",
    "operators": "trước:1",
    "years": "năm 2020 ",
}


def lines_run(work: Callable[[str], object], text: str) -> int:
    """Return how many lines of Python ran: a count of operations, not of seconds."""
    ran = 0

    def count(_frame: object, event: str, _argument: object) -> object:
        nonlocal ran
        ran += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)  # type: ignore[arg-type]
    try:
        work(text)
    finally:
        sys.settrace(before)
    return ran


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize(
    "work", [numbers, lambda text: spoken_dates(text, today=TODAY)], ids=["numbers", "spoken dates"]
)
def test_work_grows_with_the_text_and_no_faster(work: Callable[[str], object], piece: str) -> None:
    work(piece * 10)  # tables are read now
    small, large = lines_run(work, piece * 200), lines_run(work, piece * 1_600)
    assert large <= 9 * small + 1_000
