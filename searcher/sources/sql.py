"""SQL: each row of a query is a record, its columns are the keys. Any database that SQLAlchemy knows.

Rows are fetched a few hundred at a time through a cursor of the server, in a transaction that is read-only
where the database can promise it and rolled back in any case.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn
from uuid import UUID

from searcher.errors import SourceUnreachable, UsageError
from searcher.model import Page, PageKind, Place, Skipped
from searcher.sources.base import Pages, empty, resumed, skip, too_large
from searcher.sources.reading import Reading

if TYPE_CHECKING:
    from sqlalchemy import URL, CursorResult, Engine

ROWS = 256
"""Rows fetched at a time."""
_QUERIES = ("select", "with", "values", "table", "show", "(")


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a query, in the order of the database: ORDER BY makes it a stable one."""

    url: "URL"
    query: str
    reading: Reading

    @property
    def name(self) -> str:
        """The address of the database without its password."""
        return self.url.render_as_string(hide_password=True)

    def pages(self, after: Place | None = None) -> Pages:
        """Yield a page per row; the line of a place is the number of the row.

        Another time the rows may come in another order, so that after a place everything is read again.
        """
        return resumed(self._read, after and None)

    def _read(self) -> Pages:
        from sqlalchemy.exc import SQLAlchemyError

        number = 0
        try:
            with _result(self.url, self.query) as result:
                keys = list(result.keys())
                for number, row in enumerate(result, 1):
                    yield self._page(number, dict(zip(keys, row, strict=True)))
        except (SQLAlchemyError, UnicodeError, OverflowError) as error:
            place = Place(path=self.name, line=number + 1)
            vi, en = (
                f"không đọc tiếp được ({_reason(error)})",
                f"cannot be read further ({_reason(error)})",
            )
            yield skip(place, "unreadable", vi, en)
            return
        if not number:
            yield empty(Place(path=self.name))

    def _page(self, number: int, row: Mapping[str, object]) -> Page | Skipped:
        place = Place(path=self.name, line=number)
        try:
            record = {key: _value(value) for key, value in row.items()}
            content = json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogateescape")
        except (TypeError, ValueError) as error:
            return skip(place, "broken-record", f"hàng hỏng ({error})", f"a broken row ({error})")
        if len(content) > self.reading.limits.line:
            return too_large(place, self.reading.limits.line)
        return Page(kind=PageKind.RECORD, content=content, place=place)


def open_sql(address: str, query: str, reading: Reading) -> Rows:
    """Return the rows of a query, once the database has accepted it.

    Raises UsageError for an address or a query that can be none, SourceUnreachable for a database that does
    not answer or refuses.
    """
    from sqlalchemy.exc import SQLAlchemyError

    rows = Rows(_url(address), query, reading)
    if not query.lstrip().lower().startswith(_QUERIES):
        raise UsageError(
            f"--query phải là một câu SELECT, không phải “{query[:60]}”.",
            f"--query must be a SELECT, not “{query[:60]}”.",
        )
    try:
        with _result(rows.url, query):
            return rows
    except (SQLAlchemyError, ImportError, OSError) as error:
        _refuse(rows.name, error)


def _refuse(name: str, error: Exception) -> NoReturn:
    reason = _reason(error)
    raise SourceUnreachable(
        f"Không đọc được cơ sở dữ liệu {name}: {reason}.",
        f"The database {name} cannot be read: {reason}.",
        path=name,
    ) from error


def _url(address: str) -> "URL":
    from sqlalchemy import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        url = make_url(address)
        if url.drivername == "postgres":
            url = url.set(drivername="postgresql")
        url.get_dialect()
    except (ArgumentError, ImportError, ValueError) as error:
        shown = address.partition("://")[0][:40]
        raise UsageError(
            f"Địa chỉ cơ sở dữ liệu không hợp lệ hoặc thiếu trình điều khiển ({shown}://…).",
            f"Not the address of a database, or its driver is missing ({shown}://…).",
        ) from error
    return url


@contextmanager
def _result(url: "URL", query: str) -> Iterator["CursorResult[Any]"]:
    """Run a query; its rows come as they are asked for."""
    from sqlalchemy import text

    engine = _engine(url)
    options: dict[str, Any] = {"stream_results": True, "yield_per": ROWS}
    if url.get_backend_name() == "postgresql":
        options["postgresql_readonly"] = True
    try:
        with engine.connect().execution_options(**options) as connection:
            # A colon is a colon: the query has no parameters.
            with connection.execute(text(query.replace(":", "\\:"))) as result:
                yield result
            connection.rollback()
    finally:
        engine.dispose()


def _engine(url: "URL") -> "Engine":
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import NullPool

    engine = create_engine(url, poolclass=NullPool)
    if url.get_backend_name() == "sqlite":
        _require_file(url)
        event.listen(engine, "connect", _only_read)
    return engine


def _require_file(url: "URL") -> None:
    """Raise FileNotFoundError instead of making an empty database."""
    path = url.database or ""
    if path and path != ":memory:" and not path.startswith("file:") and not Path(path).is_file():
        raise FileNotFoundError(2, "không có tệp này (no such file)", path)


def _only_read(connection: Any, record: object) -> None:  # noqa: ARG001 - SQLAlchemy calls so
    """Make an SQLite connection read-only, and let a text that is no UTF-8 spoil its own row only."""
    connection.execute("PRAGMA query_only = ON")
    connection.text_factory = lambda content: content.decode("utf-8", "surrogateescape")


def _value(value: object) -> object:
    """Return what JSON can hold; raises TypeError for what no article has, UnicodeError for bytes that are no text."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).decode("utf-8", "surrogateescape")
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Sequence | Mapping):
        return _nested(value)
    raise TypeError(type(value).__name__)


def _nested(value: Sequence[object] | Mapping[Any, object]) -> object:
    if isinstance(value, Mapping):
        return json.dumps({str(key): _value(one) for key, one in value.items()})
    return [_value(one) for one in value]


def _reason(error: Exception) -> str:
    """Return the first line of what a driver says."""
    original = getattr(error, "orig", None) or error
    return str(original).strip().partition("\n")[0][:300].rstrip(".")
