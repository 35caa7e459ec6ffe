"""Dates in a query become part of its filters: those behind `trước:` and the like, and those said among the words."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from searcher.errors import ParameterError
from searcher.model import Filters
from searcher.parse.limits import refused
from searcher.parse.reading import words_of
from searcher.vietnamese import syllables
from searcher.vietnamese.dates import TIMEZONE
from searcher.vietnamese.spoken_dates import SpokenDate, spoken_dates, unreadable_days

_SAYING = frozenset({"hom", "ngay", "tuan", "thang", "quy", "nam"})
"""Folded words one of which is in every date that is said."""
SPOKEN_LENGTH = 6
"""Syllables beside a spoken date beyond which it is part of a sentence and not a wish of the reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A query without its dates, what they were, and the filters with them.

    `verbatim` is the same with only what stands behind an operator taken out, None if that is all.
    """

    text: str
    spoken: tuple[str, ...]
    filters: Filters
    verbatim: "Dated | None" = None


def dated(text: str, filters: Filters, today: date | None) -> Dated:
    """Take the dates out of a normalised text.

    `today` is the day in Asia/Ho_Chi_Minh, None for the clock's. Raises ParameterError for a day that
    is none (`trước:31/02/2024`) and for days that leave nothing (`sau:2024 trước:2023`).
    """
    if not may_say_a_date(text):
        return Dated(text=text, spoken=(), filters=filters)
    _check_readable(text)
    found = spoken_dates(text, today=today or datetime.now(TIMEZONE).date())
    outside = [one for one in found if text[: one.start].count('"') % 2 == 0]
    operators = [one for one in outside if is_operator(one.text)]
    asked = _taken(text, filters, operators)
    _check_order(asked.filters, operators)
    wishes = _wishes(text, outside, asked.filters)
    if not wishes:
        return asked
    every = [one for one in outside if one in operators or one in wishes]
    return replace(_taken(text, filters, every), verbatim=asked)


def may_say_a_date(text: str) -> bool:
    """Tell whether a text has a word that dates are said with, or an operator: most queries have not."""
    return ":" in text or not _SAYING.isdisjoint(word.folded for word, _ in words_of(text))


def is_operator(said: str) -> bool:
    """Tell whether a date was asked for with an operator (`sau:2024`) or said (`năm 2024`)."""
    return ":" in said


def _taken(text: str, filters: Filters, found: Iterable[SpokenDate]) -> Dated:
    listed = list(found)
    for one in listed:
        filters = _within(filters, one)
    spoken = tuple(one.text for one in listed)
    return Dated(text=_without(text, listed), spoken=spoken, filters=filters)


def _wishes(text: str, found: list[SpokenDate], filters: Filters) -> list[SpokenDate]:
    """Return the dates that were said as a wish: beside a few words, and leaving some day."""
    said = [one for one in found if not is_operator(one.text)]
    if not said or len(syllables(_without(text, found))) > SPOKEN_LENGTH:
        return []
    return said if _has_days(_taken(text, filters, said).filters) else []


def _without(text: str, spoken: Iterable[SpokenDate]) -> str:
    for one in sorted(spoken, key=lambda one: -one.start):
        text = f"{text[: one.start]} {text[one.end :]}"
    return text


def _within(filters: Filters, one: SpokenDate) -> Filters:
    since = max(filter(None, (filters.since, one.since)), default=None)
    until = min(filter(None, (filters.until, one.until)), default=None)
    return replace(filters, since=since, until=until)


def _has_days(filters: Filters) -> bool:
    return not (filters.since and filters.until and filters.since > filters.until)


def _check_readable(text: str) -> None:
    quoted = text.split('"')[1::2]
    for day in unreadable_days(text):
        if not any(day in inside for inside in quoted):
            raise _no_day(day)


def _check_order(filters: Filters, operators: list[SpokenDate]) -> None:
    if operators and not _has_days(filters):
        said = ", ".join(one.text for one in operators)
        raise refused(
            f"Không có ngày nào vừa từ {filters.since:%d/%m/%Y} vừa đến {filters.until:%d/%m/%Y} ({said}).",
            f"No day is both from {filters.since} and until {filters.until} ({said}).",
            said,
        )


def _no_day(day: str) -> ParameterError:
    return refused(
        f"“{day}” không phải là ngày hợp lệ: hãy viết như 04/03/2024 hoặc 2024-03-04.",
        f"“{day}” is not a valid day: write 04/03/2024 or 2024-03-04.",
        day,
    )
