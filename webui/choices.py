"""What a reader may click beside an answer: facets, months, periods, chips, orders, pages."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from searcher import Filters, Results, Sort
from webui.addresses import address, dated, narrowed, sorted_by
from webui.language import gettext as _
from webui.params import Question
from webui.periods import month_days, quick_periods, today
from webui.present import day, month

_SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A link that changes the question; `chosen` says that it already holds."""

    label: str
    address: str
    count: int | None = None
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """Choices under one heading: the first ones, and the rest behind a click."""

    heading: str
    first: tuple[Choice, ...]
    rest: tuple[Choice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """A year of the archive and its months that hold matching articles."""

    whole: Choice
    months: tuple[Choice, ...]


def facet_menus(question: Question, results: Results) -> list[Menu]:
    """Return the facets as links; a chosen value links to the question without it."""
    facets = results.facets
    named = (
        ("category", _("Chuyên mục"), facets.category),
        ("source", _("Nguồn"), facets.source),
        ("author", _("Tác giả"), facets.author),
    )
    menus = []
    for name, heading, values in named:
        chosen = getattr(question.filters, name) is not None
        every = tuple(
            Choice(
                label=facet.value,
                address=address(narrowed(question, name, None if chosen else facet.value)),
                count=facet.count,
                chosen=chosen,
            )
            for facet in values
        )
        if every:
            menus.append(Menu(heading=heading, first=every[:_SHOWN], rest=every[_SHOWN:]))
    return menus


def years(question: Question, results: Results) -> list[Year]:
    """Return the months that hold matching articles by year, the newest first."""
    newest_first = sorted(results.facets.month, key=lambda facet: facet.value, reverse=True)
    by_year = groupby(newest_first, key=lambda facet: facet.value[:4])
    found = []
    for year, facets in by_year:
        months = tuple(_month(question, facet.value, facet.count) for facet in facets)
        found.append(Year(whole=_year(question, year, months), months=months))
    return found


def _month(question: Question, value: str, count: int) -> Choice:
    return _days(question, month(value), month_days(value), count)


def _year(question: Question, year: str, months: tuple[Choice, ...]) -> Choice:
    days = month_days(f"{year}-01")[0], month_days(f"{year}-12")[1]
    return _days(question, year, days, sum(one.count or 0 for one in months))


def _days(question: Question, label: str, days: tuple[date, date], count: int) -> Choice:
    chosen = (question.filters.since, question.filters.until) == days
    wanted = (None, None) if chosen else days
    return Choice(
        label=label,
        address=address(dated(question, *wanted)),
        count=count,
        chosen=chosen,
    )


def periods(question: Question) -> list[Choice]:
    """Return the quick choices of days."""
    filters = question.filters
    return [
        Choice(
            label=period.name,
            address=address(dated(question, period.since, period.until)),
            chosen=(filters.since, filters.until) == (period.since, period.until),
        )
        for period in quick_periods(today(), _)
    ]


def orders(question: Question) -> list[Choice]:
    """Return the orders that hits can have."""
    named = (
        (Sort.RELEVANCE, _("Phù hợp nhất")),
        (Sort.NEWEST, _("Mới nhất")),
        (Sort.OLDEST, _("Cũ nhất")),
    )
    return [
        Choice(
            label=label,
            address=address(sorted_by(question, sort)),
            chosen=question.sort is sort,
        )
        for sort, label in named
    ]


def chips(question: Question) -> list[Choice]:
    """Return the limits that hold, each as a link to the question without it."""
    named = (("category", _("Chuyên mục")), ("source", _("Nguồn")), ("author", _("Tác giả")))
    limits = [
        Choice(
            label=f"{heading}: {getattr(question.filters, name)}",
            address=address(narrowed(question, name, None)),
        )
        for name, heading in named
        if getattr(question.filters, name) is not None
    ]
    return days_chip(question) + limits


def days_chip(question: Question) -> list[Choice]:
    """Return the limit of days as one chip, or nothing where there is none."""
    label = days_label(question.filters)
    without = address(dated(question, None, None))
    return [Choice(label=label, address=without)] if label else []


def days_label(filters: Filters) -> str:
    """Say in words which days are asked for; empty where all are."""
    since, until = filters.since, filters.until
    if since and since == until:
        return _("Ngày %(day)s") % {"day": day(since)}
    if since and until:
        return _("Từ %(since)s đến %(until)s") % {"since": day(since), "until": day(until)}
    if since:
        return _("Từ %(since)s") % {"since": day(since)}
    return _("Đến %(until)s") % {"until": day(until)} if until else ""
