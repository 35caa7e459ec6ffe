"""The dates that articles, addresses and filters carry."""

import json
import lzma
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from searcher.vietnamese.dates import (
    TIMEZONE,
    day_bounds,
    from_cms_url,
    parse_datetime,
    parse_day,
)

NOW = datetime(2026, 11, 22, 12, tzinfo=TIMEZONE)
AFTERNOON = datetime(2024, 3, 4, 16, 16, tzinfo=TIMEZONE)
MIDNIGHT = datetime(2024, 3, 4, tzinfo=TIMEZONE)


@pytest.mark.parametrize(
    "text",
    [
        "16:16 - 04/03/2024",
        "Thứ Hai, 04/03/2024, 16:16 (GMT+7)",
        "Thứ hai, 4/3/2024 | 16:16 GMT+7",
        "Cập nhật lúc 16:16 ngày 04/03/2024",
        "16:16, 04-03-2024",
        "16:16-04-03-2024",
        "16h16, 04.03.2024",
        "16 giờ 16 phút, ngày 4 tháng 3 năm 2024",
        "4 tháng 3, 2024 16:16",
        "4 Tháng Ba, 2024 4:16 PM",
        "04/03/2024 4:16:00 CH",
        "4/3/24 16:16",
        "2024-03-04T16:16",
        "2024-03-04T16:16:00+07:00",
        "2024-03-04 16:16:00+0700",
        "2024-03-04T16:16+07",
        "2024-03-04T09:16:00Z",
        "2024-03-04T09:16:00.000Z",
        "2024-03-04T05:16:00-04:00",
        "2024-03-04T14:46:00+05:30",
        "20240304T091600Z",
        "2024/03/04 16:16",
        "Mon, 04 Mar 2024 09:16:00 GMT",
        "Mon, 04 Mar 2024 16:16:00 +0700",
        "Mon, 4 Mar 2024 04:16:00 EST",
        "Mon Mar 04 2024 16:16:00 GMT+0700 (Indochina Time)",
        "March 4, 2024 4:16 PM",
        "1709543760",
        "1709543760000",
        "20240304161600",
        "20240304161600000",
        "  ０４/０３/２０２４　１６：１６  ",
        "04/03/2024\N{NO-BREAK SPACE}16:16",
        "04\N{NON-BREAKING HYPHEN}03\N{NON-BREAKING HYPHEN}2024 16:16",
    ],
)
def test_every_spelling_of_a_moment_is_that_moment(text: str) -> None:
    assert parse_datetime(text, now=NOW) == AFTERNOON


@pytest.mark.parametrize(
    "text",
    [
        "04-03-2024",
        "4/3/2024",
        "2024-03-04",
        "4 tháng 3, 2024",
        "Ngày 4 tháng Ba năm 2024",
        "20240304",
    ],
)
def test_a_day_without_a_time_is_its_midnight_in_vietnam(text: str) -> None:
    assert parse_datetime(text, now=NOW) == MIDNIGHT


def test_the_result_is_aware_and_vietnamese() -> None:
    found = parse_datetime("2024-03-04T20:00:00Z", now=NOW)
    assert found is not None
    assert found.isoformat() == "2024-03-05T03:00:00+07:00"
    assert str(found.tzinfo) == "Asia/Ho_Chi_Minh"


def test_the_day_stands_before_the_month() -> None:
    assert parse_datetime("03/04/2024", now=NOW) == datetime(2024, 4, 3, tzinfo=TIMEZONE)


@pytest.mark.parametrize(
    ("text", "hour"),
    [
        ("12:00 AM", 0),
        ("12:00 PM", 12),
        ("7:30 SA", 7),
        ("7:30 CH", 19),
        ("8h", 8),
        ("9 giờ sáng", 9),
    ],
)
def test_halves_of_the_day_are_understood(text: str, hour: int) -> None:
    found = parse_datetime(f"04/03/2024 {text}", now=NOW)
    assert found is not None
    assert found.hour == hour


@pytest.mark.parametrize(
    "text",
    [
        "",
        "không rõ",
        "31/02/2024",
        "2024-13-01",
        "03/14/2024",
        "00/00/2024",
        "16:16",
        "12345",
        "99999999999999",
        "04/03/1980",
        "1989-12-31T23:59:59+07:00",
        "9999-12-31T23:59:59-12:00",
        "0001-01-01",
    ],
)
def test_what_is_no_date_of_an_article_is_none(text: str) -> None:
    assert parse_datetime(text, now=NOW) is None


