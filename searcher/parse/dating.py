"""Dates said among the words of a query become part of its filters."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from searcher.errors import ParameterError
from searcher.model import Filters
from searcher.vietnamese import syllables
from searcher.vietnamese.dates import TIMEZONE
from searcher.vietnamese.spoken_dates import SpokenDate, spoken_dates, unreadable_days

SPOKEN_LENGTH = 6
"""Syllables beside a spoken date beyond which it is part of a sentence and not a wish of the reader."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A query without its spoken dates, what they were, and the filters with them."""

    text: str
    spoken: tuple[str, ...]
    filters: Filters


def dated(text: str, filters: Filters, today: date | None) -> Dated:
    """Take the spoken dates out of a normalised text; raises ParameterError for `trước:31/02/2024`.

    `today` is the day in Asia/Ho_Chi_Minh, None for the clock's.
    """
    for day in unreadable_days(text):
        raise ParameterError(
            f"“{day}” không phải là ngày hợp lệ: hãy viết như 04/03/2024 hoặc 2024-03-04.",
            f"“{day}” is not a valid day: write 04/03/2024 or 2024-03-04.",
            parameter="q",
            value=day,
        )
    found = spoken_dates(text, today=today or datetime.now(TIMEZONE).date())
    outside = [one for one in found if text[: one.start].count('"') % 2 == 0]
    meant = [one for one in outside if _is_wish(one, text, outside)]
    for one in meant:
        filters = _within(filters, one)
    spoken = tuple(one.text for one in meant)
    return Dated(text=_without(text, meant), spoken=spoken, filters=filters)


def _is_wish(one: SpokenDate, text: str, found: Iterable[SpokenDate]) -> bool:
    """Tell whether a date was meant as a filter: as an operator, or beside a few words only."""
    return ":" in one.text or len(syllables(_without(text, found))) <= SPOKEN_LENGTH


def _without(text: str, spoken: Iterable[SpokenDate]) -> str:
    for one in sorted(spoken, key=lambda one: -one.start):
        text = f"{text[: one.start]} {text[one.end :]}"
    return text


def _within(filters: Filters, one: SpokenDate) -> Filters:
    since = max(filter(None, (filters.since, one.since)), default=None)
    until = min(filter(None, (filters.until, one.until)), default=None)
    return replace(filters, since=since, until=until)
