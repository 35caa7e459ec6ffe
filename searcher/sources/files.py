"""What can be opened as bytes: a file on disk, a member of an archive, what came over the network."""

import io
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Protocol

from searcher.model import Place
from searcher.sources.base import shown
from searcher.sources.recoding import Stream
from searcher.sources.unpacking import Count, unpacked, unpacked_stream


class File(Protocol):
    """A name and bytes; unpacked where the name says that they are packed."""

    @property
    def name(self) -> str:
        """The name as it can be printed; its ending tells the kind."""

    def open(self) -> AbstractContextManager[Stream]:
        """Open the bytes from their start; reading raises what `unpacking.FOREIGN` names."""


@dataclass(frozen=True, slots=True)
class DiskFile:
    """The file at `path`; `count` is told of every byte that is read."""

    path: str
    count: Count | None = None

    @property
    def name(self) -> str:
        """The path as it can be printed."""
        return shown(self.path)

    def open(self) -> AbstractContextManager[Stream]:
        """Open it, unpacked."""
        return unpacked(self.path, self.count)


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A stream that can be opened once, or as often as `opener` can be called; packed as its name says."""

    name: str
    opener: Callable[[], io.BufferedIOBase]

    @contextmanager
    def open(self) -> Iterator[Stream]:
        """Open it, unpacked."""
        with self.opener() as packed, unpacked_stream(self.name, packed, packed.tell) as stream:
            yield stream


def content_of(file: File, limit: int) -> bytes:
    """Return the bytes of a file, at most one more than `limit`."""
    with file.open() as stream:
        return stream.read(limit + 1)


def place_of(file: File, line: int | None = None) -> Place:
    """Return the place of a file, or of a line of it."""
    return Place(path=file.name, line=line)
