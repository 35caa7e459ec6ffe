"""What a typed syllable may be a slip for: folded keys near its own."""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from searcher.vietnamese import fold
from searcher.vietnamese.spelling.costs import costs

_LONGEST = 24
_EDITS: Any = OSA.distance
_REMEMBERED = 4096


class Slips:
    """Finds folded keys that are one edit, or one spelling of a like sound, away."""

    def __init__(self, folds: Sequence[str]) -> None:
        self._folds = list(folds)
        self._numbers = {name: number for number, name in enumerate(folds) if number}
        self.near = lru_cache(_REMEMBERED)(self._near)

    def _near(self, folded: str) -> tuple[int, ...]:
        """Return the numbers of the folded keys near `folded`, its own among them."""
        if len(folded) > _LONGEST:
            return ()
        edits: Any = process.cdist(
            [folded], self._folds, scorer=_EDITS, score_cutoff=1, dtype=np.uint8
        )
        alike = (self._numbers.get(other, 0) for other in set(_alike(folded)))
        found = {*np.flatnonzero(edits[0] <= 1).tolist(), *alike}
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
