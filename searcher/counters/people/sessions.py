"""Who is logged in. A token is 256 random bits that only the browser has; what is kept of it is a hash.

A token is replaced by another one now and then. The one before stays good for a minute: a browser asks for
several things at once, and an answer may be lost.
"""

import secrets
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy import (
    ColumnElement,
    Connection,
    RowMapping,
    and_,
    delete,
    insert,
    or_,
    select,
    update,
)

from searcher.counters.people.tables import LONGEST_ADDRESS, LONGEST_AGENT, SESSIONS
from searcher.model.people import Origin, Session

_BYTES = 32
_GRACE = 60.0
"""Seconds for which the token before the last one is good."""
_NOTED = 60.0
"""Seconds after which it is written again that a session was seen."""
MOST = 50
"""Sessions of one user; the oldest ends where there are more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spans:
    """Seconds: without a request, since the login, and since the token was made."""

    idle: float
    longest: float
    rotate: float


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def begin(connection: Connection, user: str, origin: Origin, now: float) -> str:
    """Begin a session and return its token; sessions beyond `MOST` of the user end."""
    token = secrets.token_urlsafe(_BYTES)
    told = {
        "number": secrets.token_hex(8),
        "user": user,
        "token": _hash(token),
        "made": now,
        "seen": now,
        "turned": now,
        "address": origin.address[:LONGEST_ADDRESS],
        "agent": origin.agent[:LONGEST_AGENT],
    }
    connection.execute(insert(SESSIONS), told)
    _end_oldest(connection, user)
    return token


def _end_oldest(connection: Connection, user: str) -> None:
    numbers = select(SESSIONS.c.number).where(SESSIONS.c.user == user)
    newest = numbers.order_by(SESSIONS.c.seen.desc(), SESSIONS.c.number)
    for number in connection.scalars(newest.offset(MOST).limit(MOST)).all():
        end(connection, user, number)


def sighted(
    connection: Connection, token: str, spans: Spans, now: float
) -> tuple[Session, bool, bool] | None:
    """Return the session of a token, whether it should be noted as seen, and whether it wants another token.

    None for a token that is not good, or not any more.
    """
    row = connection.execute(select(SESSIONS).where(_of(token, now))).mappings().first()
    if row is None or now - row["seen"] > spans.idle or now - row["made"] > spans.longest:
        return None
    is_newest = row["token"] == _hash(token)
    wants = is_newest and now - row["turned"] >= spans.rotate
    return _session(row), now - row["seen"] >= _NOTED, wants


def _of(token: str, now: float) -> ColumnElement[bool]:
    hashed = _hash(token)
    former = and_(SESSIONS.c.former == hashed, SESSIONS.c.turned > now - _GRACE)
    return or_(SESSIONS.c.token == hashed, former)


def note(connection: Connection, number: str, now: float) -> None:
    """Note that a session was seen."""
    connection.execute(update(SESSIONS).where(SESSIONS.c.number == number).values(seen=now))


def turn(connection: Connection, number: str, token: str, now: float) -> str | None:
    """Replace a token and return the new one; None where another request was faster."""
    fresh, hashed = secrets.token_urlsafe(_BYTES), _hash(token)
    is_it = and_(SESSIONS.c.number == number, SESSIONS.c.token == hashed)
    changed = update(SESSIONS).where(is_it)
    values = {"token": _hash(fresh), "former": hashed, "turned": now, "seen": now}
    return fresh if connection.execute(changed.values(**values)).rowcount else None


def listed(connection: Connection, user: str, spans: Spans, now: float) -> tuple[Session, ...]:
    """Return the sessions of a user that hold, the one seen last first; those that do not are cleared away."""
    over = or_(SESSIONS.c.seen < now - spans.idle, SESSIONS.c.made < now - spans.longest)
    connection.execute(delete(SESSIONS).where(over))
    found = select(SESSIONS).where(SESSIONS.c.user == user).order_by(SESSIONS.c.seen.desc())
    return tuple(_session(row) for row in connection.execute(found).mappings())


def _session(row: RowMapping) -> Session:
    origin = Origin(address=row["address"], agent=row["agent"])
    return Session(
        number=row["number"], user=row["user"], made=row["made"], seen=row["seen"], origin=origin
    )


def end(connection: Connection, user: str, number: str) -> bool:
    """End one session of a user; tell whether there was one."""
    mine = and_(SESSIONS.c.user == user, SESSIONS.c.number == number)
    return bool(connection.execute(delete(SESSIONS).where(mine)).rowcount)


def end_all(connection: Connection, user: str, besides: str = "") -> int:
    """End the sessions of a user, without the one named; return how many there were."""
    mine = and_(SESSIONS.c.user == user, SESSIONS.c.number != besides)
    return int(connection.execute(delete(SESSIONS).where(mine)).rowcount)
