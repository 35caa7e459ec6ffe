"""Inverting term range by term range: what is in memory beside the tokens is bounded, however large the segment."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

from searcher.container import storage_error
from searcher.engines.whoosh.columns.postings import DOC_BITS

RANGE_TOKENS = 1 << 21
"""Tokens inverted at a time, unless one key alone has more."""
SPILLED = 1 << 23
"""Bytes of an array that are kept in memory until the last range; what is more waits in a file."""

Range = tuple[int, int]


def key_ranges(counts: NDArray[Any], groups: NDArray[Any]) -> Iterator[Range]:
    """Yield ranges of keys with about RANGE_TOKENS tokens each, given how many each has; groups (ascending) stay whole."""
    if not len(counts):
        yield 0, 0
    edges = np.append(np.flatnonzero(np.diff(groups, prepend=-1)), len(counts))
    ends = np.append(0, np.cumsum(counts))[edges]
    low = 0
    while low < len(edges) - 1:
        wanted = ends[low] + RANGE_TOKENS
        high = max(int(np.searchsorted(ends, wanted, side="right")) - 1, low + 1)
        yield int(edges[low]), int(edges[high])
        low = high


class Ranges:
    """The arrays of all ranges, put one behind another; what is large waits in files without a name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._parts: dict[str, list[NDArray[Any]]] = {}
        self._files: dict[str, IO[bytes]] = {}
        self._open = ExitStack()
        self._sizes: dict[str, int] = {}

    def add(self, arrays: dict[str, NDArray[Any]], low: int) -> None:
        """Append the arrays of the range that begins with key `low`; they count keys from 0."""
        for name, array in arrays.items():
            parts = self._parts.setdefault(name, [])
            parts.append(_placed(_kind(name), array, low))
            self._sizes[name] = self._sizes.get(name, 0) + array.nbytes
            if self._sizes[name] > SPILLED and _kind(name) not in {"ptr", "df"}:
                self._spill(name, parts)

    def joined(self) -> Iterator[tuple[str, NDArray[Any]]]:
        """Yield name and whole of each array, and forget it."""
        for name in list(self._parts):
            parts = self._parts.pop(name)
            if name in self._files:
                yield name, _read(self._files[name], parts[0])
            else:
                whole = np.concatenate(parts, axis=1 if _kind(name) == "df" else 0)
                yield name, _pointers(whole) if _kind(name) == "ptr" else whole

    def close(self) -> None:
        """Give the files back."""
        self._open.close()

    def _spill(self, name: str, parts: list[NDArray[Any]]) -> None:
        """Move the parts of an array to its file, an empty one of the same shape stays; raises NoSpace."""
        try:
            if name not in self._files:
                file = tempfile.TemporaryFile(dir=self._folder)  # noqa: SIM115 - closed by `close`
                self._files[name] = self._open.enter_context(file)
            for part in parts:
                self._files[name].write(np.ascontiguousarray(part).data)
            self._files[name].flush()
        except OSError as error:
            raise storage_error(error, self._folder) from error
        parts[:] = [parts[0][:0]]


def _read(file: IO[bytes], like: NDArray[Any]) -> NDArray[Any]:
    """Return the content of a file as an array of this kind; only what is looked at is in memory."""
    return np.memmap(file, like.dtype, "r").reshape(-1, *like.shape[1:])


def _kind(name: str) -> str:
    return name.rpartition(".")[2]


def _placed(kind: str, array: NDArray[Any], low: int) -> NDArray[Any]:
    """Return what the array of one range is in that of all; pointers become counts."""
    if kind == "ptr":
        counts: NDArray[np.uint32] = np.diff(array)
        return counts
    if kind in {"dense", "frequent"}:
        numbers: NDArray[np.int32] = array + np.int32(low)
        return numbers
    return array + np.int64(low << DOC_BITS) if kind == "at" else array


def _pointers(counts: NDArray[np.uint32]) -> NDArray[np.uint32]:
    pointers = np.zeros(len(counts) + 1, np.uint32)
    np.cumsum(counts, out=pointers[1:])
    return pointers
