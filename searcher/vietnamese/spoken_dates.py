"""Dates that a reader says inside a query: hôm nay, tuần trước, tháng 3/2024, 7 ngày qua, trước:2024-03-01.

    spoken              days (both ends belong to them)
    hôm nay, hôm qua    that day
    tuần này            Monday to Sunday of this week; tuần trước: of the week before
    tháng này, năm nay  the whole month, the whole year; tháng trước, năm ngoái: the one before
    7 ngày qua          today and the six days before: seven in all (30 ngày qua, 2 tuần qua alike)
    trước:DAY           until the day before DAY (DAY itself is not before DAY); also before:
    sau:DAY             from the day after DAY; also after:
    từ:DAY, đến:DAY     from DAY, until DAY, DAY included; also since: until:
    ngày:DAY            that day; also on:
    trước năm 2020      a month, quarter or year may have trước, sau, từ, đến before it

DAY is `YYYY-MM-DD` or `DD/MM/YYYY`; a month (`2024-03`, `03/2024`) or a year (`2024`) stands for all its
days. Everything may be typed without marks; typed with marks, it must be typed right: `tháng nay` is not
`tháng này`. The number of a document is no date (`Nghị định 15 năm 2020`), nor is `viet nam 2024`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from searcher.vietnamese.folding import is_marked
from searcher.vietnamese.normalise import normalise
from searcher.vietnamese.numbers import Kind, numbers
from searcher.vietnamese.periods import Days, limits, period_of
from searcher.vietnamese.plain import Plain, plain
from searcher.vietnamese.sayings import SAYINGS


@dataclass(frozen=True, slots=True, kw_only=True)
class SpokenDate:
    """The date said at `text[start:end]` (code points), and the days that it means, both included."""

    text: str
    start: int
    end: int
    since: date | None
    until: date | None


def spoken_dates(text: str, *, today: date) -> tuple[SpokenDate, ...]:
    """Return the dates said in `text`, from left to right, none overlapping another.

    `today` is the day in Asia/Ho_Chi_Minh. A year before 1990 or after this one is part of the subject
    (`Hiệp định năm 1954`, `tầm nhìn năm 2045`), not a date of publishing.
    """
    read = plain(text)
    spoken = (*_operators(read, text), *_sayings_in(read, text, today))
    if not spoken:
        return ()
    blocked = [(n.start, n.end, None) for n in numbers(text) if n.kind is Kind.DOCUMENT]
    return tuple(_apart([*blocked, *((one.start, one.end, one) for one in spoken)]))


def _apart(spans: list[tuple[int, int, SpokenDate | None]]) -> Iterator[SpokenDate]:
    """Yield what does not overlap: of two, the one that begins first, else the longer one."""
    covered = 0
    for start, end, spoken in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start < covered:
            continue
        covered = end
        if spoken:
            yield spoken


_OPERATOR = re.compile(
    r"(?<![^\s(])(?P<name>truoc|sau|tu|den|ngay|before|after|since|until|on): ?(?P<day>[0-9][0-9/.-]{0,11})"
)


def unreadable_days(text: str) -> tuple[str, ...]:
    """Return what stands behind `trước:`, `sau:` ... and is no day, such as `31/02/2024`.

    Nor is there a day after `9999-12-31`.
    """
    found = _OPERATOR.finditer(plain(text).text) if ":" in text else ()
    return tuple(_day_typed(one) for one in found if _days_asked(one) is None)


def _days_asked(operator: re.Match[str]) -> Days | None:
    period = period_of(_day_typed(operator))
    return period and limits(operator["name"], period)


def _day_typed(operator: re.Match[str]) -> str:
    return operator["day"].rstrip(".-/")


def _operators(read: Plain, text: str) -> Iterator[SpokenDate]:
    for found in _OPERATOR.finditer(read.text):
        days = _days_asked(found)
        if days:
            end = found.start("day") + len(_day_typed(found))
            yield _spoken(read, text, found.start(), end, days)


_LETTERS = re.compile(r"[^\W\d_]+")


def _sayings_in(read: Plain, text: str, today: date) -> Iterator[SpokenDate]:
    for saying in SAYINGS:
        for found, days in saying.found(read.text, today):
            spoken = _spoken(read, text, found.start(), found.end(), days)
            spelled = _LETTERS.findall(normalise(spoken.text).lower())
            if saying.is_spelled(spelled) and saying.stands_alone(
                read.text, found.start(), marked=is_marked(spoken.text)
            ):
                yield spoken


def _spoken(read: Plain, text: str, start: int, end: int, days: Days) -> SpokenDate:
    first, last = read.span(start, end)
    return SpokenDate(text=text[first:last], start=first, end=last, since=days[0], until=days[1])
