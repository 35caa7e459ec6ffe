"""Logins that got half way: the password was right, the second factor is owed. Of their tokens only hashes are kept."""

import secrets
from hashlib import sha256

from sqlalchemy import Connection, RowMapping, delete, insert, select

from searcher.counters.people.tables import HALVES
from searcher.model.people import Wanted

_BYTES = 32
_SPAN = 600.0
"""Seconds that half a login holds: enough to find the telephone, and to set up an app."""


def _hash(token: str) -> str:
    return sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def begin(connection: Connection, user: str, wanted: Wanted, secret: str | None, now: float) -> str:
    """Note half a login and return its token; those that are too old go."""
    connection.execute(delete(HALVES).where(HALVES.c.made <= now - _SPAN))
    token = secrets.token_urlsafe(_BYTES)
    told = {"token": _hash(token), "user": user, "wanted": wanted.value, "secret": secret}
    connection.execute(insert(HALVES), told | {"made": now})
    return token


def found(connection: Connection, token: str, wanted: Wanted, now: float) -> RowMapping | None:
    """Return the half of a token that wants this; None where there is none, or none any more."""
    row = connection.execute(select(HALVES).where(HALVES.c.token == _hash(token))).mappings()
    half = row.first()
    is_good = half is not None and half["wanted"] == wanted and now - half["made"] < _SPAN
    return half if is_good else None


def end(connection: Connection, token: str) -> bool:
    """End one half; tell whether there was one."""
    return bool(connection.execute(delete(HALVES).where(HALVES.c.token == _hash(token))).rowcount)


def end_all(connection: Connection, user: str) -> None:
    """End every half of a user."""
    connection.execute(delete(HALVES).where(HALVES.c.user == user))
