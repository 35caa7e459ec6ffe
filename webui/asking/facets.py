"""The values that an answer holds, as links that narrow it: facets, and the months by year."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from searcher import Facet, Results
from webui.asking.addresses import address, dated, narrowed
from webui.asking.choices import Choice
from webui.asking.params import Question
from webui.language import gettext as _
from webui.periods import month_days
from webui.present import month

_FIRST, _MOST = 8, 40
"""Values of a facet that are seen at once, and with one click; an archive has thousands of authors."""
_OPEN_YEARS = 3
"""Years that show their months; a longer time is narrowed to a year first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """The values of one facet: the first ones, more behind a click, and how many are left out."""

    heading: str
    first: tuple[Choice, ...]
    rest: tuple[Choice, ...]
    beyond: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """A year and its months that hold matching articles; no months where the years are many."""

    whole: Choice
    months: tuple[Choice, ...]


def menus(question: Question, results: Results) -> list[Menu]:
    """Return the facets that have a value; a chosen value links to the question without it."""
    facets = results.facets
    return [
        _menu(question, name, heading, values)
        for name, heading, values in (
            ("category", _("Chuyên mục"), facets.category),
            ("source", _("Nguồn"), facets.source),
            ("author", _("Tác giả"), facets.author),
        )
        if values
    ]


def _menu(question: Question, name: str, heading: str, values: tuple[Facet, ...]) -> Menu:
    chosen = getattr(question.filters, name) is not None
    shown = tuple(
        Choice(
            label=facet.value,
            address=address(narrowed(question, name, None if chosen else facet.value)),
            count=facet.count,
            chosen=chosen,
        )
        for facet in values[:_MOST]
    )
    return Menu(
        heading=heading,
        first=shown[:_FIRST],
        rest=shown[_FIRST:],
        beyond=len(values) - len(shown),
    )


def years(question: Question, results: Results) -> list[Year]:
    """Return the years that hold matching articles, the newest first."""
    newest_first = sorted(results.facets.month, key=lambda facet: facet.value, reverse=True)
    by_year = {
        year: list(months) for year, months in groupby(newest_first, key=lambda one: one.value[:4])
    }
    are_open = len(by_year) <= _OPEN_YEARS
    return [
        Year(
            whole=_year(question, year, months),
            months=tuple(_month(question, one) for one in months) if are_open else (),
        )
        for year, months in by_year.items()
    ]


def _month(question: Question, facet: Facet) -> Choice:
    return _days(question, month(facet.value), month_days(facet.value), facet.count)


def _year(question: Question, year: str, months: list[Facet]) -> Choice:
    days = month_days(f"{year}-01")[0], month_days(f"{year}-12")[1]
    return _days(question, year, days, sum(one.count for one in months))


def _days(question: Question, label: str, days: tuple[date, date], count: int) -> Choice:
    chosen = (question.filters.since, question.filters.until) == days
    wanted = (None, None) if chosen else days
    return Choice(
        label=label, address=address(dated(question, *wanted)), count=count, chosen=chosen
    )
