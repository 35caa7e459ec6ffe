"""Opens our folder with Whoosh's own searcher, without trusting its table of contents.

Whoosh unpickles that file, which may call anything. Here it is read with the few classes that we write into it,
and any other name in it is damage.
"""

# mypy: allow-untyped-calls, allow-subclassing-any

import io
import pickle
import pickletools
import struct
from pathlib import Path
from typing import IO, Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC, FileIndex

from searcher.engines.whoosh.columns.codec.whoosh_toc import INDEX
from searcher.errors import IndexDamaged

_CODEC = "searcher.engines.whoosh.columns.codec"
ADMITTED = frozenset(
    {
        ("__builtin__", "long"),
        ("builtins", "int"),
        (f"{_CODEC}.codec", "ColumnsSegment"),
        (f"{_CODEC}.schema", "SyllableTokenizer"),
        ("whoosh.analysis.tokenizers", "IDTokenizer"),
        ("whoosh.columns", "NumericColumn"),
        ("whoosh.columns", "VarBytesColumn"),
        ("whoosh.fields", "DATETIME"),
        ("whoosh.fields", "ID"),
        ("whoosh.fields", "Schema"),
        ("whoosh.fields", "TEXT"),
        ("whoosh.formats", "Existence"),
        ("whoosh.formats", "Positions"),
    }
)
"""Module and name of everything that a table of contents of ours is made of."""
_SIZES, _RELEASE = 3, 3
"""Numbers before and behind the mark of the byte order, and the version."""


def open_whoosh(folder: Path) -> FileIndex:
    """Return the folder as a Whoosh index; raises IndexDamaged for a table of contents that is not ours."""
    return _Index(folder)


class _Unknown(Exception):
    """A table of contents names, or asks for, what we never write into one."""


_BROKEN = (
    *(OSError, ValueError, TypeError, LookupError, EOFError, AttributeError, OverflowError),
    *(RecursionError, MemoryError, ImportError, struct.error, pickle.UnpicklingError, _Unknown),
)
"""What reading raises that is not what was written."""


class _Index(FileIndex):
    """Whoosh's index with another way to read its table of contents."""

    def __init__(self, folder: Path) -> None:
        self.storage = FileStorage(str(folder))
        self.indexname = INDEX
        self._schema = None
        self._folder = folder
        self._read_toc()

    def _read_toc(self) -> TOC:
        generation = TOC._latest_generation(self.storage, INDEX)
        path = self._folder / TOC._filename(INDEX, generation)
        try:
            return _read(path.read_bytes(), generation)
        except _BROKEN as error:
            raise _damaged(path, error) from error


_PUTS = frozenset({"PUT", "BINPUT", "LONG_BINPUT"})
_LARGE = frozenset({"BYTEARRAY8"})
"""What takes as much memory as it says, whether the bytes are there or not; Whoosh writes none."""


def _unpickled(stream: IO[bytes], length: int) -> Any:
    """Return the next value of a stream, once it is known to take no more memory than its bytes account for.

    A value may be remembered under any number, and the unpickler makes room for all numbers below.
    """
    start = stream.tell()
    for operation, number, _ in pickletools.genops(stream):
        if operation.name in _LARGE or (operation.name in _PUTS and (number or 0) > length):
            raise _Unknown(operation.name)
    stream.seek(start)
    return _Unpickler(stream).load()


class _Unpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        """Return one of the admitted classes; raises for any other name."""
        if (module, name) not in ADMITTED:
            raise _Unknown(f"{module}.{name}")
        return super().find_class(module, name)


def _read(content: bytes, generation: int) -> TOC:
    stream = StructFile(io.BytesIO(content))
    for _ in range(_SIZES):
        stream.read_varint()
    stream.read_int()
    version = stream.read_int()
    release = tuple(stream.read_varint() for _ in range(_RELEASE))
    schema = _unpickled(io.BytesIO(stream.read_string()), len(content))
    stream.read_int()
    stream.read_int()
    segments = _unpickled(stream.file, len(content))
    return TOC(schema, segments, generation, version=version, release=release)


def _damaged(path: Path, error: Exception) -> IndexDamaged:
    return IndexDamaged(
        f"Mục lục {path} không phải do chương trình này ghi ({error}).",
        f"The table of contents {path} was not written by this program ({error}).",
        path=path,
    )
