"""What Whoosh asks about the documents of a segment of our engine: stored fields, columns, lengths."""

# mypy: allow-untyped-calls, allow-subclassing-any
# ruff: noqa: ARG002 - the signatures are Whoosh's

from collections.abc import Callable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh import columns
from whoosh.codec.whoosh3 import W3PerDocReader

from searcher.container.strings import Strings
from searcher.engines import scoring
from searcher.engines.whoosh.columns.codec.schema import engine_schema
from searcher.engines.whoosh.columns.codec.tables import BYTE_LENGTHS, Table
from searcher.engines.whoosh.columns.codec.terms import ColumnsTermsReader
from searcher.engines.whoosh.columns.codec.texts import TextTable, length_bytes, made_table
from searcher.engines.whoosh.columns.segment import Segment
from searcher.engines.whoosh.columns.stored import KEYWORDS
from searcher.model import Article


class EngineSegment:
    """A segment of our engine with the fields of `engine_schema`."""

    def __init__(self, path: Path) -> None:
        self.segment = Segment(path)
        self.schema = engine_schema()
        self.terms = ColumnsTermsReader([*self.schema.names()], self._table)

    def _table(self, field: str) -> Table:
        fieldobj = self.schema[field]
        if field in scoring.FIELDS:
            return TextTable(self.segment, scoring.FIELDS.index(field), fieldobj.format)
        return made_table(self.values(field), fieldobj)

    def values(self, field: str) -> list[Any]:
        """Return the value of a field that is no text, for each document."""
        if field == "id":
            return self.segment.ids.all()
        if field in KEYWORDS:
            names = Strings(self.segment.container, f"{field}.values").all()
            table: list[str | None] = [None, *names]
            return [table[code] for code in self.segment.container[field].tolist()]
        return [_wall_clock(self.segment.stored.article(n)) for n in range(self.segment.documents)]

    def stored_fields(self, doc: int) -> dict[str, Any]:
        """Return what Whoosh shows of a hit."""
        article = self.segment.stored.article(doc)
        found = {name: getattr(article, name) for name in ("id", *scoring.FIELDS, *KEYWORDS)}
        found["published"] = _wall_clock(article)
        return {name: value for name, value in found.items() if value is not None}

    @cached_property
    def lengths(self) -> NDArray[np.uint8]:
        """Whoosh's length byte of each text, uint8 of shape (fields, documents)."""
        return length_bytes(self.segment.lengths)


def _wall_clock(article: Article) -> Any:
    """Return the time an article appeared as Hà Nội's clocks showed it: Whoosh knows no time zones."""
    return article.published.replace(tzinfo=None) if article.published else None


class ColumnsDocuments(W3PerDocReader):
    """Answers W3PerDocReader's questions from our arrays."""

    def __init__(self, storage: Any, segment: Any, engine: EngineSegment) -> None:
        super().__init__(storage, segment)
        self._engine = engine
        self._columns: dict[str, ListColumn] = {}

    def has_column(self, fieldname: str) -> bool:
        """Tell whether a field can be sorted and grouped by."""
        schema = self._engine.schema
        return fieldname in schema and schema[fieldname].column_type is not None

    def column_reader(self, fieldname: str, column: Any) -> "ListColumn":
        """Return the values of a column."""
        if fieldname not in self._columns:
            fieldobj, default = self._engine.schema[fieldname], column.default_value()
            values = [
                default if value is None else fieldobj.to_column_value(value)
                for value in self._engine.values(fieldname)
            ]
            self._columns[fieldname] = ListColumn(values)
        return self._columns[fieldname].fresh()

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int | None:
        """Return the length of a text as Whoosh's byte remembers it; None for an empty one."""
        if fieldname not in scoring.FIELDS:
            return default
        field = scoring.FIELDS.index(fieldname)
        return int(BYTE_LENGTHS[self._engine.lengths[field, docnum]]) or None

    def doc_field_length_reader(
        self, fieldname: str, default: int = 0
    ) -> Callable[[int], int | None]:
        """Return a function from document to length."""
        return lambda docnum: self.doc_field_length(docnum, fieldname, default)

    def _minmax_length(self, fieldname: str, op: Any, cache: Any) -> int:
        if fieldname not in scoring.FIELDS:
            return 0
        return int(BYTE_LENGTHS[op(self._engine.lengths[scoring.FIELDS.index(fieldname)])])

    def has_vector(self, docnum: int, fieldname: str) -> bool:
        """Vectors are not kept."""
        return False

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        """Return the stored fields of a document."""
        return self._engine.stored_fields(docnum)


class ListColumn(columns.ColumnReader):
    """A column in memory."""

    def __init__(self, values: list[Any]) -> None:
        self._values = values
        self._reverse = False

    def fresh(self) -> "ListColumn":
        """Return a reader of the same values that is not reversed."""
        return ListColumn(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, docnum: int) -> Any:
        return self._values[docnum]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)

    def sort_key(self, docnum: int) -> Any:
        """Return what sorts a document; reversed numbers are negative."""
        return 0 - self._values[docnum] if self._reverse else self._values[docnum]

    def load(self) -> list[Any]:
        """Return all values."""
        return self._values

    def set_reverse(self) -> None:
        """Sort the other way round."""
        self._reverse = True
