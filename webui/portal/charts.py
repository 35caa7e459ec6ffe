"""Counts of days as bars, drawn by the server: places and sizes in a drawing of 100 units' height."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from searcher import DayCount

HEIGHT = 100
_STEP, _GAP = 10, 2
_NICE = (1, 2, 5, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayBar:
    """One day, and its bar."""

    day: date
    count: int
    x: int
    y: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Bars from the first to the last day under a scale that ends at a round number, `top`."""

    bars: tuple[DayBar, ...]
    top: int
    total: int
    most: DayCount

    @property
    def width(self) -> int:
        """Return the width of the drawing."""
        return len(self.bars) * _STEP

    @property
    def bar_width(self) -> int:
        """Return the width of a bar; the rest of its place stays empty."""
        return _STEP - _GAP


def chart(days: Sequence[DayCount]) -> Chart:
    """Draw the counts of successive days; there is at least one."""
    most = max(days, key=lambda one: one.count)
    top = _round_up(most.count)
    return Chart(
        bars=tuple(_bar(place, one, top) for place, one in enumerate(days)),
        top=top,
        total=sum(one.count for one in days),
        most=most,
    )


def _bar(place: int, one: DayCount, top: int) -> DayBar:
    height = round(HEIGHT * one.count / top, 2)
    return DayBar(
        day=one.day,
        count=one.count,
        x=place * _STEP + _GAP // 2,
        y=round(HEIGHT - height, 2),
        height=height,
    )


def _round_up(count: int) -> int:
    """Return the next of 2, 10, 20, 50, 100 ...: a number whose half is whole."""
    power = 10 ** max(len(str(count)) - 1, 0)
    nice = next(step * power for step in _NICE if step * power >= count)
    return max(nice, 2) if nice != 5 else 10
