"""One file of named arrays: written whole, opened by one mmap, verified array by array.

    magic | array, padded to 64 bytes | array ... | sums of their blocks | footer (JSON) | tail

The footer names every array with dtype, shape, offset and CRC-32; the tail of fixed size says where the
footer is and protects it by a CRC of its own. What is read is first compared with the sums (`blocks.py`). `engines/whoosh/columns/FORMAT.md` has it byte by byte. Nothing is pickled, so
that opening a file from anywhere is safe. A damaged file is an IndexDamaged that names file and array.
"""

import errno
import json
import mmap
import os
import struct
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

from searcher.blocks import Guarded, Sums, block_count, block_sums, bytes_of
from searcher.errors import IndexDamaged, IndexFormat, IndexMissing, NoSpace

MAGIC = b"TIMTIN\x00C"
VERSION = 2
ALIGNMENT = 64
TAIL = struct.Struct("<QIII4s8s")
"""Offset, length and CRC-32 of the footer, version, four zero bytes, magic."""

SUMS = "sums"
"""The last array: the sums of the blocks of all arrays before it, in their order."""

_KINDS = frozenset({"|u1", "|i1", "<u2", "<i2", "<u4", "<i4", "<u8", "<i8", "<f4", "<f8"})

Arrays = Mapping[str, NDArray[Any]]


class ContainerWriter:
    """Writes arrays one after another beside `path`; the file appears there with `commit`, whole or not at all."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._fresh = path.with_name(f"{path.name}.new")
        self._entries: list[dict[str, Any]] = []
        self._sums: list[Sums] = [np.zeros(0, np.uint64)]
        self._at = 0
        self._file = self._fresh.open("wb")
        self._put(MAGIC)

    def add(self, name: str, array: NDArray[Any]) -> None:
        """Append one array; raises NoSpace when the disk is full."""
        flat = np.ascontiguousarray(array)
        flat = flat.astype(flat.dtype.newbyteorder("<"), copy=False)
        self._put(b"\0" * (-self._at % ALIGNMENT))
        self._sums.append(block_sums(bytes_of(flat)))
        content = bytes_of(flat).data
        entry = {"name": name, "dtype": flat.dtype.str, "shape": list(flat.shape)}
        self._entries.append({**entry, "offset": self._at, "crc": zlib.crc32(content)})
        self._put(content)

    def commit(self, facts: Mapping[str, Any]) -> int:
        """Write the footer, make the file durable, rename it into place; return the footer's CRC-32."""
        self.add(SUMS, np.concatenate(self._sums))
        footer = json.dumps({"facts": dict(facts), "arrays": self._entries}).encode()
        crc = zlib.crc32(footer)
        offset = self._at
        self._put(footer)
        self._put(TAIL.pack(offset, len(footer), crc, VERSION, b"\0" * 4, MAGIC))
        self._settle()
        return crc

    def abandon(self) -> None:
        """Forget the file."""
        self._file.close()
        self._fresh.unlink(missing_ok=True)

    def _put(self, content: bytes | memoryview) -> None:
        try:
            self._file.write(content)
        except OSError as error:
            self._fail(error)
        self._at += len(content)

    def _settle(self) -> None:
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            self._fresh.replace(self.path)
            sync_folder(self.path.parent)
        except OSError as error:
            self._fail(error)

    def _fail(self, error: OSError) -> NoReturn:
        with suppress(OSError):  # closing flushes, which fails again on a full disk
            self._file.close()
        self._fresh.unlink(missing_ok=True)
        raise storage_error(error, self.path) from error


def write_container(path: Path, arrays: Arrays, facts: Mapping[str, Any]) -> int:
    """Write all arrays to a new file; return the CRC-32 of its footer."""
    writer = ContainerWriter(path)
    for name, array in arrays.items():
        writer.add(name, array)
    return writer.commit(facts)


