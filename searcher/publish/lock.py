"""One writer at a time, by a lock that dies with its owner."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from searcher.errors import IndexLocked

LOCK = "LOCK"


@contextmanager
def writer_lock(folder: Path) -> Iterator[None]:
    """Hold the writer's lock of an index; raises IndexLocked, saying who holds it since when.

    The kernel gives a flock back when its process ends, however it ends, so no lock is ever stale.
    """
    folder.mkdir(parents=True, exist_ok=True)
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
        holder = os.pread(descriptor, 200, 0).decode(errors="replace").strip() or "?"
        raise IndexLocked(
            f"Chỉ mục {folder} đang được ghi bởi một tiến trình khác ({holder}).",
            f"The index {folder} is being written by another process ({holder}).",
            path=str(folder),
            holder=holder,
        ) from error
    os.ftruncate(descriptor, 0)
    os.pwrite(
        descriptor, f"pid {os.getpid()}, {datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}\n".encode(), 0
    )
