"""A NumPy array that grows at its end."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray


class Growing:
    """An array whose first axis grows by doubling.

    `rows` may be read by other threads: what they hold never changes under them.
    """

    def __init__(self, dtype: DTypeLike, width: int = 0) -> None:
        self._rows: NDArray[Any] = np.zeros((1024, width) if width else 1024, dtype)
        self._length = 0

    def __len__(self) -> int:
        return self._length

    @property
    def rows(self) -> NDArray[Any]:
        """The array, with room at its end that means nothing yet."""
        return self._rows

    def append(self, row: object) -> None:
        """Add one row."""
        self._reserve(1)
        self._rows[self._length] = row
        self._length += 1

    def extend(self, rows: Sequence[object]) -> None:
        """Add several rows."""
        self._reserve(len(rows))
        self._rows[self._length : self._length + len(rows)] = rows
        self._length += len(rows)

    def _reserve(self, more: int) -> None:
        wanted = self._length + more
        if wanted > len(self._rows):
            room = np.zeros(
                (max(wanted, 2 * len(self._rows)), *self._rows.shape[1:]), self._rows.dtype
            )
            room[: self._length] = self._rows[: self._length]
            self._rows = room
