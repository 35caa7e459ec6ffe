"""How a story ran, as bars: one per day, or per month where that is a long time."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from searcher import Story
from webui.language import gettext as _
from webui.present import day, month

HEIGHT = 40
WIDTH = 600
_FILLED = 0.8
"""Of the place of a bar; the rest stays empty."""
_BROADEST = 40.0
"""Few days do not make broad beams."""
_MOST_DAYS = 62


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """One span of days: its place and size in the drawing, its name, its articles, whether the story turned there."""

    label: str
    count: int
    turned: bool
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The bars from the first to the last span; `spans` names what a bar is."""

    bars: tuple[Bar, ...]
    spans: str
    most: int

    @property
    def bar_width(self) -> float:
        """Return the width of a bar in a drawing of WIDTH."""
        return round(min(_BROADEST, _FILLED * WIDTH / len(self.bars)), 2)


def timeline(story: Story) -> Timeline | None:
    """Draw the days of a story, gaps included; None where one day is all."""
    if len(story.days) < 2:
        return None
    counts = Counter({each.day: len(each.told) for each in story.days})
    turns = {each.day for each in story.turns}
    first, last = story.days[0].day, story.days[-1].day
    if (last - first).days < _MOST_DAYS:
        spans = [(day(on), counts[on], on in turns) for on in _days(first, last)]
        return _drawn(spans, _("Ngày"))
    return _drawn(_months(counts, turns, first, last), _("Tháng"))


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)


def _months(
    counts: Counter[date], turns: set[date], first: date, last: date
) -> list[tuple[str, int, bool]]:
    by_month = Counter[str]()
    for on, count in counts.items():
        by_month[f"{on:%Y-%m}"] += count
    turned = {f"{on:%Y-%m}" for on in turns}
    spans = (12 * first.year + first.month - 1, 12 * last.year + last.month)
    named = (f"{number // 12:04d}-{number % 12 + 1:02d}" for number in range(*spans))
    return [(month(value), by_month[value], value in turned) for value in named]


def _drawn(spans: list[tuple[str, int, bool]], name: str) -> Timeline:
    most = max(count for _label, count, _turned in spans)
    step = WIDTH / len(spans)
    width = min(_BROADEST, _FILLED * step)
    bars = (
        Bar(
            label=label,
            count=count,
            turned=turned,
            x=round(place * step + (step - width) / 2, 2),
            y=round(HEIGHT - HEIGHT * count / most, 2),
            height=round(HEIGHT * count / most, 2),
        )
        for place, (label, count, turned) in enumerate(spans)
    )
    return Timeline(bars=tuple(bars), spans=name, most=most)
