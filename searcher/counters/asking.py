"""What is read of the counters: SELECTs as values."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, func, select

from searcher.counters.schema import QUERIES, READS, VISITS, WRITERS
from searcher.counters.wording import is_hashed
from searcher.model.counted import ArticleReads, AskedText, Counted, DayCount, MostRead

_AT_ONCE = 500
"""Keys of one SELECT; databases take at least a thousand parameters."""


def visits(connection: Connection) -> int:
    """Return all visits ever counted."""
    return int(connection.scalar(select(func.sum(VISITS.c.count))) or 0)


def online(connection: Connection, since: float, besides: str) -> int:
    """Return the visitors that the processes reported from `since` on, without those whose names begin so."""
    table = WRITERS.c
    told = select(func.sum(table.online)).where(table.seen >= since)
    others = told.where(~table.name.startswith(besides, autoescape=True)) if besides else told
    return int(connection.scalar(others) or 0)


def last_batch(connection: Connection, writer: str) -> int:
    """Return the number of the last batch of a process; 0 for one that never wrote."""
    return int(connection.scalar(select(WRITERS.c.batch).where(WRITERS.c.name == writer)) or 0)


def reads(connection: Connection, keys: Sequence[str]) -> dict[str, int]:
    """Return the reads of each article with one of the keys that was ever read."""
    found: dict[str, int] = {}
    for start in range(0, len(keys), _AT_ONCE):
        asked = READS.c.article.in_(keys[start : start + _AT_ONCE])
        summed = select(READS.c.article, func.sum(READS.c.count)).where(asked)
        found |= {key: int(n) for key, n in connection.execute(summed.group_by(READS.c.article))}
    return found


def most_read(connection: Connection, since: date, limit: int) -> tuple[ArticleReads, ...]:
    """Return the articles most read from a day on; those known only by a hash are left out."""
    table, total = READS.c, func.sum(READS.c.count)
    most = (
        select(table.article, total)
        .where(table.day >= since, ~table.article.startswith("sha256:"))
        .group_by(table.article)
        .order_by(total.desc(), table.article)
        .limit(limit)
    )
    return tuple(
        ArticleReads(article_id=key, reads=int(n))
        for key, n in connection.execute(most)
        if not is_hashed(key)
    )


def by_day(
    connection: Connection, table: Table, since: date, until: date, article: str | None = None
) -> tuple[DayCount, ...]:
    """Return the sum of every day of a span, 0 where there is none; of one article if it is named."""
    day = table.c.day
    summed = select(day, func.sum(table.c.count)).where(day >= since, day <= until).group_by(day)
    if article is not None:
        summed = summed.where(table.c.article == article)
    known = {on: int(count) for on, count in connection.execute(summed)}
    days = (since + timedelta(days=n) for n in range((until - since).days + 1))
    return tuple(DayCount(day=on, count=known.get(on, 0)) for on in days)


def queries(
    connection: Connection, since: date, until: date, *, vain: bool, least: int, limit: int
) -> tuple[AskedText, ...]:
    """Return what was asked at least `least` times, most asked first.

    With `vain` only what found nothing, sorted by how often it did.
    """
    table = QUERIES.c
    asked, nothing = func.sum(table.asked), func.sum(table.in_vain)
    counted = nothing if vain else asked
    most = (
        select(table.text, asked, nothing, _latest())
        .where(table.day >= since, table.day <= until)
        .group_by(table.text)
        .having(asked >= least, counted >= 1)
        .order_by(counted.desc(), table.text)
        .limit(limit)
    )
    return tuple(
        AskedText(text=text, asked=int(a), nothing=int(n), hits=hits)
        for text, a, n, hits in connection.execute(most)
    )


def _latest() -> ColumnElement[Any]:
    """Return the hits of the last day that has them."""
    later = QUERIES.alias("later")
    return (
        select(later.c.hits)
        .where(later.c.text == QUERIES.c.text, later.c.hits.is_not(None))
        .order_by(later.c.day.desc())
        .limit(1)
        .correlate(QUERIES)
        .scalar_subquery()
    )


def counted(connection: Connection, since: date, until: date, least: int, limit: int) -> Counted:
    """Return the figures of a span of days, with at most `limit` articles or texts in each list."""
    asked, vain = (
        queries(connection, since, until, vain=vain, least=least, limit=limit)
        for vain in (False, True)
    )
    return Counted(
        since=since,
        until=until,
        visits=by_day(connection, VISITS, since, until),
        reads=by_day(connection, READS, since, until),
        most_read=_most_read_lately(connection, until, limit),
        asked=asked,
        unanswered=vain,
    )


def _most_read_lately(connection: Connection, until: date, limit: int) -> MostRead:
    day, week, month = (
        most_read(connection, until - timedelta(days=days - 1), limit) for days in (1, 7, 30)
    )
    return MostRead(day=day, week=week, month=month)
