"""The ways in which a query says a date, each a pattern of plain text and the days that it means."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from searcher.vietnamese.dates import OLDEST
from searcher.vietnamese.periods import Days, Period, limits, month_of, quarter_of, year_of
from searcher.vietnamese.plain import plain

Meaning = Callable[[re.Match[str], date], Days | None]
"""From what was said and today's date to the days meant; None if none can be."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A way to say a date; `words` are those in it as they are spelled, with their marks.

    `counted` holds the plain words before it that make it a length of time (`hai năm trước`; numbers
    do so too), `southern` those that make it another word where it has no marks (`viet nam 2024`).
    """

    pattern: re.Pattern[str]
    words: frozenset[str]
    meaning: Meaning
    counted: frozenset[str] = frozenset()
    southern: frozenset[str] = frozenset()

    def found(self, text: str, today: date) -> Iterator[tuple[re.Match[str], Days]]:
        """Yield where plain `text` says this, and the days that it means."""
        for match in self.pattern.finditer(text):
            days = self.meaning(match, today)
            if days:
                yield match, days

    def is_spelled(self, typed: Iterable[str]) -> bool:
        """Tell whether the words `typed`, in lower case, have all of their marks right, or none."""
        found = set(typed)
        return found <= self.words or found <= {plain(word).text for word in self.words}

    def stands_alone(self, text: str, start: int, *, marked: bool) -> bool:
        """Tell whether the word before `start` of plain `text` leaves the saying its meaning."""
        before = _WORD_BEFORE.search(text[max(0, start - 12) : start])
        if before is None:
            return True
        counted = before[1].isdigit() and bool(self.counted)
        return not (
            counted or before[1] in self.counted or (not marked and before[1] in self.southern)
        )


_WORD_BEFORE = re.compile(r"(?:^|[ (])([a-z]+|\d+) {1,3}$")

_COUNTS = frozenset(
    {
        "mot",
        "hai",
        "ba",
        "bon",
        "tu",
        "nam",
        "sau",
        "bay",
        "tam",
        "chin",
        "muoi",
        "chuc",
        "tram",
        "nua",
    }
    | {"vai", "may", "nhieu", "cac", "nhung"}
)
_DAYS = frozenset({"ngay"})
"""With a number before `tháng 3/2024` it is a day, not a month (see `Saying.stands_alone`)."""

_VICTORIES = frozenset({"dai", "cang", "chien", "mach", "quyet", "gianh"})
"""Before `thang truoc` without marks: đại thắng trước, căng thẳng trước."""

_SOUTH = frozenset(
    {"viet", "mien", "ha", "quang", "hai", "phia", "dong", "tay", "phuong", "nu", "bi"}
)


def _day_back(days: int) -> Meaning:
    return lambda _, today: (today - timedelta(days=days), today - timedelta(days=days))


def _week_back(weeks: int) -> Meaning:
    return lambda _, today: _week(today - timedelta(days=7 * weeks))


def _week(day: date) -> Days:
    """Return Monday to Sunday of the week of a day."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


def _this_month(_: re.Match[str], today: date) -> Days | None:
    return month_of(today.year, today.month)


def _last_month(_: re.Match[str], today: date) -> Days | None:
    last = today.replace(day=1) - timedelta(days=1)
    return month_of(last.year, last.month)


def _year_back(years: int) -> Meaning:
    return lambda _, today: year_of(today.year - years)


def _named(period: Period | None, found: re.Match[str], today: date) -> Days | None:
    """Return the days of a period, or on the side of it that was said; None if it is no news' time."""
    if period is None or period[1] < OLDEST or period[0] > today:
        return None
    return limits(found["side"] or "", period)


def _year_said(found: re.Match[str], today: date) -> int:
    if found["y"]:
        return int(found["y"])
    return today.year - (found["relative"] == "ngoai")


def _named_month(found: re.Match[str], today: date) -> Days | None:
    return _named(month_of(_year_said(found, today), int(found["m"])), found, today)


def _named_quarter(found: re.Match[str], today: date) -> Days | None:
    quarter = {"i": 1, "ii": 2, "iii": 3, "iv": 4}.get(found["q"]) or int(found["q"])
    return _named(quarter_of(_year_said(found, today), quarter), found, today)


def _named_year(found: re.Match[str], today: date) -> Days | None:
    return _named(year_of(int(found["y"])), found, today)


_UNIT_DAYS = {"ngay": 1, "tuan": 7, "thang": 30, "nam": 365}


def _past(found: re.Match[str], today: date) -> Days | None:
    days = int(found["n"] or 1) * _UNIT_DAYS[found["unit"]]
    return (today - timedelta(days=days - 1), today) if 0 < days < (today - OLDEST).days else None


_YEAR = r"(?P<y>(?:19|20)\d\d)(?![\d/]|[-.,]\d)"
_WHICH_YEAR = rf"(?:{_YEAR}|(?P<relative>nay|ngoai))"
_SIDE = "(?:(?P<side>truoc|sau|tu|den) )?"
_SIDES = "trước sau từ đến"
_YEARS = "năm nay ngoái"
_UNIT = "(?P<unit>ngay|tuan|thang|nam)"
_UNITS = "ngày tuần tháng năm"
_NUMERALS = "i ii iii iv"


def _saying(
    pattern: str,
    words: str,
    meaning: Meaning,
    counted: frozenset[str] = frozenset(),
    southern: frozenset[str] = frozenset(),
) -> Saying:
    spaced = re.sub(r" (?!\?)", " {1,3}", pattern)
    whole = re.compile(rf"(?<![a-z0-9-])(?:{spaced})(?![a-z0-9])")
    return Saying(whole, frozenset(words.split()), meaning, counted, southern)


SAYINGS = (
    _saying("hom nay", "hôm nay", _day_back(0)),
    _saying("hom qua", "hôm qua", _day_back(1)),
    _saying("hom kia", "hôm kia", _day_back(2)),
    _saying("tuan nay", "tuần này", _week_back(0), _COUNTS),
    _saying("tuan truoc", "tuần trước", _week_back(1), _COUNTS),
    _saying("thang nay", "tháng này", _this_month, _COUNTS),
    _saying("thang truoc", "tháng trước", _last_month, _COUNTS, _VICTORIES),
    _saying("nam nay", "năm nay", _year_back(0), _COUNTS, _SOUTH),
    _saying("nam ngoai", "năm ngoái", _year_back(1), southern=_SOUTH),
    _saying("nam truoc", "năm trước", _year_back(1), _COUNTS, _SOUTH),
    _saying(rf"{_SIDE}thang (?P<m>\d{{1,2}})(?: ?[/-] ?|,? nam ){_WHICH_YEAR}", f"{_SIDES} tháng {_YEARS}", _named_month, _DAYS),
    _saying(rf"{_SIDE}quy (?P<q>[1-4]|iv|i{{1,3}})(?: ?/ ?| nam ){_WHICH_YEAR}", f"{_SIDES} {_NUMERALS} quý {_YEARS}", _named_quarter),
    _saying(rf"{_SIDE}nam {_YEAR}", f"{_SIDES} năm", _named_year, _DAYS, _SOUTH),
    _saying(rf"(?P<n>\d{{1,4}}) {_UNIT} (?:vua )?qua", f"{_UNITS} vừa qua", _past),
    _saying(rf"(?P<n>\d{{1,4}}) {_UNIT} gan day", f"{_UNITS} gần đây", _past),
    _saying("(?P<n>(?!))?(?P<unit>tuan|thang) (?:vua )?qua", "tuần tháng vừa qua", _past, _COUNTS),
)  # fmt: skip
