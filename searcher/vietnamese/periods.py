"""Months, quarters and years as their first and last day."""

import re
from datetime import date, timedelta

from searcher.vietnamese.dates import parse_day

Period = tuple[date, date]
"""First and last day, both included."""

Days = tuple[date | None, date | None]
"""First and last day, both included; None is no limit."""

_MONTH = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})|(?P<m2>\d{1,2})[/-](?P<y2>\d{4})")


def period_of(written: str) -> Period | None:
    """Return the period written as a day, a month (`2024-03`, `03/2024`) or a year; None if it is none.

    Beside the spellings of `parse_day`, a day may have dashes or dots: `1-3-2024`, `1.3.2024`.
    """
    day = parse_day(written) or parse_day(written.replace("-", "/").replace(".", "/"))
    if day:
        return day, day
    month = _MONTH.fullmatch(written)
    if month:
        return month_of(int(month["y"] or month["y2"]), int(month["m"] or month["m2"]))
    return year_of(int(written)) if len(written) == 4 and written.isdigit() else None


def month_of(year: int, month: int) -> Period | None:
    """Return a month; None if there is no such month."""
    if not (1 <= month <= 12 and 1 <= year < date.max.year):
        return None
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), following - timedelta(days=1)


def quarter_of(year: int, quarter: int) -> Period | None:
    """Return a quarter (1 to 4) of a year; None if there is no such quarter."""
    first, last = month_of(year, 3 * quarter - 2), month_of(year, 3 * quarter)
    return (first[0], last[1]) if first and last else None


def year_of(year: int) -> Period | None:
    """Return a year; None before 1 and after 9999."""
    return (date(year, 1, 1), date(year, 12, 31)) if 1 <= year <= date.max.year else None


def limits(side: str, period: Period) -> Days | None:
    """Return the days on one side of a period, None if there are none.

    `side` is `truoc` (before its first day), `sau` (after its last), `tu` (from its first), `den`
    (until its last), or the same in English; any other word means the period itself.
    """
    first, last = period
    try:
        match side:
            case "truoc" | "before":
                return None, first - timedelta(days=1)
            case "sau" | "after":
                return last + timedelta(days=1), None
            case "tu" | "since":
                return first, None
            case "den" | "until":
                return None, last
            case _:
                return period
    except OverflowError:
        return None
