"""What processes cost: the processor's time of this one with all that it started, memory, and the load around them."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


def family() -> float:
    """Return the processor's seconds of this process and of all that it started, also of those that ended."""
    children = _children()
    waiting, total = [os.getpid()], 0.0
    while waiting:
        pid = waiting.pop()
        total += _spent(pid, 4)
        waiting += children.get(pid, [])
    return total


def alone(pid: int) -> float:
    """Return the processor's seconds of one process so far."""
    return _spent(pid, 2)


def resident(pid: int) -> int:
    """Return the bytes of memory that a process has."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:"))


def _children() -> dict[int, list[int]]:
    """Return the running processes by the one that started them."""
    found: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and (fields := _fields(int(entry.name))):
            found.setdefault(int(fields[1]), []).append(int(entry.name))
    return found


def _spent(pid: int, columns: int) -> float:
    """Return fields 14 and 15 of proc_pid_stat(5), and with four columns 16 and 17: of children that were waited for."""
    return sum(map(int, _fields(pid)[11 : 11 + columns])) / TICKS


def _fields(pid: int) -> list[str]:
    """Return the fields from the third on, none of a process that has ended."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


class Lock:
    """A file by which measurements on one machine take turns: shared while building, held alone while asking."""

    def __init__(self, path: Path | None, patience: float) -> None:
        self._patience = patience
        self._file = path.open("a") if path else None
        self._take(fcntl.LOCK_SH)

    def _take(self, how: int) -> bool:
        try:
            if self._file:
                fcntl.flock(self._file, how)
        except BlockingIOError:
            return False
        return True

    @contextmanager
    def alone(self) -> Iterator[bool]:
        """Wait until nobody else works, and keep it so; yield whether it is: others may never pause."""
        ends = time.monotonic() + self._patience
        while not (got := self._take(fcntl.LOCK_EX | fcntl.LOCK_NB)) and time.monotonic() < ends:
            time.sleep(0.5)
        try:
            yield got and self._file is not None
        finally:
            self._take(fcntl.LOCK_SH)
