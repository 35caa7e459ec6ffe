"""The codec and its segments. Whoosh pickles a segment into its table of contents and asks it for its codec."""

# mypy: allow-untyped-calls, allow-subclassing-any
# ruff: noqa: ARG002 - the signatures are Whoosh's

from pathlib import Path
from typing import Any

from whoosh.codec import base
from whoosh.codec.whoosh3 import W3Codec, W3Segment

from searcher.container import Container, write_container
from searcher.engines.whoosh.columns.codec.documents import ColumnsDocuments, EngineSegment
from searcher.engines.whoosh.columns.codec.tables import StoredTable, TableWriter
from searcher.engines.whoosh.columns.codec.terms import ColumnsTermsReader

EXTENSION = ".npk"


class ColumnsCodec(W3Codec):
    """Postings in one container of arrays per segment; stored fields, columns and lengths as Whoosh has them.

    It needs a storage that is a folder (FileStorage), because arrays are mapped.
    """

    def field_writer(self, storage: Any, segment: "ColumnsSegment") -> "ColumnsFieldWriter":
        """Return what receives the postings of Whoosh's own writer."""
        return ColumnsFieldWriter(storage, segment)

    def terms_reader(self, storage: Any, segment: "ColumnsSegment") -> ColumnsTermsReader:
        """Return the dictionary of a segment."""
        path = Path(storage.folder) / segment.make_filename(EXTENSION)
        if segment.is_engine:
            return EngineSegment(path).terms
        container = Container(path)
        return ColumnsTermsReader(
            container.facts["fields"], lambda field: StoredTable(container, field)
        )

    def per_document_reader(self, storage: Any, segment: "ColumnsSegment") -> Any:
        """Return stored fields, columns and lengths. May be asked for before the postings are written."""
        if segment.is_engine:
            path = Path(storage.folder) / segment.make_filename(EXTENSION)
            return ColumnsDocuments(storage, segment, EngineSegment(path))
        return super().per_document_reader(storage, segment)

    def new_segment(self, storage: Any, indexname: str) -> "ColumnsSegment":
        """Return an empty segment."""
        return ColumnsSegment(indexname)


class ColumnsSegment(W3Segment):
    """A segment of arrays. `is_engine` is True for a segment of our engine, which Whoosh only reads."""

    def __init__(self, indexname: str, doccount: int = 0, segid: str | None = None) -> None:
        super().__init__(None, indexname, doccount=doccount, segid=segid)
        self._fieldlengths: dict[str, int] = {}
        self.is_engine = False

    def codec(self, **kwargs: Any) -> ColumnsCodec:
        """Return the codec."""
        return ColumnsCodec()

    def should_assemble(self) -> bool:
        """Refuse compound files: in them arrays would be neither aligned nor mapped."""
        return False

    def delete_document(self, docnum: int, delete: bool = True) -> None:
        """Delete or undelete a document; W3Segment fails at the latter (`set.clear` takes no argument)."""
        self._deleted = set(self._deleted or ())
        if delete:
            self._deleted.add(docnum)
        else:
            self._deleted.discard(docnum)


class ColumnsFieldWriter(base.FieldWriter):
    """Receives fields, terms and postings in order, and writes the container when it is closed."""

    def __init__(self, storage: Any, segment: ColumnsSegment) -> None:
        self._path = Path(storage.folder) / segment.make_filename(EXTENSION)
        self._tables: dict[str, TableWriter] = {}
        self._table = TableWriter()
        self.is_closed = False

    def start_field(self, fieldname: str, fieldobj: Any) -> None:
        """Begin a field."""
        self._table = self._tables.setdefault(fieldname, TableWriter())

    def start_term(self, text: bytes) -> None:
        """Begin a term."""
        self._table.start_term(text)

    def add(self, docnum: int, weight: float, vbytes: bytes | None, length: int | None) -> None:
        """Append a posting."""
        self._table.add(docnum, weight, vbytes, length)

    def finish_term(self) -> None:
        """End the term."""
        self._table.finish_term()

    def finish_field(self) -> None:
        """End the field."""

    def close(self) -> None:
        """Write the container."""
        arrays = {
            name: array
            for field, table in self._tables.items()
            for name, array in table.arrays(field).items()
        }
        write_container(self._path, arrays, {"fields": list(self._tables)})
        self.is_closed = True
