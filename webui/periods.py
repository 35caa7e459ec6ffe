"""Spans of days that readers ask for with one click."""

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
    return first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
