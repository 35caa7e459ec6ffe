"""Who did what, when and from where: lines are added, never changed, and go when they are old."""

import re
from collections.abc import Iterator

from sqlalchemy import ColumnElement, Connection, delete, func, insert, select

from searcher.counters.people.tables import DEEDS, LONGEST_ADDRESS, LONGEST_NAME, LONGEST_TOLD
from searcher.model.people import Deed, Sought

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\u2028\u2029]")


def note(connection: Connection, deed: Deed) -> None:
    """Add a line; its number is given by the database. What would break a line becomes a space."""
    told = {
        "at": deed.at,
        "who": _printable(deed.who, LONGEST_NAME),
        "what": deed.what,
        "about": _printable(deed.about, LONGEST_TOLD),
        "address": _printable(deed.address, LONGEST_ADDRESS),
        "result": deed.result,
    }
    connection.execute(insert(DEEDS), told)


def forget(connection: Connection, before: float) -> None:
    """Take the lines away that are older; the database itself lets none go that is younger than any setting says."""
    connection.execute(delete(DEEDS).where(DEEDS.c.at < before))


def _printable(text: str, most: int) -> str:
    return _UNPRINTABLE.sub(" ", text)[:most]


def deeds(connection: Connection, sought: Sought, first: int, limit: int) -> tuple[Deed, ...]:
    """Return the lines that are sought from number `first` (0 is the newest) on, newest first."""
    table = DEEDS.c
    found = select(DEEDS).where(*_conditions(sought)).order_by(table.at.desc(), table.number.desc())
    rows = connection.execute(found.offset(first).limit(limit))
    return tuple(Deed(**row) for row in rows.mappings())


def count(connection: Connection, sought: Sought) -> int:
    """Return how many lines are sought."""
    return int(
        connection.scalar(select(func.count()).select_from(DEEDS).where(*_conditions(sought))) or 0
    )


def _conditions(sought: Sought) -> Iterator[ColumnElement[bool]]:
    if sought.who:
        yield DEEDS.c.who == sought.who
    if sought.what:
        yield DEEDS.c.what == sought.what
    if sought.since is not None:
        yield DEEDS.c.at >= sought.since
    if sought.until is not None:
        yield DEEDS.c.at < sought.until
