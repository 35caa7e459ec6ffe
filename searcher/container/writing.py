"""Writing a container: to a temporary name, fsynced, renamed."""

import json
import zlib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from numpy.typing import NDArray

import searcher.disk as disk
from searcher.container.blocks import Sums, block_sums, bytes_of
from searcher.container.layout import (
    ALIGNMENT,
    MAGIC,
    SUMS,
    TAIL,
    VERSION,
    Arrays,
    storage_error,
)


class ContainerWriter:
    """Writes arrays one after another beside `path`; the file appears there with `commit`, whole or not at all."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._fresh = path.with_name(f"{path.name}.new")
        self._entries: list[dict[str, Any]] = []
        self._sums: list[Sums] = [np.zeros(0, np.uint64)]
        self._at = 0
        self._file = disk.create(self._fresh)
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

    def commit(self, facts: Mapping[str, Any], *, durable: bool = True) -> int:
        """Write the footer, make the file durable, rename it into place; return the footer's CRC-32.

        A file that is not made `durable` may be torn by a power cut: its sums tell.
        """
        self.add(SUMS, np.concatenate(self._sums))
        footer = json.dumps({"facts": dict(facts), "arrays": self._entries}).encode()
        crc = zlib.crc32(footer)
        offset = self._at
        self._put(footer)
        self._put(TAIL.pack(offset, len(footer), crc, VERSION, b"\0" * 4, MAGIC))
        self._settle(durable=durable)
        return crc

    def abandon(self) -> None:
        """Forget the file."""
        with suppress(OSError):  # closing flushes, which may be what failed before
            self._file.close()
        disk.remove(self._fresh, missing_ok=True)

    def _put(self, content: bytes | memoryview) -> None:
        try:
            self._file.write(content)
        except OSError as error:
            self._fail(error)
        self._at += len(content)

    def _settle(self, *, durable: bool) -> None:
        try:
            if durable:
                disk.settle(self._file, self._fresh)
            self._file.close()
            disk.rename(self._fresh, self.path)
            if durable:
                disk.sync(self.path.parent)
        except OSError as error:
            self._fail(error)

    def _fail(self, error: OSError) -> NoReturn:
        with suppress(OSError):  # closing flushes, which fails again on a full disk
            self._file.close()
        disk.remove(self._fresh, missing_ok=True)
        raise storage_error(error, self.path) from error


def write_container(
    path: Path, arrays: Arrays, facts: Mapping[str, Any], *, durable: bool = True
) -> int:
    """Write all arrays to a new file; return the CRC-32 of its footer. `durable` as in `commit`."""
    writer = ContainerWriter(path)
    for name, array in arrays.items():
        writer.add(name, array)
    return writer.commit(facts, durable=durable)
