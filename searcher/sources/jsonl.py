"""JSON Lines: each line of a file or of standard input is a page."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import BinaryIO

from searcher.model import Page, PageKind, Place, Skipped
from searcher.sources.base import Limits, Pages, empty, resumed, too_large, unreadable
from searcher.sources.files import File, place_of
from searcher.sources.reading import Reading
from searcher.sources.recoding import Stream, as_utf8
from searcher.sources.unpacking import FOREIGN

_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class StandardInput:
    """A stream that somebody else opened and will close."""

    stream: BinaryIO
    name: str = "-"

    def open(self) -> AbstractContextManager[Stream]:
        """Give the stream, wherever it stands."""
        return nullcontext(self.stream)


@dataclass(frozen=True, slots=True)
class JsonLines:
    """The records of a file, read line by line; blank lines are nothing and are not counted."""

    file: File
    limits: Limits

    def pages(self, after: Place | None = None) -> Pages:
        """Yield a page per line; a line that is too long is skipped, the rest goes on."""
        return resumed(self._read, after)

    def _read(self) -> Pages:
        line = 0
        found = False
        try:
            with self.file.open() as stream:
                for line, content in enumerate(lines_of(as_utf8(stream), self.limits.line), 1):
                    if content is None or (content := content.strip()):
                        found = True
                        yield self._page(line, content)
        except FOREIGN as error:
            yield unreadable(place_of(self.file, line + 1), error)
            return
        if not found:
            yield empty(place_of(self.file))

    def _page(self, line: int, content: bytes | None) -> Page | Skipped:
        place = place_of(self.file, line)
        if content is None:
            return too_large(place, self.limits.line)
        return Page(kind=PageKind.RECORD, content=content, place=place)


def open_jsonl(file: File, reading: Reading) -> JsonLines:
    """Return the records of a file."""
    return JsonLines(file, reading.limits)


def lines_of(stream: Stream, limit: int) -> Iterator[bytes | None]:
    """Yield each line with its end; None for one beyond `limit`, which is passed over without being kept."""
    while content := stream.readline(limit + 1):
        if len(content) > limit and not content.endswith(b"\n"):
            _pass_over(stream)
            yield None
        else:
            yield content


def _pass_over(stream: Stream) -> None:
    """Read to the end of the line without keeping it."""
    while (chunk := stream.readline(_CHUNK)) and not chunk.endswith(b"\n"):
        pass
