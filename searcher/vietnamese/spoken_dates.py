"""Dates that a reader says inside a query: hôm nay, tuần trước, tháng 3/2024, 7 ngày qua, trước:2024-03-01.

    spoken              days (both ends belong to them)
    hôm nay, hôm qua    that day
    tuần này            Monday to Sunday of this week; tuần trước: of the week before
    tháng này, năm nay  the whole month, the whole year; tháng trước, năm ngoái: the one before
    7 ngày qua          today and the six days before: seven in all (30 ngày qua, 2 tuần qua alike)
    trước:DAY           until the day before DAY (DAY itself is not before DAY); also before:
    sau:DAY             from the day after DAY; also after:
    từ:DAY, đến:DAY     from DAY, until DAY, DAY included; also since: until:
    ngày:DAY            that day; also on:

DAY is `YYYY-MM-DD` or `DD/MM/YYYY`; a month (`2024-03`, `03/2024`) or a year (`2024`) stands for all its
days. Everything may be typed without marks; typed with marks, it must be typed right: `tháng nay` is not
`tháng này`. The number of a document is no date (`Nghị định 15 năm 2020`), nor is `viet nam 2024`.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from searcher.vietnamese.dates import OLDEST
from searcher.vietnamese.normalise import normalise
from searcher.vietnamese.numbers import Kind, numbers
from searcher.vietnamese.periods import Period, month_of, period_of, quarter_of, year_of
from searcher.vietnamese.plain import Plain, plain

Days = tuple[date | None, date | None]
"""First and last day, both included; None is no limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenDate:
    """The date said at `text[start:end]` (code points), and the days that it means, both included."""

    text: str
    start: int
    end: int
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class _Saying:
    """A way to say a date: the `words` in it as they are spelled, and the days it means."""

    pattern: re.Pattern[str]
    words: tuple[str, ...]
    days: Callable[[re.Match[str], date], Days | None]


def spoken_dates(text: str, *, today: date) -> tuple[SpokenDate, ...]:
    """Return the dates said in `text`, from left to right, none overlapping another.

    `today` is the day in Asia/Ho_Chi_Minh. A year before 1990 or after this one is part of the subject
    (`Hiệp định năm 1954`, `tầm nhìn năm 2045`), not a date of publishing.
    """
    read = plain(text)
    blocked = [(n.start, n.end, None) for n in numbers(text) if n.kind is Kind.DOCUMENT]
    spoken = (*_operators(read, text), *_sayings_in(read, text, today))
    return tuple(_apart([*blocked, *((one.start, one.end, one) for one in spoken)]))


def _apart(spans: list[tuple[int, int, SpokenDate | None]]) -> Iterator[SpokenDate]:
    """Yield what does not overlap: of two, the one that begins first, else the longer one."""
    covered = 0
    for start, end, spoken in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start < covered:
            continue
        covered = end
        if spoken:
            yield spoken


# ---- operators ---------------------------------------------------------------------------------

_OPERATOR = re.compile(
    r"(?<![^\s(])(?P<name>truoc|sau|tu|den|ngay|before|after|since|until|on): ?(?P<day>[0-9][0-9/.-]{0,11})"
)


def unreadable_days(text: str) -> tuple[str, ...]:
    """Return what stands behind `trước:`, `sau:` ... and is no day, such as `31/02/2024`."""
    values = (_day_typed(found) for found in _OPERATOR.finditer(plain(text).text))
    return tuple(value for value in values if period_of(value) is None)


def _day_typed(operator: re.Match[str]) -> str:
    return operator["day"].rstrip(".-/")


def _operators(read: Plain, text: str) -> Iterator[SpokenDate]:
    for found in _OPERATOR.finditer(read.text):
        value = _day_typed(found)
        period = period_of(value)
        days = period and _limits(found["name"], *period)
        if days:
            yield _spoken(read, text, found.start(), found.start("day") + len(value), days)


def _limits(name: str, first: date, last: date) -> Days | None:
    try:
        match name:
            case "truoc" | "before":
                return None, first - timedelta(days=1)
            case "sau" | "after":
                return last + timedelta(days=1), None
            case "tu" | "since":
                return first, None
            case "den" | "until":
                return None, last
            case _:
                return first, last
    except OverflowError:
        return None


# ---- sayings -----------------------------------------------------------------------------------


def _day_back(days: int) -> Callable[[re.Match[str], date], Days]:
    return lambda _, today: (today - timedelta(days=days), today - timedelta(days=days))


def _week_back(weeks: int) -> Callable[[re.Match[str], date], Days]:
    def days(_: re.Match[str], today: date) -> Days:
        monday = today - timedelta(days=today.weekday() + 7 * weeks)
        return monday, monday + timedelta(days=6)

    return days


def _this_month(_: re.Match[str], today: date) -> Days | None:
    return month_of(today.year, today.month)


def _last_month(_: re.Match[str], today: date) -> Days | None:
    last = today.replace(day=1) - timedelta(days=1)
    return month_of(last.year, last.month)


