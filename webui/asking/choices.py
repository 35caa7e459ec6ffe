"""What a reader may click to change a question: days, limits, orders."""

from dataclasses import dataclass

from searcher import Filters, Sort
from webui.asking.addresses import address, dated, narrowed, sorted_by
from webui.asking.params import Question
from webui.language import gettext as _
from webui.periods import quick_periods, today
from webui.present import day


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A link that changes the question; `chosen` says that it already holds."""

    label: str
    address: str
    count: int | None = None
    chosen: bool = False


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
