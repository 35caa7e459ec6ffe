"""What one process remembers of its visitors; `crowd` has what several remember together."""

import secrets
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from threading import Lock
from typing import Protocol

from searcher.counters.recent import Recent

PAUSE = 30 * 60.0
"""Seconds: who comes back sooner still makes the same visit, and reads the same article once."""
ONLINE = 5 * 60.0
"""Seconds for which a visitor counts as being here."""
SALT = 32
"""Bytes of the key of a day."""
_MOST = 100_000
"""Visitors, and things they did, that are remembered: about 12 MB each. Older ones are forgotten."""


class Keys(Protocol):
    """Keys that were seen a short while ago."""

    def add(self, key: int, now: float) -> bool:
        """Remember a key; False for one that is remembered already, and is left as it is."""

    def renew(self, key: int, now: float) -> bool:
        """Remember a key, again if need be; tell whether it was remembered already."""

    def count(self, now: float) -> int:
        """Return how many keys are remembered."""


class Memory(Protocol):
    """Visitors of a day. Everything but `held` is for who holds it."""

    group: str
    """What the names of the processes begin with that share it; empty for one alone."""

    @property
    def online(self) -> Keys:
        """Who is here."""

    @property
    def visits(self) -> Keys:
        """Whose visit goes on."""

    @property
    def deeds(self) -> Keys:
        """Who just did what."""

    def held(self) -> AbstractContextManager[None]:
        """Keep everybody else out."""

    def salt(self, today: date) -> bytes:
        """Return the key of the day; with a new one everything of the day before is forgotten."""

    def told(self, now: float) -> int:
        """Return the visitors that this process tells the database."""


class Alone:
    """The memory of one process."""

    group = ""

    def __init__(self) -> None:
        self._lock = Lock()
        self._day: date | None = None
        self._forget()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other threads out."""
        with self._lock:
            yield

    def salt(self, today: date) -> bytes:
        """Return the key of the day; with a new one everything of the day before is forgotten."""
        if today != self._day:
            self._day = today
            self._forget()
        return self._salt

    def told(self, now: float) -> int:
        """Return the visitors who are here: nobody else tells of them."""
        return self.online.count(now)

    def _forget(self) -> None:
        self._salt = secrets.token_bytes(SALT)
        self.online = Recent(ONLINE, _MOST)
        self.visits = Recent(PAUSE, _MOST)
        self.deeds = Recent(PAUSE, _MOST)
