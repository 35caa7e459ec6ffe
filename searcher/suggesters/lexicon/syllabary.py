"""The syllables of an archive, in an order where a folded beginning is one range of numbers."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.suggesters.lexicon.strings import Strings, packed
from searcher.vietnamese import fold
from searcher.vietnamese.restoration.model import Model
from searcher.vietnamese.restoration.text import UNKNOWN

END = 0
"""The number that ends a line; syllables are numbered from 1."""

Numbers = NDArray[np.int64]
Ids = NDArray[np.uint16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A syllabary in the making: accented keys by number - 1, their counts, and how they are written."""

    keys: list[str]
    counts: NDArray[np.uint32]
    spellings: list[str]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the arrays of the file: what `Syllabary` reads."""
        return {
            **packed("syllables", self.keys),
            **packed("spellings", self.spellings),
            "syllables.counts": self.counts,
            "syllables.folded": self.folded.astype(np.uint32),
        }

    @property
    def folded(self) -> Numbers:
        """Return the number of the folded key of each syllable, from 1; the first entry is 0 for END."""
        folds = list(map(fold, self.keys))
        changes = [i == 0 or folds[i] != folds[i - 1] for i in range(len(folds))]
        return np.cumsum([False, *changes]).astype(np.int64)


def draft(counts: Mapping[str, int], spellings: Mapping[str, str]) -> Draft:
    """Return the syllabary of accented keys with `counts`; `spellings` are those that differ from a key."""
    keys = sorted(counts, key=lambda key: (fold(key), key))
    return Draft(
        keys=keys,
        counts=np.array([min(counts[key], 0xFFFFFFFF) for key in keys], np.uint32),
        spellings=[spellings.get(key, key) for key in keys],
    )


class Syllabary:
    """Accented keys by number, sorted by folded key and then by themselves.

    `counts` uint32 and `folded` uint32 have one more entry than there are syllables, number 0 being
    no syllable; `folded[i]` numbers the folded keys from 1. Safe to share between threads.
    """

    def __init__(self, arrays: Mapping[str, NDArray[Any]]) -> None:
        self._keys = Strings(arrays, "syllables")
        self._spellings = Strings(arrays, "spellings")
        self.counts = np.concatenate([np.zeros(1, np.uint32), arrays["syllables.counts"]])
        self.folded: NDArray[np.uint32] = arrays["syllables.folded"]
        self._ids: tuple[Model, Ids] | None = None

    def __len__(self) -> int:
        return len(self.folded)

    @cached_property
    def keys(self) -> list[str]:
        """Return the accented key of each number; that of 0 is empty."""
        return ["", *self._keys.all()]

    @cached_property
    def folds(self) -> list[str]:
        """Return the folded key of each folded number, sorted; that of 0 is empty."""
        firsts = self.fold_starts[1:-1].tolist()
        return ["", *[_fold(self.keys[first]) for first in firsts]]

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {key: number for number, key in enumerate(self.keys)}

    def number(self, key: str) -> int:
        """Return the number of an accented key, 0 for one the archive does not have."""
        return self._numbers.get(key, END)

    def fold_number(self, key: str) -> int:
        """Return the number of a folded key, 0 for one the archive does not have."""
        place = bisect_left(self.folds, key)
        return place if self.folds[place : place + 1] == [key] else END

    def spelled(self, number: int) -> str:
        """Return a syllable as the archive writes it most often: `kỹ` for the key `kĩ`."""
        return self._spellings[number - 1]

    def same(self, folded: str) -> range:
        """Return the numbers of all syllables with this folded key."""
        return self._between(folded, folded + "\0")

    def beginning(self, folded: str) -> range:
        """Return the numbers of all syllables whose folded key begins so."""
        return self._between(folded, folded + "\x7f")

    def _between(self, low: str, high: str) -> range:
        """Return the numbers of the syllables with a folded key from `low` to before `high`."""
        ends = (bisect_left(self.folds, text) for text in (low, high))
        return range(*(int(self.fold_starts[end]) for end in ends))

    @cached_property
    def fold_starts(self) -> Numbers:
        """Return the first number of each folded number; one more entry than there are."""
        many = int(self.folded[-1]) if len(self.folded) else 0
        return np.searchsorted(self.folded, np.arange(many + 2, dtype=np.uint32)).astype(np.int64)

    @cached_property
    def fold_counts(self) -> Numbers:
        """Return how often each folded number occurs."""
        return np.bincount(self.folded, weights=self.counts).astype(np.int64)

    def ids(self, model: Model) -> Ids:
        """Return under which id a model knows each syllable, uint16; UNKNOWN for what it does not.

        Those of the last model are remembered: an archive is learned from, and asked by, one.
        """
        held = self._ids
        if held is None or held[0] is not model:
            held = self._ids = model, self._ids_by(model)
        return held[1]

    def _ids_by(self, model: Model) -> Ids:
        found = [model.number(word) or UNKNOWN for word in self._spellings.all()]
        return np.array([UNKNOWN, *found], np.uint16)


def _fold(key: str) -> str:
    """Return the folded key of an accented one: itself where it is plain, which most foreign words are."""
    return key if key.isascii() and key.isalnum() else fold(key)
