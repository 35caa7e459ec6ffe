"""JSON Lines: each line of a file or of standard input is a page."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import BinaryIO

from searcher.model import Page, PageKind, Place, Skipped
from searcher.sources.base import Limits, empty, shown, too_large, unreadable
from searcher.sources.recoding import Stream, as_utf8
from searcher.sources.unpacking import FOREIGN, unpacked

_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class JsonLines:
    """The records of a file, read line by line; blank lines are nothing and are not counted."""

    path: str
    limits: Limits
    stream: BinaryIO | None = None
    """Read this instead of opening `path`."""

    def pages(self) -> Iterator[Page | Skipped]:
        """Yield a page per line; a line that is too long is skipped, the rest goes on."""
        line = 0
        found = False
        try:
            with self._open() as stream:
                for line, content in enumerate(_lines(as_utf8(stream), self.limits.line), 1):
                    if content != b"":
                        found = True
                        yield self._page(line, content)
        except FOREIGN as error:
            yield unreadable(self._place(line + 1), error)
            return
        if not found:
            yield empty(Place(path=shown(self.path)))

    def _open(self) -> AbstractContextManager[Stream]:
        return nullcontext(self.stream) if self.stream else unpacked(self.path)

    def _place(self, line: int) -> Place:
        return Place(path=shown(self.path), line=line)

    def _page(self, line: int, content: bytes | None) -> Page | Skipped:
        if content is None:
            return too_large(self._place(line), self.limits.line)
        return Page(kind=PageKind.RECORD, content=content, place=self._place(line))


def open_jsonl(path: str, limits: Limits) -> JsonLines:
    """Return the records of the file at `path`."""
    return JsonLines(path, limits)


def _lines(stream: Stream, limit: int) -> Iterator[bytes | None]:
    """Yield each line without the blanks around it; None for one beyond `limit`."""
    while content := stream.readline(limit + 1):
        if len(content) > limit and not content.endswith(b"\n"):
            _pass_over(stream)
            yield None
        else:
            yield content.strip()


def _pass_over(stream: Stream) -> None:
    """Read to the end of the line without keeping it."""
    while (chunk := stream.readline(_CHUNK)) and not chunk.endswith(b"\n"):
        pass
