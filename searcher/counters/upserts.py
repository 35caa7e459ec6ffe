"""Add to a row, or make it: one statement where the database has one, two everywhere else."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sqlalchemy import ColumnElement, Connection, Table, and_, bindparam, func, insert, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

Row = Mapping[str, object]

_INSERTS: Mapping[str, Any] = {"sqlite": sqlite.insert, "postgresql": postgresql.insert}


def add(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Add the rows' counts to those of the same keys; rows of the same keys must be one.

    Columns that may be NULL are not added up: what is not NULL replaces what was there. Rows are written in
    the order of their keys, so that two processes wait for one another and never in a circle.
    """
    keys = [column.name for column in table.primary_key]
    ordered = sorted(rows, key=lambda row: [cast(Any, row[key]) for key in keys])
    if ordered and connection.dialect.name in _INSERTS:
        connection.execute(_upsert(connection.dialect.name, table), ordered)
    elif ordered:
        _add_plainly(connection, table, ordered)


def _upsert(dialect: str, table: Table) -> Any:
    insertion = _INSERTS[dialect](table)
    new = insertion.excluded
    return insertion.on_conflict_do_update(
        index_elements=list(table.primary_key),
        set_={column.name: _joined(column, new[column.name]) for column in _counts(table)},
    )


def _joined(column: ColumnElement[Any], new: ColumnElement[Any]) -> ColumnElement[Any]:
    nullable = getattr(column, "nullable", False)
    return func.coalesce(new, column) if nullable else column + new


def _counts(table: Table) -> list[Any]:
    return [column for column in table.columns if not column.primary_key]


def _add_plainly(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Add row by row with what every SQL has; one made meanwhile by another process is added to."""
    for row in rows:
        if _added(connection, table, row):
            continue
        try:
            with connection.begin_nested():
                connection.execute(insert(table), row)
        except IntegrityError:
            _added(connection, table, row)


def _added(connection: Connection, table: Table, row: Row) -> bool:
    is_row = and_(*(column == bindparam(f"is_{column.name}") for column in table.primary_key))
    changed = {
        column.name: _joined(column, bindparam(f"new_{column.name}", type_=column.type))
        for column in _counts(table)
    }
    given = {f"is_{column.name}": row[column.name] for column in table.primary_key}
    given |= {f"new_{column.name}": row[column.name] for column in _counts(table)}
    return connection.execute(update(table).where(is_row).values(changed), given).rowcount > 0
