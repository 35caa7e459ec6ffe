"""The second factors of users, and their recovery codes; each code is taken once."""

from collections.abc import Sequence

from sqlalchemy import Connection, and_, delete, func, insert, select, update

from searcher.counters.people.codes import CODE, RECOVERED, recovery_hash, step_of
from searcher.counters.people.tables import FACTORS, RECOVERY


def has(connection: Connection, user: str) -> bool:
    """Tell whether a user has a second factor."""
    return connection.scalar(select(FACTORS.c.made).where(FACTORS.c.user == user)) is not None


def told(connection: Connection) -> dict[str, tuple[float, int]]:
    """Return since when each user has a second factor who has one, and how many recovery codes are left."""
    left = dict(_pairs(connection))
    rows = connection.execute(select(FACTORS.c.user, FACTORS.c.made))
    return {user: (made, left.get(user, 0)) for user, made in rows}


def _pairs(connection: Connection) -> Sequence[tuple[str, int]]:
    counted = select(RECOVERY.c.user, func.count()).group_by(RECOVERY.c.user)
    return [(user, int(count)) for user, count in connection.execute(counted)]


def put(
    connection: Connection, user: str, secret: str, step: int, now: float, kept: Sequence[str]
) -> None:
    """Give a user this second factor, of which codes after the `step` are good, and what is `kept` of recovery codes."""
    drop(connection, user)
    told = {"user": user, "secret": secret, "step": step, "made": now}
    connection.execute(insert(FACTORS), told)
    connection.execute(insert(RECOVERY), [{"hash": one, "user": user} for one in kept])


def drop(connection: Connection, user: str) -> bool:
    """Take a user's second factor away; tell whether there was one."""
    connection.execute(delete(RECOVERY).where(RECOVERY.c.user == user))
    return bool(connection.execute(delete(FACTORS).where(FACTORS.c.user == user)).rowcount)


def accept(connection: Connection, user: str, typed: str, now: float) -> str | None:
    """Take a code, for the first and last time, and return its kind; None for one that is not good, or not any more."""
    if _accept_code(connection, user, typed, now):
        return CODE
    return RECOVERED if _accept_recovery(connection, user, typed) else None


def _accept_code(connection: Connection, user: str, typed: str, now: float) -> bool:
    secret = connection.scalar(select(FACTORS.c.secret).where(FACTORS.c.user == user))
    step = step_of(secret, typed, now) if secret else None
    if step is None:
        return False
    is_later = and_(FACTORS.c.user == user, FACTORS.c.step < step)
    return bool(connection.execute(update(FACTORS).where(is_later).values(step=step)).rowcount)


def _accept_recovery(connection: Connection, user: str, typed: str) -> bool:
    is_it = and_(RECOVERY.c.user == user, RECOVERY.c.hash == (recovery_hash(typed) or ""))
    return bool(connection.execute(delete(RECOVERY).where(is_it)).rowcount)
