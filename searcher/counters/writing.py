"""The one thread of a process that writes what was counted."""

import logging
import os
import secrets
import threading
from collections.abc import Callable, Iterator
from typing import Protocol

from searcher.counters.batch import Batch
from searcher.counters.sums import Sums
from searcher.counters.tally import Tally
from searcher.errors import TimTinError

INTERVAL = 0.5
"""Seconds from one writing to the next: what a killed process may lose, and the time of one writing."""
REPORTED = 20.0
"""Seconds after which a process says again how many visitors it has, even if nothing else happened."""
_LAST_WORDS = 10.0
"""Seconds that a stop may wait for the last writing."""

_log = logging.getLogger(__name__)


class Keeper(Protocol):
    """What a batch is given to: the store, once somebody opened it."""

    def write(self, batch: Batch) -> None:
        """Keep the batch, or raise CountersUnavailable."""


class Writer:
    """Writes what was counted twice a second; a count costs its caller a microsecond.

    While the database is away counts wait, at most `MOST_WAITING` rows of them, and the log says so
    once. The thread starts with the first count, so that a server may fork before.
    """

    def __init__(
        self,
        keeper: Callable[[], Keeper],
        tally: Tally,
        online: Callable[[], int],
        clock: Callable[[], float],
    ) -> None:
        """Write the `tally` to the `keeper`, with the number of visitors that this process tells of (`online`)."""
        self._keeper, self._tally, self._online, self._clock = keeper, tally, online, clock
        self._starting = threading.Lock()
        self._writing = threading.Lock()  # of a writing: whoever flushes, the thread or a stop
        self._reported: tuple[int, float] | None = None
        self._failing = False
        self._thread: threading.Thread | None = None
        self._stopping = threading.Event()
        self.name = ""
        self.group = ""
        """What the names of the processes begin with that tell of the same visitors."""

    def start(self) -> None:
        """Start the thread, under a name that no other process has; it opens the database at once."""
        if self._thread is None:
            with self._starting:
                self._start()

    def flush(self) -> bool:
        """Write what waits; False where the database did not take it, then it goes on waiting."""
        with self._writing:  # twice: what failed before is a batch of its own
            return all(batch is None or self._written(batch) for batch in self._next_batches())

    def close(self) -> None:
        """Write what waits and end the thread. What counts afterwards starts another one."""
        thread, self._thread = self._thread, None
        self._stopping.set()
        if thread is not None and thread is not threading.current_thread():
            thread.join(_LAST_WORDS)
        lost = 0 if self.flush() else self._tally.rows_waiting()
        if lost:
            _log.error("the counters' database did not come back: %d rows of counts are lost", lost)

    def _start(self) -> None:
        if self._thread is None:
            self.name = self.name or f"{self.group}{os.getpid()}-{secrets.token_hex(8)}"
            self._stopping = stopping = threading.Event()
            self._thread = threading.Thread(
                target=self._write_on, args=(stopping,), name="counters", daemon=True
            )
            self._thread.start()

    def _write_on(self, stopping: threading.Event) -> None:
        self.flush()  # loads the library, which takes longer than what a killed process may lose
        while not stopping.wait(INTERVAL):
            self.flush()

    def _next_batches(self) -> Iterator[Batch | None]:
        yield self._next_batch()
        yield self._next_batch()

    def _next_batch(self) -> Batch | None:
        online = self._online()

        def make(number: int, sums: Sums) -> Batch:
            """Return what waited as a batch of this process."""
            return Batch(
                writer=self.name, number=number, sums=sums, online=online, at=self._clock()
            )

        return self._tally.batch(make, even_empty=self._has_news(online))

    def _has_news(self, online: int) -> bool:
        """Tell whether there is more to say than counts: a greeting, or that visitors came or went."""
        if self._reported is None:
            return self._thread is not None
        told, at = self._reported
        return online != told or (online > 0 and self._clock() - at >= REPORTED)

    def _written(self, batch: Batch) -> bool:
        try:
            self._keeper().write(batch)
        except (
            Exception
        ) as error:  # whatever it is: a thread that ends would lose every later count
            self._complain(error)
            return False
        self._tally.written(batch)
        self._reported = (batch.online, batch.at)
        self._relieve(batch)
        return True

    def _complain(self, error: Exception) -> None:
        if not self._failing:
            _log.error("%s Counts wait in memory.", error, exc_info=_unknown(error))
        self._failing = True

    def _relieve(self, batch: Batch) -> None:
        if self._failing:
            _log.warning("the counters' database is back")
        if batch.sums.dropped:
            _log.error("%d counts had no room to wait and are lost", batch.sums.dropped)
        self._failing = False


def _unknown(error: Exception) -> Exception | None:
    """Return an error that is not one of ours, whose trace somebody must see."""
    return None if isinstance(error, TimTinError) else error
