"""Spans of days that readers ask for with one click."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """Days from `since` to `until`, both inclusive, under the name that readers know it by."""

    name: str
    since: date
    until: date


def today() -> date:
    """Return the day it is in Việt Nam."""
    return datetime.now(ZONE).date()


def quick_periods(day: date, _: Callable[[str], str]) -> tuple[Period, ...]:
    """Return the quick choices as seen on `day`, their names translated by `_`."""
    return (
        Period(name=_("Hôm nay"), since=day, until=day),
        Period(name=_("7 ngày"), since=day - timedelta(days=6), until=day),
        Period(name=_("30 ngày"), since=day - timedelta(days=29), until=day),
        Period(name=_("Năm nay"), since=day.replace(month=1, day=1), until=day),
    )


def month_days(month: str) -> tuple[date, date]:
    """Return the first and the last day of a month written `2024-03`."""
    first = date.fromisoformat(f"{month}-01")
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def read_month(text: str) -> str | None:
    """Return a month written `2024-03` (or `2024-3`) in its one form, None where the text is no month."""
    found = _MONTH.fullmatch(text)
    return f"{found[1]}-{int(found[2]):02d}" if found else None


_MONTH = re.compile(r"([12]\d{3})-(0?[1-9]|1[0-2])", re.ASCII)
