"""A Whoosh matcher over arrays. Whoosh's own matchers and collectors drive it, one posting at a time."""

# mypy: allow-untyped-calls, allow-subclassing-any

from bisect import bisect_left
from collections.abc import Iterator
from typing import Any

import numpy as np
from whoosh.matching.mcore import LeafMatcher, ReadTooFar

from searcher.engines.whoosh.columns.codec.tables import BYTE_LENGTHS, Entries

BLOCK = 128
"""Postings whose greatest weight and least length are known together."""


class ColumnsMatcher(LeafMatcher):
    """Walks the postings of one term.

    After its end it still answers: AndNotMatcher and InverseMatcher ask for the id and the quality of a
    leaf that has none left. `replace` is not overridden: a NullMatcher for a leaf of too little quality
    would silence the Not above it.
    """

    def __init__(
        self, entries: Entries, format_: Any, term: tuple[str, bytes], scorer: Any
    ) -> None:
        self._entries = entries
        self.format = format_
        self._term = term
        self.scorer = scorer
        self._ids: list[int] = entries.docs.tolist()
        self._weights: list[float] = entries.weights.tolist()
        self._at = 0
        starts = np.arange(0, len(self._ids), BLOCK)
        self._heaviest: list[float] = np.maximum.reduceat(entries.weights, starts).tolist()
        lengths = BYTE_LENGTHS[entries.lengths]
        self._shortest: list[int] = np.minimum.reduceat(lengths, starts).tolist()
        self._longest: list[int] = np.maximum.reduceat(lengths, starts).tolist()

    def is_active(self) -> bool:
        """Tell whether there is a posting here."""
        return self._at < len(self._ids)

    def reset(self) -> None:
        """Go back to the first posting."""
        self._at = 0

    def copy(self) -> "ColumnsMatcher":
        """Return another matcher at the same place."""
        twin = object.__new__(ColumnsMatcher)
        twin.__dict__.update(self.__dict__)
        return twin

    def id(self) -> int:
        """Return the document; behind the end, the last one."""
        return self._ids[self._here]

    @property
    def _here(self) -> int:
        return min(self._at, len(self._ids) - 1)

    @property
    def _block(self) -> int:
        return self._here // BLOCK

    def all_ids(self) -> Iterator[int]:
        """Yield the documents from here on."""
        return iter(self._ids[self._at :])

    def all_items(self) -> Iterator[tuple[int, bytes | None]]:
        """Yield documents and values from here on."""
        while self.is_active():
            yield self.id(), self.value()
            self.next()

    def next(self) -> Any:
        """Go on; return True at the start of a block."""
        self._at += 1
        return self._at % BLOCK == 0

    def skip_to(self, target: int) -> None:
        """Go on to the first document that is not before `target`."""
        if not self.is_active():
            raise ReadTooFar
        if target > self._ids[self._at]:
            self._at = bisect_left(self._ids, target, self._at)

    def weight(self) -> float:
        """Return the weight of this posting."""
        return self._weights[self._here]

    def value(self) -> bytes | None:
        """Return the value string of this posting, None where the format has none."""
        return self._entries.value(self._here)

    def value_as(self, astype: str) -> Any:
        """Return the value decoded, as positions for instance."""
        return self.format.decoder(astype)(self.value() or b"")

    def block_max_weight(self) -> float:
        """Return the greatest weight of this block."""
        return self._heaviest[self._block]

    def block_min_length(self) -> int:
        """Return the least field length of this block."""
        return self._shortest[self._block]

    def block_max_length(self) -> int:
        """Return the greatest field length of this block."""
        return self._longest[self._block]

    def block_min_id(self) -> int:
        """Return the first document of this block."""
        return self._ids[self._block * BLOCK]

    def block_max_id(self) -> int:
        """Return the last document of this block."""
        return self._ids[min(len(self._ids), (self._block + 1) * BLOCK) - 1]

    def skip_to_quality(self, minquality: float) -> int:
        """Skip blocks that cannot reach a quality; return how many."""
        skipped = 0
        while self.is_active() and self.block_quality() <= minquality:
            self._at = (self._block + 1) * BLOCK
            skipped += 1
        return skipped
