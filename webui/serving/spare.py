"""Memory that a server needs no more goes back to the system: glibc would keep it for each thread.

Every thread of glibc has an arena of its own, and an arena keeps what large arrays left behind: after hours and some
generations a process held four times what it uses. See mallopt(3) and malloc_trim(3). A generation that was replaced
is part of cycles: the collector, which seldom looks at what is old, is asked for it.
"""

import ctypes
import gc
import time
from collections.abc import Callable
from contextlib import suppress

from searcher import ArchiveError

_ARENA_MAX, _ARENAS = -8, 2
"""The number of mallopt(3) that bounds the arenas, and how many there may be."""
_PAUSE = 20.0
"""Seconds from one giving back to the next: it takes milliseconds."""


class Spare:
    """Gives back, now and then, what is free; does nothing under another C library."""

    def __init__(
        self,
        generation: Callable[[], str] = lambda: "",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Bound the arenas of this process, which shows a `generation`; to be made before threads that allocate."""
        self._clock, self._given = clock, clock()
        self._generation, self._shown = generation, ""
        library = ctypes.CDLL(None)
        self._trim: Callable[[int], int] | None = getattr(library, "malloc_trim", None)
        if self._trim is not None:
            library.mallopt(_ARENA_MAX, _ARENAS)

    def beat(self) -> None:
        """Give back what is free, if that was not done lately."""
        now = self._clock()
        if now - self._given >= _PAUSE:
            self._given = now
            self._collect()
            if self._trim is not None:
                self._trim(0)

    def _collect(self) -> None:
        """Let go of the generation before, once there is another one."""
        with suppress(ArchiveError):
            shown, self._shown = self._shown, self._generation()
            if self._shown != shown:
                gc.collect()
