"""One writer at a time, by a lock that dies with its owner."""

import fcntl
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import searcher.disk as disk
from searcher.errors import IndexLocked

LOCK = "LOCK"
_NOTE = re.compile(rb"pid (\d+), (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)\n")
_HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
_LOOKS = 20
"""Looks at the note of a holder that is not alive: one that has just taken the lock has not said so yet."""
_BETWEEN = 0.02
"""Seconds between two looks."""


@contextmanager
def writer_lock(folder: Path) -> Iterator[None]:
    """Hold the writer's lock of an index; raises IndexLocked, saying who holds it since when.

    The kernel gives a flock back when its process ends, however it ends, so no lock is ever stale.
    """
    disk.make_folder(folder, parents=True, exist_ok=True)
    descriptor = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        _acquire(descriptor, folder)
        yield
    finally:
        os.close(descriptor)


def _acquire(descriptor: int, folder: Path) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise _locked(folder, *_holder(descriptor)) from error
    note = f"pid {os.getpid()}, {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\n"
    disk.note(descriptor, folder / LOCK, note.encode())


def _holder(descriptor: int) -> tuple[int | None, datetime | None]:
    """Return who holds the lock since when, None where that is not said."""
    found: tuple[int | None, datetime | None] = (None, None)
    for _ in range(_LOOKS):
        if said := _NOTE.fullmatch(os.pread(descriptor, 200, 0)):
            found = int(said[1]), datetime.fromisoformat(said[2].decode())
            if _is_alive(int(said[1])):
                break
        time.sleep(_BETWEEN)
    return found


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:  # of another user
        return True
    return True


def _locked(folder: Path, pid: int | None, since: datetime | None) -> IndexLocked:
    """Return the error that says who is at work, in the local time of the newsroom."""
    when = since.astimezone(_HANOI) if since else None
    return IndexLocked(
        f"Chỉ mục {folder} đang được ghi bởi tiến trình {pid or '?'}"
        + (f" từ {when:%H:%M:%S ngày %d/%m/%Y}." if when else " từ lúc không rõ."),
        f"The index {folder} is being written by process {pid or '?'} (pid {pid or '?'})"
        + (f" since {when.isoformat()}." if when else " since an unknown moment."),
        path=str(folder),
        pid=pid,
        since=when.isoformat() if when else None,
    )
