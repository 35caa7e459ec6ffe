"""Who must wait after wrong passwords: one name, and one address, each longer with every failure.

An attempt is counted before its password is looked at, and taken back where that was right: however many
come at once, no more of them are looked at than may fail.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import IPv6Address, ip_address

from sqlalchemy import Connection, delete, select, update

from searcher.counters.people.tables import FAILURES
from searcher.counters.upserts import add
from searcher.errors import TooManyFailures

_FORGOTTEN = 24 * 3600.0
"""Seconds after the last failure when all of them are forgotten."""
_DOUBLINGS = 20
"""Doublings beyond which a wait is the longest in any case."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """How often `key` may fail before it waits: `wait` seconds, doubled each time, at most `longest`."""

    key: str
    free: int
    wait: int
    longest: int


def name_key(name: str) -> str:
    """Return what stands for a name that was typed: who types a password there must not read it here."""
    return f"name:{sha256(name.encode('utf-8', 'surrogatepass')).hexdigest()}"


def address_key(address: str) -> str:
    """Return what stands for an address; in IPv6 one customer has 2**64 of them."""
    try:
        found = ip_address(address)
    except ValueError:
        return f"address:{address[:40]}"
    if isinstance(found, IPv6Address) and not found.ipv4_mapped:
        return f"address:{IPv6Address(int(found) >> 64 << 64)}/64"
    return f"address:{getattr(found, 'ipv4_mapped', None) or found}"


def attempt(connection: Connection, limits: Sequence[Limit], now: float) -> None:
    """Count an attempt as failed; raises TooManyFailures where one of the keys must wait."""
    connection.execute(delete(FAILURES).where(FAILURES.c.seen < now - _FORGOTTEN))
    for limit in sorted(limits, key=lambda one: one.key):  # everybody in one order: no deadlock
        add(connection, FAILURES, [{"key": limit.key, "count": 1, "until": None, "seen": now}])
        count, until = connection.execute(
            select(FAILURES.c.count, FAILURES.c.until).where(FAILURES.c.key == limit.key)
        ).one()
        if until is not None and until > now:
            raise must_wait(until - now)
        if count >= limit.free:
            _set(connection, limit.key, count, now + _wait(limit, count))


def _wait(limit: Limit, count: int) -> float:
    return float(min(limit.longest, limit.wait * 2 ** min(count - limit.free, _DOUBLINGS)))


def _set(connection: Connection, key: str, count: int, until: float | None) -> None:
    changed = update(FAILURES).where(FAILURES.c.key == key).values(count=count, until=until)
    connection.execute(changed)


def forget(connection: Connection, key: str) -> None:
    """Forget all failures of a key."""
    connection.execute(delete(FAILURES).where(FAILURES.c.key == key))


def take_back(connection: Connection, *limits: Limit) -> None:
    """Take one failure of each back: the attempt was none. Those before it stay."""
    for limit in sorted(limits, key=lambda one: one.key):
        is_it = FAILURES.c.key == limit.key
        count = connection.scalar(select(FAILURES.c.count).where(is_it)) or 0
        if count <= 1:
            forget(connection, limit.key)
        else:
            _set(connection, limit.key, count - 1, None)


def locked_until(connection: Connection, names: Sequence[str], now: float) -> dict[str, float]:
    """Return until when each of the users must wait who must."""
    keys = {name_key(name): name for name in names}
    found = select(FAILURES.c.key, FAILURES.c.until).where(FAILURES.c.until > now)
    return {keys[key]: until for key, until in connection.execute(found) if key in keys}


def must_wait(seconds: float) -> TooManyFailures:
    """Return the error for who must wait so long."""
    whole = max(1, round(seconds + 0.5))
    minutes = -(-whole // 60)
    return TooManyFailures(
        f"Sai quá nhiều lần; xin thử lại sau {minutes} phút.",
        f"Too many wrong attempts; please try again in {minutes} min.",
        seconds=whole,
    )
