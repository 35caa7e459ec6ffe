"""A database of tables: opened when first used, its tables made, its errors told as ours."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import TypeVar

from sqlalchemy import URL, Connection, MetaData
from sqlalchemy.exc import SQLAlchemyError

from searcher.counters.connecting import begun, database_url, make_tables, open_engine, seeing
from searcher.counters.schema import METADATA
from searcher.errors import CountersUnavailable

Answer = TypeVar("Answer")


class Database:
    """What is asked and changed in one database. Safe to share between threads; connects when first used.

    Every method raises CountersUnavailable where the database is away, locked, full or read-only.
    """

    def __init__(self, url: str, tables: MetaData = METADATA) -> None:
        """Raise SettingsError for an address that names no database."""
        self._url = database_url(url)
        self._engine = open_engine(self._url)
        self._tables = tables
        self._made = False
        self._making = Lock()

    def ask(self, question: Callable[[Connection], Answer]) -> Answer:
        """Return the answer to a question, to which the database stands still."""
        with self._told():
            self._make()
            with seeing(self._engine) as connection:
                return question(connection)

    def change(self, deed: Callable[[Connection], Answer]) -> Answer:
        """Return what a change returns; it is kept wholly, or not at all where it raises."""
        with self._told():
            self._make()
            with begun(self._engine) as connection:
                return deed(connection)

    def close(self) -> None:
        """Close every connection; a later call opens new ones."""
        self._engine.dispose()

    def _make(self) -> None:
        """Make sure that there are tables, one thread at a time."""
        if not self._made:
            with self._making:
                make_tables(self._engine, self._tables)
                self._made = True

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn the library's errors into ours, without the password of the address."""
        try:
            yield
        except (SQLAlchemyError, OSError) as error:
            self._made = False  # a file that was taken away comes back without tables
            raise _unavailable(self._url, error) from error


def _unavailable(url: URL, error: Exception) -> CountersUnavailable:
    shown = url.render_as_string(hide_password=True)
    reason = str(getattr(error, "orig", None) or error).strip().splitlines()
    return CountersUnavailable(
        f"Không dùng được cơ sở dữ liệu đếm {shown}: {reason[0] if reason else type(error).__name__}.",
        f"The counters' database {shown} cannot be used: {reason[0] if reason else type(error).__name__}.",
        url=shown,
    )
