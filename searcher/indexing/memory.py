"""How much memory a run takes: all its processes together, looked at again and again while it goes on."""

import os
import resource
import sys
from contextlib import AbstractContextManager
from pathlib import Path
from threading import Event, Thread
from types import TracebackType
from typing import Self

EVERY = 1.0
"""Seconds between two looks."""
PROC = Path("/proc")


class Peak(AbstractContextManager["Peak"]):
    """The most memory that this process and all below it held at once, as far as looks from time to time can tell.

    What processes share is counted once: the proportional set size (PSS) of Linux. Elsewhere, and for runs too short
    for a look, it is the most that this process held and the largest of its workers, which ended before.
    """

    def __init__(self) -> None:
        self._seen = 0
        self._ended = Event()
        self._thread = Thread(target=self._watch, name="memory", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._ended.set()
        self._thread.join()

    @property
    def bytes(self) -> int:
        """What was seen so far."""
        return self._seen or _most()

    def _watch(self) -> None:
        while not self._ended.wait(EVERY):
            self._seen = max(self._seen, held_bytes(os.getpid()))


def _most() -> int:
    """Return the bytes that this process held at most (or its parent when it was started) and its largest worker."""
    unit = 1 if sys.platform == "darwin" else 1024
    whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(one).ru_maxrss for one in whose) * unit


def held_bytes(process: int) -> int:
    """Return the memory of a process and all below it, what they share counted once; 0 where nobody tells."""
    return sum(map(_held, _family(process)))


def _family(process: int) -> list[int]:
    """Return a process and all below it."""
    below: dict[int, list[int]] = {}
    for path in PROC.glob("[0-9]*"):
        below.setdefault(_parent(path), []).append(int(path.name))
    found = [process]
    for one in found:
        found.extend(below.get(one, ()))
    return found


def _parent(path: Path) -> int:
    try:
        return int((path / "stat").read_text().rpartition(")")[2].split()[1])
    except (OSError, ValueError, IndexError):  # it has just ended
        return 0


def _held(process: int) -> int:
    try:
        lines = (PROC / str(process) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    sizes = (int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return sum(sizes) * 1024
