"""CSV and TSV: the first row has the names of the columns, each further row is a record.

Rows are cut as bytes (one letter each, as Latin-1) and decoded cell by cell after that: a row in another
encoding than the rest costs that row only. Encodings whose letters may hide a delimiter are none of news.
"""

import csv
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NoReturn, Self

from searcher.errors import BrokenText
from searcher.model import Page, PageKind, Place, Skipped
from searcher.settings.sources import FIELDS
from searcher.settings.values import setting_error
from searcher.sources.base import Pages, empty, resumed, skip, too_large, unreadable
from searcher.sources.files import File, place_of
from searcher.sources.jsonl import lines_of
from searcher.sources.reading import Reading
from searcher.sources.recoding import Stream, as_utf8, rejoined
from searcher.sources.unpacking import FOREIGN
from searcher.vietnamese.encodings import decode_as, encoding_name, likely_encoding

_DELIMITERS = ",;\t|"
_SAMPLE = 1 << 18
"""Bytes looked at to find out delimiter and encoding."""
NEEDED = ("title", "body")
"""A table needs a column for one of these."""


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a file; `delimiter` where nothing is told and nothing can be found out."""

    file: File
    reading: Reading
    delimiter: str

    def pages(self, after: Place | None = None) -> Pages:
        """Yield a page per row, keys as the header has them; a row that is broken is skipped with its line."""
        return resumed(self._read, after)

    def _read(self) -> Pages:
        lines = None
        try:
            with self.file.open() as stream:
                whole = as_utf8(stream)
                sample = whole.read(_SAMPLE)
                form = self._form(sample)
                lines = _Lines(rejoined(sample, whole), self.reading.limits.line)
                yield from self._rows(lines, form)
        except FOREIGN as error:
            yield unreadable(place_of(self.file, lines.number + 1 if lines else None), error)

    def _form(self, sample: bytes) -> "_Form":
        told = self.reading.source
        head = sample.split(b"\n", 1)[0].decode("latin-1")
        delimiter = told.delimiter or _most_frequent(head, self.delimiter)
        encoding = encoding_name(told.encoding) or likely_encoding(sample)
        if encoding.startswith(("utf-16", "utf-32")):
            encoding = "utf-8"  # with its mark it was recoded on the way
        return _Form(delimiter=delimiter, quote=told.quote, encoding=encoding)

    def _rows(self, lines: "_Lines", form: "_Form") -> Pages:
        csv.field_size_limit(self.reading.limits.line)
        rows = _records(lines, form)
        header, problem = self._header(rows, form)
        if problem is not None:
            yield problem
            return
        for line, cells in rows:
            place = place_of(self.file, line)
            yield (
                self._page(place, header, cells, form)
                if isinstance(cells, list)
                else (self._lost(place, cells))
            )

    def _header(
        self, rows: Iterator["_Row"], form: "_Form"
    ) -> tuple[Sequence[str], Skipped | None]:
        """Return the names of the columns, or why there are none."""
        line, cells = next(rows, (None, None))
        place = place_of(self.file, line)
        if cells is None:
            return (), empty(place_of(self.file))
        if not isinstance(cells, list):
            return (), self._lost(place, cells)
        names = [_name(cell, form.encoding) for cell in cells]
        wanted = {self.reading.columns.get(key, key) for key in NEEDED}
        if not wanted & set(names):
            seen = ", ".join(names)[:200]
            return (), skip(
                place,
                "no-columns",
                f"không có cột title hay body, chỉ có: {seen} (đặt columns trong timtin.toml)",
                f"no column title or body, only: {seen} (set columns in timtin.toml)",
            )
        return names, None

    def _page(
        self, place: Place, header: Sequence[str], cells: Sequence[str], form: "_Form"
    ) -> Page | Skipped:
        if len(cells) != len(header):
            return skip(
                place,
                "broken-record",
                f"hàng có {len(cells)} ô, tiêu đề có {len(header)}",
                f"the row has {len(cells)} cells, the header {len(header)}",
            )
        try:
            values = [decode_as(cell.encode("latin-1"), form.encoding) for cell in cells]
        except (BrokenText, UnicodeError):
            return skip(
                place,
                "broken-text",
                f"không phải chữ trong bảng mã {form.encoding}",
                f"no text in the encoding {form.encoding}",
            )
        record = {key: value for key, value in zip(header, values, strict=True) if value}
        content = json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass")
        return Page(kind=PageKind.RECORD, content=content, place=place)

    def _lost(self, place: Place, reason: Exception | None) -> Skipped:
        if isinstance(reason, csv.Error):
            return skip(place, "broken-record", f"hàng hỏng ({reason})", f"a broken row ({reason})")
        return too_large(place, self.reading.limits.line)


def open_csv(file: File, reading: Reading) -> Table:
    """Return the rows of a file; the delimiter is told, or the one its header has most of."""
    return _checked(Table(file, reading, ","))


def open_tsv(file: File, reading: Reading) -> Table:
    """Return the rows of a file between whose cells stand tabs."""
    return _checked(Table(file, reading, "\t"))


def _checked(table: Table) -> Table:
    encoding = table.reading.source.encoding
    if encoding and encoding_name(encoding) is None:
        _refuse(encoding)
    return table


def _refuse(encoding: str) -> NoReturn:
    raise setting_error(
        "timtin.toml",
        "encoding",
        f"không biết bảng mã {encoding!r}",
        f"{encoding!r} is no encoding we know",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """How rows are written."""

    delimiter: str
    quote: str
    encoding: str


class _TooLongError(Exception):
    """A line is beyond the limit."""


_Row = tuple[int, list[str] | csv.Error | _TooLongError]
"""The line where a row begins, and its cells or why it is lost."""


class _Lines:
    """The lines of a stream, a letter for a byte; goes on after a line that is too long."""

    def __init__(self, stream: Stream, limit: int) -> None:
        self._lines = lines_of(stream, limit)
        self.number = 0

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        if not self.number and line is not None:
            line = line.removeprefix(b"\xef\xbb\xbf")
        self.number += 1
        if line is None:
            raise _TooLongError
        return line.decode("latin-1")


def _records(lines: _Lines, form: _Form) -> Iterator[_Row]:
    """Yield the rows that are not blank."""
    reader = csv.reader(lines, delimiter=form.delimiter, quotechar=form.quote, strict=False)
    while True:
        line = lines.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, _TooLongError) as error:
            yield line, error
            if isinstance(error, csv.Error):
                _leave_cell(lines, form.quote)
        else:
            if any(cell.strip() for cell in cells):
                yield line, cells


def _leave_cell(lines: _Lines, quote: str) -> None:
    """Pass over the rest of a cell that is too large: to the line where its quotation ends."""
    for line in lines:
        if line.count(quote) % 2:
            return


def _name(cell: str, encoding: str) -> str:
    try:
        name = decode_as(cell.encode("latin-1"), encoding).strip()
    except (BrokenText, UnicodeError):
        name = cell.strip()
    return name.lower() if name.lower() in FIELDS else name


def _most_frequent(head: str, otherwise: str) -> str:
    best = max(_DELIMITERS, key=head.count)
    return best if head.count(best) > head.count(otherwise) else otherwise
