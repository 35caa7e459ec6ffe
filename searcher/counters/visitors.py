"""Who was here before, without knowing who.

A visitor is a keyed hash (BLAKE2b, RFC 7693) of address and browser. The key is random, never leaves the memory of
the site's processes, and is thrown away with all hashes when the day ends; neither addresses nor browsers nor
hashes are written anywhere. The price: two people with the same browser behind one address are one.
"""

from collections.abc import Callable
from datetime import date
from hashlib import blake2b

from searcher.counters.memory import ONLINE, PAUSE, Alone, Memory
from searcher.model.counted import Visitor

__all__ = ["ONLINE", "PAUSE", "Visitors"]


class Visitors:
    """Tells a first time from a reload; safe to share between threads, and between processes that share a memory.

    `today` returns the day it is, `clock` the seconds since 1970; neither may go backwards much.
    """

    def __init__(
        self, clock: Callable[[], float], today: Callable[[], date], memory: Memory | None = None
    ) -> None:
        self._clock, self._today = clock, today
        self.memory = memory or Alone()

    def arrives(self, visitor: Visitor) -> bool:
        """Notice that a visitor opens a page; tell whether a visit begins with it."""
        with self.memory.held():
            key, now = self._hash(visitor), self._clock()
            self.memory.online.renew(key, now)
            return not self.memory.visits.renew(key, now)

    def begins(self, visitor: Visitor, deed: str) -> bool:
        """Tell whether the visitor does this for the first time in half an hour."""
        with self.memory.held():
            key = self._hash(visitor, deed)  # first: it may begin a day, with other tables
            return self.memory.deeds.add(key, self._clock())

    def online(self) -> int:
        """Return the number of different visitors of the last minutes, of all processes that share the memory."""
        with self.memory.held():
            return self.memory.online.count(self._clock())

    def told(self) -> int:
        """Return the visitors that this process tells the database: of several one tells of all."""
        with self.memory.held():
            return self.memory.told(self._clock())

    def _hash(self, visitor: Visitor, deed: str = "") -> int:
        salt = self.memory.salt(self._today())
        told = "\0".join((visitor.address, visitor.agent, deed)).encode("utf-8", "surrogatepass")
        return int.from_bytes(blake2b(told, key=salt, digest_size=8).digest())
