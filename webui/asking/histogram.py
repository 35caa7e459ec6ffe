"""How an answer spreads over time: one bar per month, or per year where that is a long time."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from searcher import Facet
from webui.asking.addresses import address, dated
from webui.asking.params import Question
from webui.language import gettext as _
from webui.periods import month_days
from webui.present import month, number

HEIGHT = 40
STEP = 8
_GAP = 1
_FEWEST, _MOST_MONTHS = 2, 48


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One span of days: its place and size in the drawing, what it says, where it leads."""

    label: str
    address: str
    x: int
    y: float
    width: int
    height: float


def histogram(question: Question, months: Iterable[Facet]) -> list[Bar]:
    """Return the bars from the first to the last month, gaps included; none where one is all."""
    counts = {facet.value: facet.count for facet in months}
    spans = list(_spans(counts)) if counts else []
    if len(spans) < _FEWEST:
        return []
    highest = max(count for _label, _days, count in spans)
    return [
        _bar(question, place, label, days, HEIGHT * count / highest, count)
        for place, (label, days, count) in enumerate(spans)
    ]


def _bar(
    question: Question,
    place: int,
    label: str,
    days: tuple[date, date],
    height: float,
    count: int,
) -> Bar:
    return Bar(
        label=_("%(period)s: %(count)s bài") % {"period": label, "count": number(count)},
        address=address(dated(question, *days)),
        x=place * STEP,
        y=round(HEIGHT - height, 2),
        width=STEP - _GAP,
        height=round(height, 2),
    )


def _spans(counts: dict[str, int]) -> Iterator[tuple[str, tuple[date, date], int]]:
    months = list(_every_month(min(counts), max(counts)))
    if len(months) <= _MOST_MONTHS:
        for value in months:
            yield month(value), month_days(value), counts.get(value, 0)
        return
    by_year = Counter[str]()
    for value in months:
        by_year[value[:4]] += counts.get(value, 0)
    for year, count in by_year.items():
        yield year, (date(int(year), 1, 1), date(int(year), 12, 31)), count


def _every_month(first: str, last: str) -> Iterator[str]:
    value = first
    while value <= last:
        yield value
        value = f"{month_days(value)[1] + timedelta(days=1):%Y-%m}"
