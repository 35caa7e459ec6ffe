"""Connections to the counters' database: how each kind is spoken to, and its tables made."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    URL,
    Connection,
    Engine,
    MetaData,
    create_engine,
    event,
    inspect,
    make_url,
)
from sqlalchemy.exc import (
    ArgumentError,
    IntegrityError,
    NoSuchModuleError,
    ProgrammingError,
    SQLAlchemyError,
)

from searcher.errors import SettingsError

_PATIENCE = 3
"""Seconds that another process may hold a lock, or a server take to answer."""
_PAUSES = (0.02, 0.05, 0.1, 0.2, 0.4)
"""Seconds to wait when another process makes the tables at the same moment."""
_WRITES = "timtin_writes"
"""The option of a connection that is going to write."""
_SQLITE = (
    f"PRAGMA busy_timeout = {_PATIENCE * 1000}",
    "PRAGMA journal_mode = WAL",  # readers and the writer do not wait for one another
    "PRAGMA synchronous = NORMAL",  # a killed process loses nothing, a power cut the last moments
)
_STILL = {"postgresql": "REPEATABLE READ"}
"""Isolation of questions; SQLite's log has no other."""
_OPTIONS: dict[str, dict[str, Any]] = {
    "postgresql": {
        "connect_args": {
            "connect_timeout": _PATIENCE,
            "options": f"-c statement_timeout={_PATIENCE}s -c lock_timeout={_PATIENCE}s",
        },
        "pool_size": 2,  # pages ask rarely, and one thread writes
        "pool_timeout": _PATIENCE,
        "pool_pre_ping": True,
    },
}


def database_url(text: str) -> URL:
    """Read an address; raises SettingsError. PostgreSQL is spoken to by psycopg unless another is named."""
    try:
        url = make_url(text)
        url = url.set(drivername="postgresql+psycopg") if _is_plain_postgresql(url) else url
        url.get_dialect()
        return url
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        shown = text.split("@")[-1]  # whatever stands before it may be a password
        raise SettingsError(
            f"Thiết lập “counters”: {shown!r} không phải địa chỉ cơ sở dữ liệu (ví dụ: postgresql://máy/tên).",
            f"Setting “counters”: {shown!r} is no address of a database (example: postgresql://host/name).",
            key="counters",
        ) from error


def _is_plain_postgresql(url: URL) -> bool:
    return url.drivername in {"postgresql", "postgres"}


def open_engine(url: URL) -> Engine:
    """Return what connects to the database once it is asked; raises SettingsError without its driver."""
    backend = url.get_backend_name()
    try:
        engine = create_engine(url, **_OPTIONS.get(backend, {}))
    except ImportError as error:
        raise SettingsError(
            f"Thiết lập “counters”: chưa cài trình điều khiển cho {url.drivername} ({error}).",
            f"Setting “counters”: the driver of {url.drivername} is not installed ({error}).",
            key="counters",
        ) from error
    if backend == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where SQLAlchemy says so
    for pragma in _SQLITE:
        connection.execute(pragma).close()


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once: a lock that is asked for halfway cannot be waited for."""
    writes = connection.get_execution_options().get(_WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def seeing(engine: Engine) -> Iterator[Connection]:
    """Give a connection to which the database stands still: all questions see the same moment."""
    with engine.connect() as plain:
        level = _STILL.get(engine.dialect.name)
        yield plain.execution_options(isolation_level=level) if level else plain


@contextmanager
def begun(engine: Engine) -> Iterator[Connection]:
    """Give a connection whose work is kept if it ends well."""
    with engine.connect() as plain:
        connection = plain.execution_options(**{_WRITES: True})
        with connection.begin():
            yield connection


def make_tables(engine: Engine, tables: MetaData) -> None:
    """Make the tables where they are not, again where another process makes them at the same moment."""
    for pause in (*_PAUSES, None):
        try:
            _make_missing(engine, tables)
        except SQLAlchemyError as error:
            if pause is None or not _is_race(error):
                raise
            time.sleep(pause)
        else:
            return


def _make_missing(engine: Engine, tables: MetaData) -> None:
    if not tables.tables.keys() <= set(inspect(engine).get_table_names()):
        with begun(engine) as connection:
            tables.create_all(connection)


def _is_race(error: SQLAlchemyError) -> bool:
    """Tell whether another process was faster, or was just changing an SQLite file to its log.

    Neither waits for the other by itself (sqlite.org/wal.html, 9; PostgreSQL's CREATE IF NOT EXISTS too).
    """
    return isinstance(error, ProgrammingError | IntegrityError) or "locked" in str(error)
