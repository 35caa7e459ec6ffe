"""The model file, mapped: words, the readings of an unmarked word, probabilities of n-grams."""

from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from searcher.vietnamese.restoration.store import Arrays, open_arrays
from searcher.vietnamese.restoration.table import Table, table_of
from searcher.vietnamese.restoration.text import CLASSES


class Model:
    """A model as it was written by `Builder`, by its path or as `open_arrays` opened it.

    Opening compares the arrays with what was written: some 20 ms for 60 MB. Raises IndexDamaged, IndexFormat.
    """

    def __init__(self, source: Path | Arrays) -> None:
        arrays = open_arrays(source) if isinstance(source, Path) else source
        self._arrays = arrays
        self.logp: NDArray[np.float32] = arrays["logp"]
        self.backoff: NDArray[np.float32] = arrays["backoff"]
        self.cases: NDArray[np.float32] = arrays["cases"]
        self.tables: dict[int, Table] = {n: table_of(arrays, f"grams{n}") for n in (2, 3, 4)}

    @cached_property
    def words(self) -> list[str]:
        """Return the spelling of each id; the classes are empty strings."""
        return self._arrays["words"].tobytes().decode().split("\n")

    @cached_property
    def _places(self) -> dict[str, int]:
        plain = self._arrays["plain"].tobytes().decode().split("\n")
        return {word: place for place, word in enumerate(plain)}

    @cached_property
    def _numbers(self) -> dict[str, int]:
        words = enumerate(self.words[CLASSES:], CLASSES)
        return {word: number for number, word in words}

    def number(self, word: str) -> int | None:
        """Return the id of a spelling, None for a word the model does not know."""
        return self._numbers.get(word)

    def readings(self, plain: str) -> NDArray[np.uint16]:
        """Return the ids of what an unmarked word may mean, most frequent first."""
        place = self._places.get(plain)
        if place is None:
            return self._arrays["readings"][:0]
        starts = self._arrays["starts"]
        return self._arrays["readings"][starts[place] : starts[place + 1]]
