"""The dictionary of a segment, as Whoosh asks for it."""

# mypy: allow-untyped-calls, allow-subclassing-any

from collections.abc import Callable, Iterator
from typing import Any

from whoosh.codec import base
from whoosh.reading import TermInfo, TermNotFound

from searcher.engines.whoosh.columns.codec.matcher import ColumnsMatcher
from searcher.engines.whoosh.columns.codec.tables import Entries, Table

Term = tuple[str, bytes]


class ColumnsTermsReader(base.TermsReader):
    """Terms of all fields in the order (field, bytes); a field's table is opened when it is first asked for."""

    def __init__(self, fields: list[str], opened: Callable[[str], Table]) -> None:
        self._fields = sorted(fields)
        self._opened = opened
        self._tables: dict[str, Table] = {}

    def table(self, field: str) -> Table:
        """Return the postings of a field."""
        if field not in self._tables:
            self._tables[field] = self._opened(field)
        return self._tables[field]

    def _find(self, field: str, text: bytes) -> int:
        """Return the number of a term, -1 where it is not there."""
        if field not in self._fields:
            return -1
        table = self.table(field)
        term = table.rank(text)
        return term if term < len(table) and table.text(term) == text else -1

    def __contains__(self, term: Term) -> bool:
        return self._find(*term) >= 0

    def cursor(self, fieldname: str, fieldobj: Any) -> base.FieldCursor:
        """Return a cursor over the terms of a field."""
        if fieldname not in self._fields:
            return base.EmptyCursor()
        return ColumnsCursor(self.table(fieldname), fieldobj)

    def indexed_field_names(self) -> list[str]:
        """Return the fields that have postings."""
        return list(self._fields)

    def terms(self) -> Iterator[Term]:
        """Yield every term."""
        return self.terms_from("", b"")

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[Term]:
        """Yield the terms from one on; the stream runs on into the fields behind."""
        for field, table, term in self._from(fieldname, prefix):
            yield field, table.text(term)

    def items(self) -> Iterator[tuple[Term, TermInfo]]:
        """Yield every term with its TermInfo."""
        return self.items_from("", b"")

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[Term, TermInfo]]:
        """Yield terms with their TermInfo, like `terms_from`."""
        for field, table, term in self._from(fieldname, prefix):
            yield (field, table.text(term)), table.entries(term).info()

    def _from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[str, Table, int]]:
        for field in self._fields:
            if field >= fieldname:
                table = self.table(field)
                start = table.rank(prefix) if field == fieldname else 0
                for term in range(start, len(table)):
                    yield field, table, term

    def term_info(self, fieldname: str, tbytes: bytes) -> TermInfo:
        """Return the statistics of a term; raises TermNotFound."""
        return self.table(fieldname).entries(self._known(fieldname, tbytes)).info()

    def _known(self, field: str, text: bytes) -> int:
        term = self._find(field, text)
        if term < 0:
            raise TermNotFound(f"No term {field}:{text!r}")
        return term

    def frequency(self, fieldname: str, tbytes: bytes) -> float:
        """Return the total weight of a term; raises KeyError, the only thing that SegmentReader catches."""
        return float(self._entries(fieldname, tbytes).weights.sum())

    def doc_frequency(self, fieldname: str, tbytes: bytes) -> int:
        """Return the documents of a term; raises KeyError like `frequency`."""
        return len(self._entries(fieldname, tbytes).docs)

    def _entries(self, field: str, text: bytes) -> Entries:
        term = self._find(field, text)
        if term < 0:
            raise KeyError(text)
        return self.table(field).entries(term)

    def matcher(
        self, fieldname: str, tbytes: bytes, format_: Any, scorer: Any = None
    ) -> ColumnsMatcher:
        """Return a matcher over the postings of a term; raises TermNotFound."""
        entries = self.table(fieldname).entries(self._known(fieldname, tbytes))
        return ColumnsMatcher(entries, format_, (fieldname, tbytes), scorer)

    def close(self) -> None:
        """Nothing is held open beside the mapping."""


class ColumnsCursor(base.FieldCursor):
    """Walks the terms of a field; texts are decoded by the field."""

    def __init__(self, table: Table, fieldobj: Any) -> None:
        self._table = table
        self._field = fieldobj
        self._at = 0

    def first(self) -> Any:
        """Go to the first term."""
        self._at = 0
        return self.text()

    def find(self, term: Any) -> Any:
        """Go to the first term that is not before this one."""
        self._at = self._table.rank(term if isinstance(term, bytes) else self._field.to_bytes(term))
        return self.text()

    def next(self) -> Any:
        """Go on."""
        self._at += 1
        return self.text()

    def text(self) -> Any:
        """Return the term, None behind the end."""
        return self._field.from_bytes(self._table.text(self._at)) if self.is_valid() else None

    def term_info(self) -> TermInfo | None:
        """Return the statistics of the term, None behind the end."""
        return self._table.entries(self._at).info() if self.is_valid() else None

    def is_valid(self) -> bool:
        """Tell whether there is a term here."""
        return self._at < len(self._table)
