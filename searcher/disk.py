"""The one way in which an index is written: files, names and folders, made, kept and taken away.

Everything that changes an index on disk passes through here, one call for each call of the system, so that
a test can let any of them fail (`troubled`) and see that readers never notice.
"""

import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

Trouble = Callable[[str, Path, int], int]
"""Asked before each call: what (open, write, sync, rename, remove, folder, link), where, how many bytes.

Returns how many bytes a write may write: a system may take fewer than it was given. Raises OSError for a
call that fails.
"""

_BUFFER = 1 << 17


def _granted(_what: str, _path: Path, size: int) -> int:
    return size


_asked: list[Trouble] = [_granted]


@contextmanager
def troubled(trouble: Trouble) -> Iterator[None]:
    """Ask `trouble` before each call from now on, in all threads of this process; for tests."""
    _asked.append(trouble)
    try:
        yield
    finally:
        _asked.pop()


def _ask(what: str, path: Path, size: int = 0) -> int:
    return _asked[-1](what, path, size)


class _Written(io.FileIO):
    """A file that asks before each of its writes; what is buffered above it writes what was left over."""

    def __init__(self, path: Path) -> None:
        _ask("open", path)
        super().__init__(path, "w")
        self._path = path

    def write(self, content: object, /) -> int:
        """Write some of the bytes and return how many."""
        view = memoryview(content).cast("B")  # type: ignore[arg-type]
        return super().write(view[: _ask("write", self._path, len(view))]) or 0


def create(path: Path) -> io.BufferedWriter:
    """Open an empty file to write bytes to."""
    return io.BufferedWriter(_Written(path), _BUFFER)


def settle(file: IO[bytes], path: Path) -> None:
    """Make what was written to a file durable."""
    file.flush()
    _ask("sync", path)
    os.fsync(file.fileno())


def sync(path: Path) -> None:
    """Make the content of a file durable, or the names in a folder."""
    handle = os.open(path, os.O_RDONLY)
    try:
        _ask("sync", path)
        os.fsync(handle)
    finally:
        os.close(handle)


def rename(old: Path, new: Path) -> None:
    """Put a file in the place of another, at once."""
    _ask("rename", new)
    old.replace(new)


def link(old: Path, new: Path) -> None:
    """Give a file a second name."""
    _ask("link", new)
    os.link(old, new)


def remove(path: Path, *, missing_ok: bool = False) -> None:
    """Take a file away."""
    _ask("remove", path)
    path.unlink(missing_ok=missing_ok)


def make_folder(path: Path, *, parents: bool = False, exist_ok: bool = False) -> None:
    """Make a folder."""
    _ask("folder", path)
    path.mkdir(parents=parents, exist_ok=exist_ok)


def remove_tree(folder: Path) -> None:
    """Take a folder away with all below it, file by file."""
    for root, folders, names in os.walk(folder, topdown=False):
        for name in names:
            remove(Path(root) / name)
        for name in folders:
            _remove_folder(Path(root) / name)
    _remove_folder(folder)


def _remove_folder(path: Path) -> None:
    _ask("remove", path)
    if path.is_symlink():
        path.unlink()
    else:
        path.rmdir()


def note(descriptor: int, path: Path, content: bytes) -> None:
    """Replace what a small open file says; it may be half there after a crash."""
    _ask("write", path, len(content))
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, content, 0)
