"""WARC (ISO 28500): the web pages that a crawler kept, with the addresses they came from."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from searcher.model import Page, PageKind, Place, Skipped
from searcher.sources.base import Limits, Pages, empty, resumed, skip, too_large, unreadable
from searcher.sources.files import File, place_of
from searcher.sources.reading import Reading
from searcher.sources.recoding import Stream
from searcher.sources.unpacking import FOREIGN
from searcher.sources.web import Answer

LONGEST_HEADER = 1 << 20
"""Bytes between two records, headers and all."""
_FAULTS = (ValueError, AttributeError, LookupError, OverflowError)
"""What warcio raises beside its own error where a record is not as it should be."""
_KINDS = {
    "text/html": PageKind.HTML,
    "application/xhtml+xml": PageKind.HTML,
    "text/plain": PageKind.TEXT,
}


@dataclass(frozen=True, slots=True)
class Warc:
    """The pages of a file: answers of status 200 with HTML or text, and kept resources of these kinds.

    Pictures, styles, redirects and errors are no part of the place. The line of a place is the number of
    the record.
    """

    file: File
    limits: Limits

    def pages(self, after: Place | None = None) -> Pages:
        """Yield the pages in the order of their records."""
        return resumed(self._read, after)

    def _read(self) -> Pages:
        from warcio.exceptions import ArchiveLoadFailed  # type: ignore[import-untyped] # 20 ms to import

        number = 0
        found = False
        try:
            for number, record in self._records():
                place = place_of(self.file, number)
                page = self._page(place, record) if record else _overlong(place)
                found = found or page is not None
                yield from [page] if page else ()
        except (*FOREIGN, ArchiveLoadFailed, *_FAULTS) as error:
            yield unreadable(place_of(self.file, number + 1), error)
            return
        if not found:
            yield empty(place_of(self.file))

    def _records(self) -> Iterator[tuple[int, Any]]:
        """Yield the records with their numbers, and None with the number of one that is longer than it says."""
        from warcio.archiveiterator import WARCIterator  # type: ignore[import-untyped]

        with self.file.open() as stream:
            pieces = _Piecewise(stream)
            records, number, wrong = WARCIterator(pieces), 0, 0
            records.INC_RECORD = ""  # or it writes to the terminal what is told as a Skipped here
            for number, record in enumerate(records, 1):
                if records.err_count > wrong:
                    yield number - 1, None
                wrong, pieces.left = records.err_count, None
                yield number, record
                _drain(record.raw_stream)
                pieces.left = LONGEST_HEADER
            if records.err_count > wrong:
                yield number, None
            if pieces.error:
                raise pieces.error

    def _page(self, place: Place, record: Any) -> Page | Skipped | None:
        answer = _answer(record)
        kind = _KINDS.get(answer.kind)
        if kind is None or answer.status != 200:
            return None
        content = _content(record, self.limits.page + 1)
        if len(content) > self.limits.page:
            return too_large(place, self.limits.page)
        if not content:
            return None
        return Page(kind=kind, content=content, place=place, charset=answer.charset, url=answer.url)


class _Piecewise:
    """A stream that gives what there is: a read that goes on until it is full loses that where the file breaks.

    It remembers why it broke, because warcio takes any end for the end of the file. While `left` is a number,
    so many bytes may still be read: a header that never ends would take warcio hours.
    """

    def __init__(self, stream: Stream) -> None:
        self._stream = cast(io.BufferedIOBase, stream)
        self.error: Exception | None = None
        self.left: int | None = LONGEST_HEADER

    def read(self, size: int) -> bytes:
        """Return at most `size` bytes, none at the end."""
        try:
            piece = self._stream.read1(size)
        except FOREIGN as error:
            self.error = error
            raise
        if self.left is not None:
            self.left -= len(piece)
            if self.left < 0:
                raise ValueError("a header without end")
        return piece


def open_warc(file: File, reading: Reading) -> Warc:
    """Return the pages of a file."""
    return Warc(file, reading.limits)


def _overlong(place: Place) -> Skipped:
    """Report what follows a record that says too small a length: the page is cut there."""
    vi = "bản ghi dài hơn độ dài nó nêu; phần còn lại bị bỏ qua"
    return skip(
        place, "wrong-length", vi, "the record is longer than it says; the rest is left out"
    )


def _answer(record: Any) -> Answer:
    """Return what a record says of itself; status 0 where it is no page."""
    url = record.rec_headers.get_header("WARC-Target-URI") or ""
    if record.rec_type == "resource":
        kind = record.rec_headers.get_header("Content-Type") or ""
        return Answer(url=url, status=200, headers={"content-type": kind})
    if record.rec_type != "response" or record.http_headers is None:
        return Answer(url=url, status=0, headers={})
    status = record.http_headers.get_statuscode()
    kind = record.http_headers.get_header("Content-Type") or ""
    return Answer(
        url=url, status=int(status) if status.isdecimal() else 0, headers={"content-type": kind}
    )


def _content(record: Any, limit: int) -> bytes:
    """Return at most `limit` bytes of the unpacked page."""
    stream = record.content_stream()
    pieces, size = [], 0
    while size < limit and (piece := stream.read(min(limit - size, 1 << 16))):
        pieces.append(piece)
        size += len(piece)
    if size < limit:
        _require_whole(record.raw_stream)
    return b"".join(pieces)


def _require_whole(stream: Any) -> None:
    """Raise EOFError where a record is shorter than it says."""
    _drain(stream)
    if stream.limit > 0:
        raise EOFError


def _drain(stream: Any) -> None:
    while stream.read(1 << 16):
        pass
