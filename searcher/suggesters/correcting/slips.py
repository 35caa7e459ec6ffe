"""What a typed syllable may be a slip for: folded keys near its own."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import compress
from typing import Any

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from searcher.suggesters.lexicon.syllabary import Syllabary
from searcher.vietnamese import fold
from searcher.vietnamese.spelling.costs import costs

_LONGEST = 24
_EDITS: Any = OSA.distance
_REMEMBERED = 4096
_RAREST = 3
"""Occurrences that a folded key needs so that somebody may have meant it."""


class Slips:
    """Finds folded keys that are one edit, or one spelling of a like sound, away."""

    def __init__(self, known: Syllabary) -> None:
        self._known = known
        self._is_often = known.fold_counts >= _RAREST
        self._often = np.flatnonzero(self._is_often)
        self._folds = list(compress(known.folds, self._is_often.tolist()))
        self.near = lru_cache(_REMEMBERED)(self._near)

    def _near(self, folded: str) -> tuple[int, ...]:
        """Return the numbers of the folded keys near `folded`, its own among them."""
        if len(folded) > _LONGEST:
            return ()
        edits: Any = process.cdist(
            [folded], self._folds, scorer=_EDITS, score_cutoff=1, dtype=np.uint8
        )
        alike = map(self._known.fold_number, set(_alike(folded)))
        often = filter(self._is_often.__getitem__, alike)
        found = {*self._often[edits[0] <= 1].tolist(), *often}
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
