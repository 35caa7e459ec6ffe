"""Where the requests of each client are counted in memory, for threads that come at once.

The library's own memory starts a thread for each request, to forget what is over; two requests at once may start the
same one twice, which is an error (`threads can only be started once`) and was an answer with status 500.
"""

import time
from contextlib import suppress
from threading import Lock

from flask_limiter import Limiter
from limits.storage import MemoryStorage
from limits.strategies import STRATEGIES

STRATEGY = "sliding-window-counter"
_EVERY = 1.0
"""Seconds from one forgetting to the next."""


class RateMemory(MemoryStorage):
    """The library's memory without threads: now and then a request forgets what is over, one at a time."""

    STORAGE_SCHEME = ["timtin-memory"]  # noqa: RUF012 - the library asks for a list
    ADDRESS = "timtin-memory://"

    def __init__(
        self, uri: str | None = None, wrap_exceptions: bool = False, **options: str
    ) -> None:
        self._forgetting = Lock()
        self._forgot = time.monotonic()
        super().__init__(uri, wrap_exceptions, **options)

    def _MemoryStorage__schedule_expiry(self) -> None:  # noqa: N802 - how Python spells the library's private method
        if time.monotonic() - self._forgot < _EVERY or not self._forgetting.acquire(blocking=False):
            return
        try:
            self._forgot = time.monotonic()
            with suppress(
                KeyError
            ):  # another request forgot it in this moment; the rest goes the next time
                self._MemoryStorage__expire_events()  # type: ignore[attr-defined]
        finally:
            self._forgetting.release()


def remember_steadily(limiter: Limiter) -> None:
    """Let a limiter whose storage is away count in this memory too, not in the library's own."""
    if limiter._fallback_limiter is not None:
        limiter._fallback_storage = memory = RateMemory()
        limiter._fallback_limiter = STRATEGIES[STRATEGY](memory)