class Container(Mapping[str, NDArray[Any]]):
    """An open file of arrays. The footer is verified here, an array's content when it is first read.

    Arrays are views of the mapping, read-only; they stay valid while anything refers to them. Large ones
    should be asked for by `guarded`, which looks at what is touched of them only.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._bytes = _mapped(path)
        self.footer_crc, footer = self._footer()
        try:
            self.facts: dict[str, Any] = footer["facts"]
            self._entries = {entry["name"]: entry for entry in footer["arrays"]}
            self._arrays = {name: self._view(entry) for name, entry in self._entries.items()}
        except (KeyError, TypeError, ValueError) as error:
            raise damaged(path, "footer", str(error)) from error
        self._guards = self._guarded()
        self._sound: set[str] = set()

    def __getitem__(self, name: str) -> NDArray[Any]:
        if name not in self._sound:
            self.guarded(name).whole()
            self._sound.add(name)
        return self._arrays[name]

    def guarded(self, name: str) -> Guarded:
        """Return a large array that is verified block by block; raises IndexDamaged where it is missing."""
        try:
            return self._guards[name]
        except KeyError:
            raise damaged(self.path, name, "missing") from None

    def _guarded(self) -> dict[str, Guarded]:
        if SUMS not in self._arrays:
            raise damaged(self.path, SUMS, "missing")
        self.verify(SUMS)
        sums, at, guards = self._arrays[SUMS], 0, {}
        for name, array in self._arrays.items():
            end = at + block_count(array.nbytes if name != SUMS else 0)
            error = partial(damaged, self.path, name, "checksum")
            guards[name] = Guarded(array, sums[at:end], error)
            at = end
        return guards

    def __contains__(self, name: object) -> bool:
        return name in self._arrays and name != SUMS

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._arrays if name != SUMS)

    def __len__(self) -> int:
        return len(self._arrays) - 1

    def verify(self, name: str) -> None:
        """Raise IndexDamaged if the content of this array has not the CRC-32 of what was written."""
        if name not in self._arrays:
            raise damaged(self.path, name, "missing")
        if zlib.crc32(bytes_of(self._arrays[name]).data) != self._entries[name]["crc"]:
            raise damaged(self.path, name, "checksum")

    def prove(self) -> None:
        """Verify array by array what has not been, so that reading it costs nothing more; for a thread beside."""
        for name, guard in self._guards.items():
            self.verify(name)
            guard.trust()

    def verify_all(self) -> None:
        """Verify every array; done before a merge, so that damage does not travel."""
        for name in self._arrays:
            self.verify(name)

    def _footer(self) -> tuple[int, dict[str, Any]]:
        if len(self._bytes) < len(MAGIC) + TAIL.size or self._bytes[: len(MAGIC)] != MAGIC:
            raise damaged(self.path, "header", "no container")
        offset, length, crc, version, _, magic = TAIL.unpack(self._bytes[-TAIL.size :])
        if magic != MAGIC:
            raise damaged(self.path, "tail", "truncated")
        if version != VERSION:
            raise _other_format(self.path, version)
        content = self._bytes[offset : offset + length]
        if offset + length + TAIL.size != len(self._bytes) or zlib.crc32(content) != crc:
            raise damaged(self.path, "footer", "checksum")
        return crc, json.loads(content)

    def _view(self, entry: Mapping[str, Any]) -> NDArray[Any]:
        if entry["dtype"] not in _KINDS:
            raise ValueError(f"dtype of {entry['name']}")
        dtype, shape = np.dtype(entry["dtype"]), tuple(entry["shape"])
        count = int(np.prod(shape, dtype=np.int64))
        if not count:
            return np.zeros(shape, dtype)
        return np.frombuffer(self._bytes, dtype, count, entry["offset"]).reshape(shape)


def _mapped(path: Path) -> mmap.mmap | bytes:
    try:
        with path.open("rb") as file:
            return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    except FileNotFoundError as error:
        raise IndexMissing(
            f"Không có tệp {path}.", f"There is no file {path}.", path=path
        ) from error
    except ValueError:  # an empty file cannot be mapped
        return b""


def damaged(path: Path, part: str, why: str) -> IndexDamaged:
    """Return the error for a part of a file (an array, the footer) that is not what was written."""
    return IndexDamaged(
        f"Tệp chỉ mục {path} bị hỏng ở phần “{part}” ({why}).",
        f"The index file {path} is damaged in “{part}” ({why}).",
        path=path,
        array=part,
    )


def _other_format(path: Path, version: int) -> IndexFormat:
    return IndexFormat(
        f"Tệp chỉ mục {path} thuộc định dạng {version}; bản này đọc định dạng {VERSION}.",
        f"The index file {path} has format {version}; this program reads format {VERSION}.",
        path=path,
        found=version,
        wanted=VERSION,
    )


def storage_error(error: OSError, path: Path) -> Exception:
    """Return what to raise for a failed write: NoSpace when the disk is full, else the error itself."""
    if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return error
    return NoSpace(f"Ổ đĩa đã đầy khi ghi {path}.", f"The disk is full at {path}.", path=path)


def sync_folder(folder: Path) -> None:
    """Make renames in a folder durable."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
