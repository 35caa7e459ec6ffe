"""Visitors that several processes of one site remember together, in memory that they share and nobody else reads.

A master makes it before it splits its workers off. It has no name in any folder and goes with the last process.
What it holds is what one process alone would hold: hashes, the key of the day, and times.
"""

import fcntl
import mmap
import os
import secrets
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from searcher.counters.memory import ONLINE, PAUSE, SALT

_PLACES, _WAYS = 2**17, 8
"""Keys that one table remembers (2 MB), and the places where one of them may stand."""
_ENTRY = 16
_HEAD = 64
_SPANS = (ONLINE, PAUSE, PAUSE)
_SILENT = 3.0
"""Seconds after which another process tells how many are here: the one that did is gone."""
_COUNTED = 1.0
"""Seconds that a number of visitors may be old."""


class SharedRecent:
    """Remembers keys for `span` seconds, as `Recent` does; where a key's places are taken the oldest is forgotten.

    `keys` and `times` (uint64 and float64, seconds since 1970) are views of memory that others write too.
    """

    def __init__(self, keys: NDArray[np.uint64], times: NDArray[np.float64], span: float) -> None:
        self._keys, self._times, self._span = keys, times, span
        self._counted: tuple[float, int] | None = None

    def add(self, key: int, now: float) -> bool:
        """Remember a key from now on; False for one that is remembered already, and is left as it is."""
        place, is_known = self._place(key, now)
        if not is_known:
            self._keys[place], self._times[place] = key, now
        return not is_known

    def renew(self, key: int, now: float) -> bool:
        """Remember a key from now on, again if need be; tell whether it was remembered already."""
        place, is_known = self._place(key, now)
        self._keys[place], self._times[place] = key, now
        return is_known

    def count(self, now: float) -> int:
        """Return the number of keys of the last `span` seconds, as of the last second."""
        if self._counted is None or not 0 <= now - self._counted[0] < _COUNTED:
            self._counted = now, int(np.count_nonzero(self._times > now - self._span))
        return self._counted[1]

    def clear(self) -> None:
        """Forget everything."""
        self._keys[:], self._times[:], self._counted = 0, 0.0, None

    def _place(self, key: int, now: float) -> tuple[int, bool]:
        """Return where a key stands, or may stand, and whether it is remembered."""
        first = key % (_PLACES // _WAYS) * _WAYS
        times = self._times[first : first + _WAYS]
        same = np.flatnonzero(self._keys[first : first + _WAYS] == np.uint64(key))
        place = int(same[0]) if same.size else int(times.argmin())
        return first + place, bool(same.size) and now - float(times[place]) < self._span


class Crowd:
    """What several processes remember together; to be made before they part.

    A process that is killed while it holds the memory lets go of it (a lock of the kernel's, on nothing on disk).
    """

    def __init__(self) -> None:
        """Raise OSError where there is too little memory."""
        self._file = os.memfd_create("timtin-visitors", os.MFD_CLOEXEC)
        os.ftruncate(self._file, _HEAD + len(_SPANS) * _PLACES * _ENTRY)
        weakref.finalize(self, os.close, self._file)
        self._memory = mmap.mmap(self._file, 0)
        self._lock = Lock()
        self.group = f"{secrets.token_hex(8)}."
        self.online, self.visits, self.deeds = (self._table(n) for n in range(len(_SPANS)))

    def _table(self, number: int) -> SharedRecent:
        start = _HEAD + number * _PLACES * _ENTRY
        keys = np.frombuffer(self._memory, np.uint64, _PLACES, start)
        times = np.frombuffer(self._memory, np.float64, _PLACES, start + _PLACES * 8)
        return SharedRecent(keys, times, _SPANS[number])

    @staticmethod
    def is_possible() -> bool:
        """Tell whether the system has memory without a name (Linux has); else each process remembers alone."""
        return hasattr(os, "memfd_create")

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep other threads and processes out."""
        with self._lock:
            fcntl.lockf(self._file, fcntl.LOCK_EX)
            try:
                yield
            finally:
                fcntl.lockf(self._file, fcntl.LOCK_UN)

    def salt(self, today: date) -> bytes:
        """Return the key of the day; with a new one everything of the day before is forgotten."""
        if self._numbers()[0] != today.toordinal():
            self.forget(today)
        return self._memory[_HEAD - SALT : _HEAD]

    def forget(self, day: date) -> None:
        """Begin a day."""
        for table in (self.online, self.visits, self.deeds):
            table.clear()
        self._memory[_HEAD - SALT : _HEAD] = secrets.token_bytes(SALT)
        self._numbers()[0] = day.toordinal()

    def told(self, now: float) -> int:
        """Return the visitors that this process tells the database: all of them, or none where another one does."""
        _, teller, at = self._numbers()
        if teller != os.getpid() and 0 <= now - at < _SILENT:
            return 0
        self._numbers()[1:] = os.getpid(), int(now)
        return self.online.count(now)

    def _numbers(self) -> NDArray[np.int64]:
        """Return the day, who tells how many are here, and when he last did."""
        return np.frombuffer(self._memory, np.int64, 3, 0)
