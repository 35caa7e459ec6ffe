"""A folder: every file below it that some source can read."""

import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from searcher.model import Place, Skipped
from searcher.sources.base import (
    INSIDE,
    Pages,
    Source,
    empty,
    not_a_file,
    seen_before,
    shown,
    unreadable,
)

Identity = tuple[int, int]
"""Device and inode: the same folder whatever its name."""


@dataclass(frozen=True, slots=True)
class Folder:
    """All pages below `path`, files in the order of the bytes of their relative paths.

    Hidden files and folders (`.name`) and files that nobody reads (a README, a picture) are no part
    of the place. A folder is entered once, however
    many links lead to it, so no loop of links is followed. Memory grows with the names in one
    folder, not with what the files hold.
    """

    path: str
    open_file: Callable[[str], Source | None]

    def pages(self, after: Place | None = None) -> Pages:
        """Yield the pages of every file, and a Skipped for each file or folder that gives none.

        Files before the place of `after` are not opened.
        """
        if after is None or not self._has(after):
            return self._read(None)
        return self._read(after)

    def _read(self, after: Place | None) -> Pages:
        found = after is not None
        for page in self._walk(after):
            found = True
            yield page
        if not found:
            yield empty(_place(self.path))

    def _has(self, after: Place) -> bool:
        """Say whether the file of a place is still there."""
        return Path(after.path.partition(INSIDE)[0]).exists()

    def _walk(self, after: Place | None) -> Pages:
        for path, reason in self._found():
            if after is None:
                yield from [reason] if reason else self._file(path, None)
            elif _holds(path, after):
                yield from () if reason else self._file(path, after)
                after = None

    def _found(self) -> Iterator[tuple[str, Skipped | None]]:
        """Yield every file in order, or why a path is none that can be read."""
        entered: set[Identity] = set()
        waiting = [self.path]
        while waiting:
            path = waiting.pop()
            try:
                status = Path(path).stat()
                if stat.S_ISDIR(status.st_mode):
                    waiting.extend(reversed(_enter(path, status, entered)))
                    continue
            except _LoopError:
                yield path, seen_before(_place(path))
            except OSError as error:
                yield path, unreadable(_place(path), error)
            else:
                regular = stat.S_ISREG(status.st_mode)
                yield path, None if regular else not_a_file(_place(path))

    def _file(self, path: str, after: Place | None) -> Pages:
        source = self.open_file(path)
        yield from source.pages(after) if source else ()


class _LoopError(Exception):
    """The folder was entered before."""


def _enter(path: str, status: os.stat_result, entered: set[Identity]) -> list[str]:
    """Return the paths in a folder in walking order, and remember it; _LoopError if it is known."""
    identity = (status.st_dev, status.st_ino)
    if identity in entered:
        raise _LoopError
    entered.add(identity)
    with os.scandir(path) as entries:
        visible = [entry for entry in entries if not entry.name.startswith(".")]
    return [entry.path for entry in sorted(visible, key=_order)]


def _order(entry: os.DirEntry[str]) -> bytes:
    """Sort folders as if they ended in `/`: then the walk has the order of whole relative paths."""
    name = os.fsencode(entry.name)
    try:
        return name + b"/" if entry.is_dir() else name
    except OSError:
        return name


def _holds(path: str, place: Place) -> bool:
    """Say whether a place is the file at `path`, a line of it, or a member of the archive there."""
    name = shown(path)
    return place.path == name or place.path.startswith(f"{name}{INSIDE}")


def _place(path: str) -> Place:
    return Place(path=shown(path))
