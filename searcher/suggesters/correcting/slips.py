"""What a typed syllable may be a slip for: folded keys near its own."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from searcher.vietnamese import fold
from searcher.vietnamese.spelling.costs import costs

_LONGEST = 24
_EDITS: Any = OSA.distance
_REMEMBERED = 4096
_RAREST = 3
"""Occurrences that a folded key needs so that somebody may have meant it."""


class Slips:
    """Finds folded keys that are one edit, or one spelling of a like sound, away."""

    def __init__(self, folds: Sequence[str], counts: NDArray[np.int64]) -> None:
        self._often = np.flatnonzero(counts >= _RAREST)
        self._folds = [folds[number] for number in self._often.tolist()]
        self._numbers = dict(zip(self._folds, self._often.tolist(), strict=True))
        self.near = lru_cache(_REMEMBERED)(self._near)

    def _near(self, folded: str) -> tuple[int, ...]:
        """Return the numbers of the folded keys near `folded`, its own among them."""
        if len(folded) > _LONGEST:
            return ()
        edits: Any = process.cdist(
            [folded], self._folds, scorer=_EDITS, score_cutoff=1, dtype=np.uint8
        )
        alike = (self._numbers.get(other, 0) for other in set(_alike(folded)))
        found = {*self._often[edits[0] <= 1].tolist(), *alike}
        return tuple(sorted(found - {0}))


def _alike(folded: str) -> Iterator[str]:
    """Yield the spellings with one sound written another way: `tre` for `che`."""
    for (written, meant), (_, where) in costs().sounds.items():
        old, new = fold(written), fold(meant)
        if where in {"start", "any"} and folded.startswith(old):
            yield new + folded[len(old) :]
        if where in {"end", "any"} and folded.endswith(old):
            yield folded[: -len(old)] + new
        if where == "any" and old in folded:
            yield folded.replace(old, new, 1)
