"""The calendar of a month: which days have news, how many, and the way to the other months."""

import calendar
from dataclasses import dataclass
from datetime import date

from flask import url_for

from searcher import Facet
from webui.periods import month_days
from webui.present import month as month_name
from webui.site import Site

_WEEK = calendar.Calendar(firstweekday=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One day of the month; without articles it has no address."""

    number: int
    on: str
    count: int
    address: str | None
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A link to another month."""

    label: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """A month as weeks from Monday to Sunday; None stands where a week belongs to another month.

    `before` and `after` are the nearest months with articles; `first` and `last` are the days of the
    oldest and newest article, between which any day can be jumped to.
    """

    name: str
    month: str
    weeks: tuple[tuple[Day | None, ...], ...]
    before: Turn | None
    after: Turn | None
    chosen: str
    first: str
    last: str


def month_calendar(site: Site, shown: date | str | None = None) -> Calendar | None:
    """Return the month of the day (or the month `2024-03`) that is shown, the newest for None.

    None where no article has a date.
    """
    months = site.shelf.facets().month
    if not months:
        return None
    day = shown.isoformat() if isinstance(shown, date) else ""
    month = day[:7] or (shown if isinstance(shown, str) else "") or months[-1].value
    statistics = site.shelf.front_page().statistics
    return Calendar(
        name=month_name(month),
        month=month,
        weeks=_weeks(month, site.shelf.days(month), day),
        before=_turn([one for one in months if one.value < month][-1:]),
        after=_turn([one for one in months if one.value > month][:1]),
        chosen=day,
        first=statistics.since.isoformat() if statistics.since else "",
        last=statistics.until.isoformat() if statistics.until else "",
    )


def _turn(months: list[Facet]) -> Turn | None:
    for one in months:
        return Turn(label=month_name(one.value), address=url_for("lists.day", day=one.value))
    return None


def _weeks(month: str, counts: dict[str, int], chosen: str) -> tuple[tuple[Day | None, ...], ...]:
    first, _ = month_days(month)
    place = url_for("lists.day", day=month)
    return tuple(
        tuple(_day(month, number, counts, place, chosen) if number else None for number in week)
        for week in _WEEK.monthdayscalendar(first.year, first.month)
    )


def _day(month: str, number: int, counts: dict[str, int], place: str, chosen: str) -> Day:
    on = f"{month}-{number:02d}"
    count = counts.get(on, 0)
    address = f"{place}-{number:02d}" if count else None
    return Day(number=number, on=on, count=count, address=address, chosen=on == chosen)
