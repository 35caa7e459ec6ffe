"""The database of the counters: SQLite beside the indexes, or any other that SQLAlchemy speaks to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, delete

import searcher.counters.asking as asking
from searcher.counters.batch import Batch
from searcher.counters.database import Database
from searcher.counters.schema import QUERIES, READS, VISITS, WRITERS
from searcher.counters.sums import Sums
from searcher.counters.upserts import add
from searcher.model.counted import ArticleReads, AskedText, Counted, DayCount

_GONE = 24 * 3600.0
"""Seconds after which the row of a process that is no more is cleared away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What the database has at one moment, with the batches of the asking process up to `batch`."""

    batch: int
    visits: int = 0
    online: int = 0
    reads: Mapping[str, int] = field(default_factory=dict)


class Store:
    """The counters that are kept. Safe to share between threads; connects when first used.

    Every method raises CountersUnavailable where the database is away, locked, full or read-only.
    """

    def __init__(self, url: str) -> None:
        """Raise SettingsError for an address that names no database."""
        self._database = Database(url)
        self._ask = self._database.ask
        self.close = self._database.close

    def write(self, batch: Batch) -> None:
        """Add a batch to what is kept; one that was written already (its answer was lost) is not added again."""
        self._database.change(lambda db: _write(db, batch))

    def totals(self, since: float, writer: str, ours: str = "") -> Sight:
        """Return all visits, and the visitors online that others reported from `since` on: names not begun by `ours`."""
        return self._ask(
            lambda db: Sight(
                visits=asking.visits(db),
                online=asking.online(db, since, ours),
                batch=asking.last_batch(db, writer),
            )
        )

    def reads(self, keys: Sequence[str], writer: str = "") -> Sight:
        """Return the reads of the articles with these keys; those that were never read are left out."""
        return self._ask(
            lambda db: Sight(reads=asking.reads(db, keys), batch=asking.last_batch(db, writer))
        )

    def most_read(self, since: date, limit: int) -> tuple[ArticleReads, ...]:
        """Return the articles most read from a day on."""
        return self._ask(lambda db: asking.most_read(db, since, limit))

    def reads_by_day(self, since: date, until: date, key: str) -> tuple[DayCount, ...]:
        """Return the reads of an article on every day of a span."""
        return self._ask(lambda db: asking.by_day(db, READS, since, until, key))

    def counted(self, since: date, until: date, least: int, limit: int) -> Counted:
        """Return the figures of a span of days; texts asked less than `least` times are left out."""
        return self._ask(lambda db: asking.counted(db, since, until, least, limit))

    def unanswered(self, since: date, until: date, least: int, limit: int) -> tuple[AskedText, ...]:
        """Return the texts asked at least `least` times in a span that found nothing, the most often first."""
        return self._ask(
            lambda db: asking.queries(db, since, until, vain=True, least=least, limit=limit)
        )


def _write(connection: Connection, batch: Batch) -> None:
    if asking.last_batch(connection, batch.writer) < batch.number:
        _add_sums(connection, batch.sums)
        _report(connection, batch)


def _add_sums(connection: Connection, sums: Sums) -> None:
    add(connection, VISITS, [{"day": day, "count": n} for day, n in sums.visits.items()])
    add(
        connection,
        READS,
        [{"article": key, "day": day, "count": n} for (key, day), n in sums.reads.items()],
    )
    add(
        connection,
        QUERIES,
        [
            {"text": text, "day": day, "asked": one.asked, "in_vain": one.nothing, "hits": one.hits}
            for (text, day), one in sums.queries.items()
        ],
    )


def _report(connection: Connection, batch: Batch) -> None:
    """Say which batch was written and who is here; clear away processes that said nothing for a day."""
    mine = WRITERS.c.name == batch.writer
    connection.execute(delete(WRITERS).where(mine | (WRITERS.c.seen < batch.at - _GONE)))
    told = {"name": batch.writer, "batch": batch.number, "online": batch.online, "seen": batch.at}
    connection.execute(WRITERS.insert(), told)
