"""Reading a container: mapped, every array compared with what was written before it is first used."""

import json
import mmap
import zlib
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.container.blocks import Guarded, block_count, bytes_of
from searcher.container.layout import KINDS, MAGIC, SUMS, TAIL, VERSION, damaged, other_format
from searcher.errors import IndexDamaged, IndexMissing

_BROKEN = (KeyError, TypeError, ValueError, RecursionError, OverflowError, AttributeError)
"""What a footer raises that is not what was written, though its sum is right."""


class Container(Mapping[str, NDArray[Any]]):
    """An open file of arrays. The footer is verified here, an array's content when it is first read.

    Arrays are views of the mapping, read-only; they stay valid while anything refers to them. Large ones
    should be asked for by `guarded`, which looks at what is touched of them only.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._bytes = _mapped(path)
        self.footer_crc, content = self._footer()
        try:
            footer = json.loads(content)
            self.facts: dict[str, Any] = footer["facts"]
            self._entries = {entry["name"]: entry for entry in footer["arrays"]}
            self._sums = {name: int(entry["crc"]) for name, entry in self._entries.items()}
            self._arrays = {name: self._view(entry) for name, entry in self._entries.items()}
        except _BROKEN as error:
            raise damaged(path, "footer", str(error)) from error
        self._guards = self._guarded()

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self.guarded(name).whole()

    def guarded(self, name: str) -> Guarded:
        """Return a large array that is verified block by block; raises IndexDamaged where it is missing."""
        try:
            return self._guards[name]
        except KeyError:
            raise self._damaged(name, "missing") from None

    def _guarded(self) -> dict[str, Guarded]:
        if SUMS not in self._arrays:
            raise self._damaged(SUMS, "missing")
        self.verify(SUMS)
        sums, at, guards = self._arrays[SUMS], 0, {}
        for name, array in self._arrays.items():
            end = at + block_count(array.nbytes if name != SUMS else 0)
            error = partial(self._damaged, name, "checksum")
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
            raise self._damaged(name, "missing")
        if zlib.crc32(bytes_of(self._arrays[name]).data) != self._sums[name]:
            raise self._damaged(name, "checksum")

    def prove(self) -> None:
        """Verify array by array what has not been, so that reading it costs nothing more; for a thread beside."""
        for name, guard in self._guards.items():
            if not guard.is_sound:
                self.verify(name)
                guard.trust()

    def verify_all(self) -> None:
        """Verify every array; done before a merge, so that damage does not travel."""
        for name in self._arrays:
            self.verify(name)

    def _damaged(self, part: str, why: str) -> IndexDamaged:
        """Return the error that names the file as it is called now: its generation may have got another."""
        return damaged(self.path, part, why)

    def _footer(self) -> tuple[int, bytes]:
        if len(self._bytes) < len(MAGIC) + TAIL.size or self._bytes[: len(MAGIC)] != MAGIC:
            raise damaged(self.path, "header", "no container")
        offset, length, crc, version, _, magic = TAIL.unpack(self._bytes[-TAIL.size :])
        if magic != MAGIC:
            raise damaged(self.path, "tail", "truncated")
        if version != VERSION:
            raise other_format(self.path, version)
        content = self._bytes[offset : offset + length]
        if offset + length + TAIL.size != len(self._bytes) or zlib.crc32(content) != crc:
            raise damaged(self.path, "footer", "checksum")
        return crc, content

    def _view(self, entry: Mapping[str, Any]) -> NDArray[Any]:
        if entry["dtype"] not in KINDS or not entry["shape"]:
            raise ValueError(f"dtype or shape of {entry['name']}")
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
