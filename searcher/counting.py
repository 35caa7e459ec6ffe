"""The counting flow: who came, what was read and asked, and what of it is told."""

import time
import weakref
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from typing import NoReturn

from searcher.counters.addresses import OFF, database_address
from searcher.counters.door import Door
from searcher.counters.known import Known
from searcher.counters.memory import Memory
from searcher.counters.sums import Asked, Sums
from searcher.counters.tally import Tally
from searcher.counters.told import Told
from searcher.counters.visitors import Visitors
from searcher.counters.wording import article_key, kept_text
from searcher.counters.writing import Writer
from searcher.errors import CountersUnavailable
from searcher.model import Article
from searcher.model.counted import (
    ArticleReads,
    AskedText,
    Counted,
    DayCount,
    Totals,
    Visitor,
)
from searcher.settings import Settings
from searcher.vietnamese.dates import TIMEZONE

LISTED = 20
"""Articles and queries of each list of the statistics."""
_FIGURES, _LISTS = 2.0, 10.0
"""Seconds that the figures of the statistics and the list on the home page may be old."""


class Counting:
    """Counts what readers do and tells how often. Safe to share between threads.

    Nothing is opened before the first count. What is counted waits in memory for half a second and is
    written by a thread: call `close` before the process ends. While the database is away pages go on
    without its figures, and counts wait.
    """

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.time) -> None:
        """Count by the `clock`, which returns seconds since 1970."""
        self.off = settings.counters == OFF
        self._before, self._least = settings.visits_start, settings.asked_least
        self.today = _calendar(clock)
        self._visitors = Visitors(clock, self.today)
        self._door = Door("" if self.off else database_address(settings), clock)
        self._tally = Tally(clock)
        self._writer = Writer(self._door.store, self._tally, self._visitors.told, clock)
        self._known = Known(self._door, self._tally, self._writer, clock)
        self._popular = Told[tuple[int, int], tuple[ArticleReads, ...]](self._door, clock, _LISTS)
        self._counted = Told[tuple[date, date], Counted](self._door, clock, _FIGURES)
        self._by_day = Told[tuple[str, date], tuple[DayCount, ...]](self._door, clock, _FIGURES)
        self.close = weakref.finalize(self, _close, self._writer, self._door)

    def share(self, memory: Memory) -> None:
        """Remember visitors together with other processes; to be told before the first of them comes."""
        self._visitors.memory = memory
        self._writer.group = memory.group

    def postpone(self) -> None:
        """Let pages go on without figures until `start`, and counts wait: nobody waits for the database's library."""
        self._door.postpone()

    def start(self) -> None:
        """Open the database before the first count; raises SettingsError for a wrong address."""
        if not self.off:
            self._door.store()
            self._writer.start()

    def visit(self, visitor: Visitor) -> None:
        """Count the page a visitor opens as a visit, unless it goes on one."""
        if not self.off and self._visitors.arrives(visitor):
            with self._counting() as sums:
                sums.visit(self.today())

    def read(self, visitor: Visitor, article_id: str) -> None:
        """Count an article as read, unless the visitor just read it."""
        if not self.off and self._visitors.begins(visitor, f"read {article_id}"):
            with self._counting() as sums:
                sums.read(article_key(article_id), self.today())

    def ask(self, visitor: Visitor, typed: str, hits: int | None) -> None:
        """Count a query, unless the visitor just asked it or its text must not be kept.

        `hits` is the number of articles found, None where filters had a part in it.
        """
        text = None if self.off else kept_text(typed)
        if text and self._visitors.begins(visitor, f"ask {text}"):
            with self._counting() as sums:
                sums.ask(text, self.today(), Asked(nothing=int(hits == 0), hits=hits))

    def totals(self) -> Totals:
        """Return all visits and who is here now, of all processes that share the database."""
        visits = self._known.visits()
        return Totals(
            visits=None if visits is None else self._before + visits,
            online=self._known.elsewhere() + self._visitors.online(),
        )

    def reads_of(self, article: Article) -> int | None:
        """Return how often an article was read, from the count on that it came with; None if never."""
        return self.reads_of_many([article])[0]

    def reads_of_many(self, articles: Sequence[Article]) -> list[int | None]:
        """Return how often each article was read."""
        known = self._known.reads([article_key(article.id) for article in articles])
        return [
            _sum(article.reads, counted) for article, counted in zip(articles, known, strict=True)
        ]

    def popular(self, days: int, limit: int) -> tuple[ArticleReads, ...]:
        """Return the articles most read in the last days, today included; none while that is unknown."""
        since = self._since(days)
        return self._popular.ask((days, limit), lambda store: store.most_read(since, limit)) or ()

    def counted(self, days: int) -> Counted:
        """Return the figures of the last days, today included; raises CountersUnavailable."""
        span = (self._since(days), self.today())
        asked = self._counted.ask(span, lambda store: store.counted(*span, self._least, LISTED))
        return asked or _unavailable(self.off)

    def read_by_day(self, article_id: str, days: int) -> tuple[DayCount, ...]:
        """Return how often an article was read on each of the last days; raises CountersUnavailable."""
        since, until, key = self._since(days), self.today(), article_key(article_id)
        asked = self._by_day.ask((key, since), lambda store: store.reads_by_day(since, until, key))
        return asked or _unavailable(self.off)

    def waiting(self) -> int:
        """Return the rows of counts that are not written yet."""
        return self._tally.rows_waiting()

    def unanswered(self, days: int, least: int, limit: int) -> tuple[AskedText, ...]:
        """Return what was asked in vain at least `least` times in the last days; raises CountersUnavailable."""
        span = (self._since(days), self.today())
        found = self._door.ask(lambda store: store.unanswered(*span, least, limit))
        return _unavailable(self.off) if found is None else found

    def flush(self) -> bool:
        """Write what waits now; False where the database did not take it."""
        return self._writer.flush()

    @contextmanager
    def _counting(self) -> Iterator[Sums]:
        with self._tally.counting() as sums:
            yield sums
        if not self._door.is_postponed:
            self._writer.start()

    def _since(self, days: int) -> date:
        return self.today() - timedelta(days=days - 1)


def _calendar(clock: Callable[[], float]) -> Callable[[], date]:
    return lambda: datetime.fromtimestamp(clock(), TIMEZONE).date()


def _close(writer: Writer, door: Door) -> None:
    writer.close()
    door.close()


def _sum(before: int | None, counted: int) -> int | None:
    return None if before is None and not counted else (before or 0) + counted


def _unavailable(off: bool) -> NoReturn:
    if off:
        raise CountersUnavailable(
            "Trang này không đếm lượt truy cập.", "This site does not count visits."
        )
    raise CountersUnavailable(
        "Chưa đọc được số liệu thống kê; xin thử lại sau giây lát.",
        "The statistics cannot be read now; please try again in a moment.",
    )
