"""Counts that wait to be written: sums, so that their order does not matter."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

MOST_WAITING = 50_000
"""Rows that may wait while the database is away, about 15 MB; beyond them nothing new is begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How often a text was asked on one day, how often in vain, and what it found last."""

    asked: int = 1
    nothing: int = 0
    hits: int | None = None

    def __add__(self, later: "Asked") -> "Asked":
        """Return both together; what was found later is what is told."""
        return Asked(
            asked=self.asked + later.asked,
            nothing=self.nothing + later.nothing,
            hits=self.hits if later.hits is None else later.hits,
        )


@dataclass(slots=True)
class Sums:
    """Visits by day, reads by article and day, queries by text and day; `dropped` had no room."""

    visits: Counter[date] = field(default_factory=Counter)
    reads: Counter[tuple[str, date]] = field(default_factory=Counter)
    queries: dict[tuple[str, date], Asked] = field(default_factory=dict)
    dropped: int = 0
    days_read: set[date] = field(default_factory=set)

    def __len__(self) -> int:
        """Return the rows that are to be written."""
        return len(self.visits) + len(self.reads) + len(self.queries)

    def visit(self, day: date) -> None:
        """Count a visit. Days are few: there is always room for one."""
        self.visits[day] += 1

    def read(self, article: str, day: date) -> None:
        """Count a read of the article with this key."""
        if self._has_room((article, day) in self.reads):
            self.reads[article, day] += 1
            self.days_read.add(day)

    def ask(self, text: str, day: date, asked: Asked) -> None:
        """Count a query."""
        before = self.queries.get((text, day))
        if self._has_room(before is not None):
            self.queries[text, day] = before + asked if before else asked

    def reads_of(self, article: str) -> int:
        """Return the reads of one article that wait; they are of one day, or of two at midnight."""
        return sum(self.reads[article, day] for day in self.days_read)

    def reads_by_article(self) -> Counter[str]:
        """Return the reads of each article on all days."""
        summed = Counter[str]()
        for (article, _), count in self.reads.items():
            summed[article] += count
        return summed

    def _has_room(self, known: bool) -> bool:
        room = known or len(self) < MOST_WAITING
        self.dropped += not room
        return room