def _year_back(years: int) -> Callable[[re.Match[str], date], Days | None]:
    return lambda _, today: year_of(today.year - years)


def _published(period: Period | None, today: date) -> Days | None:
    """Return the period unless nothing can have been published in it."""
    return period if period and period[1] >= OLDEST and period[0] <= today else None


def _named_month(found: re.Match[str], today: date) -> Days | None:
    return _published(month_of(int(found["y"]), int(found["m"])), today)


def _named_quarter(found: re.Match[str], today: date) -> Days | None:
    quarter = {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(found["q"]) or int(found["q"])
    return _published(quarter_of(int(found["y"]), quarter), today)


def _named_year(found: re.Match[str], today: date) -> Days | None:
    return _published(year_of(int(found["y"])), today)


_UNIT_DAYS = {"ngay": 1, "tuan": 7, "thang": 30, "nam": 365}


def _past(found: re.Match[str], today: date) -> Days | None:
    days = int(found["n"] or 1) * _UNIT_DAYS[found["unit"]]
    return (today - timedelta(days=days - 1), today) if 0 < days < (today - OLDEST).days else None


_YEAR = r"(?P<y>(?:19|20)\d\d)(?![\d/]|[-.,]\d)"


def _saying(
    pattern: str, words: str, days: Callable[[re.Match[str], date], Days | None]
) -> _Saying:
    spaced = re.sub(r" (?!\?)", " {1,3}", pattern)
    return _Saying(
        re.compile(rf"(?<![a-z0-9-])(?:{spaced})(?![a-z0-9])"), tuple(words.split()), days
    )


_SAYINGS = (
    _saying("hom nay", "hôm nay", _day_back(0)),
    _saying("hom qua", "hôm qua", _day_back(1)),
    _saying("hom kia", "hôm kia", _day_back(2)),
    _saying("tuan nay", "tuần này", _week_back(0)),
    _saying("tuan truoc", "tuần trước", _week_back(1)),
    _saying("thang nay", "tháng này", _this_month),
    _saying("thang truoc", "tháng trước", _last_month),
    _saying("nam nay", "năm nay", _year_back(0)),
    _saying("nam ngoai", "năm ngoái", _year_back(1)),
    _saying("nam truoc", "năm trước", _year_back(1)),
    _saying(rf"thang (?P<m>\d{{1,2}})(?: ?[/-] ?|,? nam ){_YEAR}", "tháng năm", _named_month),
    _saying(rf"quy (?P<q>[1-4]|iv|i{{1,3}})(?: ?/ ?| nam ){_YEAR}", "quý năm", _named_quarter),
    _saying(rf"nam {_YEAR}", "năm", _named_year),
    _saying(r"(?P<n>\d{1,4}) (?P<unit>ngay|tuan|thang|nam) (?:vua )?qua", "ngày tuần tháng năm vừa qua", _past),
    _saying(r"(?P<n>\d{1,4}) (?P<unit>ngay|tuan|thang|nam) gan day", "ngày tuần tháng năm gần đây", _past),
    _saying(r"(?P<n>(?!))?(?P<unit>tuan|thang) (?:vua )?qua", "tuần tháng vừa qua", _past),
)  # fmt: skip


def _sayings_in(read: Plain, text: str, today: date) -> Iterator[SpokenDate]:
    for saying in _SAYINGS:
        for found in saying.pattern.finditer(read.text):
            days = saying.days(found, today)
            spoken = days and _spoken(read, text, found.start(), found.end(), days)
            if (
                spoken
                and _is_spelled(spoken.text, saying.words)
                and not _ends_a_name(read.text, spoken, found.start())
            ):
                yield spoken


def _spoken(read: Plain, text: str, start: int, end: int, days: Days) -> SpokenDate:
    first, last = read.span(start, end)
    return SpokenDate(text=text[first:last], start=first, end=last, since=days[0], until=days[1])


_LETTERS = re.compile(r"[^\W\d_]+")


def _is_spelled(typed: str, words: tuple[str, ...]) -> bool:
    """Tell whether what was typed has all of its marks right, or none."""
    found = _LETTERS.findall(normalise(typed).lower())
    unmarked = [plain(word).text for word in words]
    numerals = {"i", "ii", "iii", "iv"}
    return set(found) <= {*words, *numerals} or set(found) <= {*unmarked, *numerals}


_NAMES_IN_NAM = frozenset(
    {"viet", "mien", "ha", "quang", "hai", "phia", "dong", "tay", "phuong", "nu"}
)
_WORD_BEFORE = re.compile(r"([a-z]+)\W{1,3}$")


def _ends_a_name(read: str, spoken: SpokenDate, start: int) -> bool:
    """Tell whether an unmarked `nam` is the South, or the end of a name: `viet nam 2024`."""
    if not spoken.text.lower().startswith("nam"):
        return False
    before = _WORD_BEFORE.search(read[max(0, start - 12) : start])
    return before is not None and before[1] in _NAMES_IN_NAM
