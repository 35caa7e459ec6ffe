"""The way of pages to the database: they never wait for one that does not answer."""

import logging
from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, TypeVar

from searcher.errors import CountersUnavailable

if TYPE_CHECKING:
    from searcher.counters.store import Store

Answer = TypeVar("Answer")

_PAUSE = 10.0
"""Seconds in which no page asks again after a question was not answered; then one page tries."""

_log = logging.getLogger(__name__)


class Door:
    """Opens the store when it is first needed. Safe to share between threads."""

    def __init__(self, url: str, clock: Callable[[], float]) -> None:
        """Lead to the database of this address; without one nothing is asked and nothing answered."""
        self._url, self._clock = url, clock
        self._lock = Lock()
        self._store: Store | None = None
        self._shut_until: float | None = None
        self.is_postponed = False
        """Whether nobody is to open the store yet."""

    def postpone(self) -> None:
        """Answer no page before somebody has begun to open the store."""
        self.is_postponed = True

    def store(self) -> "Store":
        """Return the store; raises SettingsError for an address that names no database."""
        self.is_postponed = False
        with self._lock:
            if self._store is None:
                from searcher.counters.store import Store  # half a second: not for who never counts

                self._store = Store(self._url)
            return self._store

    def ask(self, question: Callable[["Store"], Answer]) -> Answer | None:
        """Return the answer for a page; None while the database is away, or where there is none."""
        if not self._url or self.is_postponed or not self._may_ask():
            return None
        try:
            answer = question(self.store())
        except CountersUnavailable as error:
            _log.error("%s Pages go on without its figures.", error)
            self._shut_until = self._clock() + _PAUSE
            return None
        self._shut_until = None
        return answer

    def close(self) -> None:
        """Close the connections."""
        with self._lock:
            if self._store is not None:
                self._store.close()

    def _may_ask(self) -> bool:
        """Tell whether to knock; of all who wait behind a shut door the first one tries."""
        with self._lock:
            until = self._shut_until
            if until is None:
                return True
            if self._clock() < until:
                return False
            self._shut_until = self._clock() + _PAUSE
            return True
