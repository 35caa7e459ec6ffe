"""A NumPy array that grows at its end."""

from typing import Any

import numpy as np
from numpy.typing import DTypeLike, NDArray


class Growing:
    """An array whose first axis grows by doubling; what was added is copied into it when it is read."""

    def __init__(self, dtype: DTypeLike, width: int = 0) -> None:
        self._rows: NDArray[Any] = np.zeros((1024, width) if width else 1024, dtype)
        self._filled = 0
        self._added: list[Any] = []
        self.append = self._added.append
        self.extend = self._added.extend

    def __len__(self) -> int:
        return self._filled + len(self._added)

    @property
    def rows(self) -> NDArray[Any]:
        """The array, with room at its end that means nothing."""
        if self._added:
            self._reserve(len(self))
            self._rows[self._filled : len(self)] = self._added
            self._filled = len(self)
            self._added.clear()
        return self._rows

    def _reserve(self, wanted: int) -> None:
        if wanted > len(self._rows):
            shape = (max(wanted, 2 * len(self._rows)), *self._rows.shape[1:])
            room = np.zeros(shape, self._rows.dtype)
            room[: self._filled] = self._rows[: self._filled]
            self._rows = room
