"""Dates and times as they stand in running text: 15/3, 15-03-2024, ngày 15 tháng 3 năm 2024, 20h15."""

import re
from datetime import date

from searcher.vietnamese.numbers.number import Found, Kind, Part

_LIKE_A_DATE = re.compile(r"\d{1,4} {0,2}(?:[-/.] ?\d|thang|nam)")
_ISO = re.compile(r"(?P<y>(?:19|20)\d\d)(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?![\d/])")
_FULL = re.compile(r"(?P<d>\d{1,2}) ?(?P<s>[-/.]) ?(?P<m>\d{1,2}) ?(?P=s) ?(?P<y>\d{4})(?!\d)")
_SPOKEN = re.compile(
    r"(?P<d>\d{1,2}) {0,2}(?:thang {1,2}|/ ?)(?P<m>\d{1,2})(?:,? {1,2}nam {1,2}|, ?)(?P<y>\d{4})(?!\d)"
)
_DAY_MONTH = re.compile(r"(?P<d>\d{1,2}) ?(?:/| {1,2}thang {1,2}) ?(?P<m>\d{1,2})(?![\d/]|[.,]\d)")
_DAY_DASH_MONTH = re.compile(r"(?P<d>\d{1,2})[-.](?P<m>\d{1,2})(?![\d/-]|[.,]\d)")
_MONTH_YEAR = re.compile(
    r"(?P<m>\d{1,2})(?: ?[-/.] ?| {1,2}nam {1,2})(?P<y>(?:19|20)\d\d)(?![\d/-])"
)
_TIME = re.compile(
    r"(?P<h>\d{1,2})(?: ?(?::|h|gio) ?(?P<m>\d\d|\d(?= phut))(?!\d)(?::(?P<s>\d\d)(?!\d))?(?: ?(?:phut|'))?"
    r"| ?(?:h|gio)(?![a-z0-9/]))"
)
_BEFORE_DAY = re.compile(r"(?:^|[^a-z])(?:ngay|sang|trua|chieu|toi|dem|hom|mung|ram)[ (]{1,3}$")
_BEFORE_MONTH = re.compile(r"(?:^|[^a-z])thang {1,2}$")


def date_at(text: str, position: int) -> Found | None:
    """Return the date whose first digit stands at `position` of plain `text`.

    Its form is ISO 8601: `2024-03-15`, `2024-03` for a month, `--03-15` for a day of no year.
    """
    if not _LIKE_A_DATE.match(text, position):
        return None
    for pattern in (_ISO, _FULL, _SPOKEN):
        found = pattern.match(text, position)
        if found:
            return _whole_day(found)
    return _month(text, position) or _day_of_year(text, position)


def _whole_day(found: re.Match[str]) -> Found | None:
    year, month, day = int(found["y"]), int(found["m"]), int(found["d"])
    if not _exists(year, month, day):
        return None
    form = f"{year:04}-{month:02}-{day:02}"
    parts = ((form, 1.0), (f"--{month:02}-{day:02}", 0.5), (form[:7], 0.3))
    return Found(Kind.DATE, found.start(), found.end(), parts)


def _exists(year: int, month: int, day: int) -> bool:
    try:
        return bool(date(year, month, day))
    except ValueError:
        return False


def _month(text: str, position: int) -> Found | None:
    found = _MONTH_YEAR.match(text, position)
    if found is None or not 1 <= int(found["m"]) <= 12:
        return None
    slash = "/" in found[0]
    if not slash and not _BEFORE_MONTH.search(text[max(0, position - 8) : position]):
        return None
    form = f"{found['y']}-{int(found['m']):02}"
    return Found(Kind.DATE, position, found.end(), ((form, 1.0),))


def _day_of_year(text: str, position: int) -> Found | None:
    found = _DAY_MONTH.match(text, position)
    if found is None and _BEFORE_DAY.search(text[max(0, position - 8) : position]):
        found = _DAY_DASH_MONTH.match(text, position)
    if found is None or not _exists(2024, int(found["m"]), int(found["d"])):
        return None
    form = f"--{int(found['m']):02}-{int(found['d']):02}"
    return Found(Kind.DATE, position, found.end(), ((form, 1.0),))


def time_at(text: str, position: int) -> Found | None:
    """Return the time of day that begins at `position` of plain `text`, its form `hh:mm` or `hh:mm:ss`."""
    found = _TIME.match(text, position)
    if found is None or int(found["h"]) > 24 or int(found["m"] or 0) > 59:
        return None
    form = f"{int(found['h']):02}:{int(found['m'] or 0):02}"
    parts: tuple[Part, ...] = ((form, 1.0),)
    if found["s"]:
        parts = ((f"{form}:{found['s']}", 1.0), (form, 0.7))
    return Found(Kind.TIME, position, found.end(), parts)