def test_a_date_is_in_the_future_from_one_day_after_now() -> None:
    soon, later = NOW + timedelta(hours=23), NOW + timedelta(hours=25)
    assert parse_datetime(soon.isoformat(), now=NOW) == soon
    assert parse_datetime(later.isoformat(), now=NOW) is None


def test_a_wrong_time_does_not_cost_a_right_day() -> None:
    assert parse_datetime("04/03/2024 25:99", now=NOW) == MIDNIGHT


@pytest.mark.parametrize(
    ("url", "moment"),
    [
        ("https://a.vn/tin-20240304161600123.htm", AFTERNOON.replace(microsecond=0)),
        ("https://a.vn/tin-20240304161600.html", AFTERNOON),
        ("https://a.vn/tin-188240304161600123.chn", AFTERNOON),
        ("https://a.vn/tin-1709543760.html?utm=20230101000000", AFTERNOON),
        ("https://a.vn/tin-1709543760000.html", AFTERNOON),
        ("https://a.vn/2024/03/04/tin-12.html", MIDNIGHT),
        ("https://a.vn/2024/3/4/tin", MIDNIGHT),
        ("https://a.vn/20240304/tin.htm", MIDNIGHT),
        ("https://a.vn/2024-03-04/tin", MIDNIGHT),
        ("https://a.vn/tin-4716716.html", None),
        ("https://a.vn/tin-20241304161600123.htm", None),
        ("https://a.vn/tin-99999999999999999.htm", None),
        ("https://a.vn/tin-20990304161600123.htm", None),
        ("", None),
    ],
)
def test_addresses_of_news_sites_give_their_moment(url: str, moment: datetime | None) -> None:
    assert from_cms_url(url, now=NOW) == moment


@pytest.mark.parametrize(
    "text", ["2024-03-04", "04/03/2024", "4/3/2024", " 04/03/2024 ", "０４/０３/２０２４"]
)
def test_a_filter_takes_both_written_days(text: str) -> None:
    assert parse_day(text) == date(2024, 3, 4)


@pytest.mark.parametrize(
    "text",
    ["", "2024-3-4", "2024-02-30", "30/02/2024", "2024", "03/2024", "4/3/24", "04-03-2024", "hôm nay",
     "2024-03-04T00:00", "04/03/2024 16:16", "12024-03-04", "2024-03-04x"],
)  # fmt: skip
def test_a_filter_takes_nothing_else(text: str) -> None:
    assert parse_day(text) is None


def test_a_day_begins_at_midnight_in_vietnam_and_ends_before_the_next() -> None:
    start, end = day_bounds(date(2024, 3, 4))
    assert start == datetime(2024, 3, 3, 17, tzinfo=UTC)
    assert end - start == timedelta(days=1)


def test_the_last_day_has_bounds_too() -> None:
    start, end = day_bounds(date.max)
    assert start < end


def test_the_fixed_offset_is_the_zone_of_the_tz_database_since_1990() -> None:
    zone = ZoneInfo("Asia/Ho_Chi_Minh")
    days = (datetime(1990, 1, 1) + timedelta(days=30 * n) for n in range(600))
    assert all(day.replace(tzinfo=zone).utcoffset() == TIMEZONE.utcoffset(None) for day in days)


def articles(shared_data: Path, name: str) -> Iterator[dict[str, str]]:
    with lzma.open(shared_data / "news" / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["headlines", "dated"])
def test_every_published_date_of_real_news_is_read(shared_data: Path, name: str) -> None:
    dates = {a["published"] for a in articles(shared_data, name) if a.get("published")}
    assert len(dates) > 1_000
    assert [text for text in dates if parse_datetime(text, now=NOW) is None] == []


@pytest.mark.shared
def test_addresses_of_real_news_agree_with_the_published_date(shared_data: Path) -> None:
    apart = [
        abs(moment - published) > timedelta(days=7)
        for article in articles(shared_data, "headlines")
        if (moment := from_cms_url(article["url"], now=NOW))
        and (published := parse_datetime(article["published"], now=NOW))
    ]
    assert len(apart) > 70_000
    assert sum(apart) == 0
