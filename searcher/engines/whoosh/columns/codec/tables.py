"""The postings of one Whoosh field, by term number, as arrays in memory or in a container."""

# mypy: allow-untyped-calls, allow-subclassing-any

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray
from whoosh.reading import TermInfo
from whoosh.util.numeric import _length_byte_cache, length_to_byte

BYTE_LENGTHS = np.array(_length_byte_cache, np.int64)
"""The field length that each of Whoosh's length bytes stands for."""

Arrays = Mapping[str, NDArray[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entries:
    """The postings of one term: parallel arrays, sorted by document; `value(i)` is Whoosh's value string.

    `docs` is int64, `weights` float64, `lengths` the length byte of the field in each document, uint8.
    """

    docs: NDArray[np.int64]
    weights: NDArray[np.float64]
    lengths: NDArray[np.uint8]
    value: Callable[[int], bytes | None]

    def info(self) -> TermInfo:
        """Return what Whoosh wants to know about a term."""
        lengths = BYTE_LENGTHS[self.lengths]
        return TermInfo(
            float(self.weights.sum()),
            len(self.docs),
            int(lengths.min()),
            int(lengths.max()),
            float(self.weights.max()),
            int(self.docs[0]),
            int(self.docs[-1]),
        )


class Table(Protocol):
    """A field: its terms sorted by bytes, and their postings."""

    def __len__(self) -> int:
        """Return the number of terms."""

    def text(self, term: int) -> bytes:
        """Return the bytes of a term."""

    def rank(self, text: bytes) -> int:
        """Return the number of terms that sort before `text`."""

    def entries(self, term: int) -> Entries:
        """Return the postings of a term."""


class StoredTable:
    """A field whose postings were written one by one."""

    def __init__(self, arrays: Arrays, name: str) -> None:
        self._text = arrays[f"{name}/text"].tobytes()
        self._at = arrays[f"{name}/at"].tolist()
        self._ptr = arrays[f"{name}/ptr"]
        self._docs = arrays[f"{name}/docs"]
        self._weights = arrays[f"{name}/weights"]
        self._lengths = arrays[f"{name}/lengths"]
        self._values = arrays[f"{name}/values"]
        self._value_at = arrays[f"{name}/values.at"]
        self._has_values = bool(arrays[f"{name}/has.values"][0])

    def __len__(self) -> int:
        return len(self._at) - 1

    def text(self, term: int) -> bytes:
        """Return the bytes of a term."""
        return self._text[self._at[term] : self._at[term + 1]]

    def rank(self, text: bytes) -> int:
        """Return the number of terms that sort before `text`."""
        return bisect_left(range(len(self)), text, key=self.text)

    def entries(self, term: int) -> Entries:
        """Return the postings of a term."""
        start, end = int(self._ptr[term]), int(self._ptr[term + 1])

        def value(place: int) -> bytes | None:
            """Return the value string as it was given."""
            first, last = self._value_at[start + place : start + place + 2].tolist()
            return self._values[first:last].tobytes() if self._has_values else None

        return Entries(
            docs=self._docs[start:end].astype(np.int64),
            weights=self._weights[start:end],
            lengths=self._lengths[start:end],
            value=value,
        )


class TableWriter:
    """Collects the postings of one field, term by term in order."""

    def __init__(self) -> None:
        self._terms: list[bytes] = []
        self._ptr = [0]
        self._docs: list[int] = []
        self._weights: list[float] = []
        self._lengths: list[int] = []
        self._values: list[bytes | None] = []

    def start_term(self, text: bytes) -> None:
        """Begin the next term."""
        self._terms.append(text)

    def add(self, doc: int, weight: float, value: bytes | None, length: int | None) -> None:
        """Append a posting."""
        self._docs.append(doc)
        self._weights.append(weight)
        self._lengths.append(length_to_byte(length) if length else 0)
        self._values.append(value)

    def finish_term(self) -> None:
        """End the term."""
        self._ptr.append(len(self._docs))

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """Return the arrays of a StoredTable."""
        values = [value or b"" for value in self._values]
        return {
            **_joined(f"{name}/text", f"{name}/at", self._terms),
            f"{name}/ptr": np.array(self._ptr, np.int64),
            f"{name}/docs": np.array(self._docs, np.int32),
            f"{name}/weights": np.array(self._weights, np.float64),
            f"{name}/lengths": np.array(self._lengths, np.uint8),
            **_joined(f"{name}/values", f"{name}/values.at", values),
            f"{name}/has.values": np.array([any(v is not None for v in self._values)], np.uint8),
        }


def _joined(text: str, at: str, pieces: Sequence[bytes]) -> dict[str, NDArray[Any]]:
    ends = np.cumsum([0, *map(len, pieces)], dtype=np.int64)
    return {text: np.frombuffer(b"".join(pieces), np.uint8), at: ends}
