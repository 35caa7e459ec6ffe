"""What a word may be a slip for, by what the archive holds."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from searcher.vietnamese.folding import fold
from searcher.vietnamese.phonology import is_bare_syllable, is_vietnamese_syllable
from searcher.vietnamese.spelling.distance import distance

FARTHEST = 1.5
"""Cost beyond which two words have nothing to do with each other."""

_NEAR = 60
"""Words near the typed one that are judged by Vietnamese costs."""

_LETTER_WORTH = math.log(1000)
"""A letter's difference is believed when the other word is a thousand times as frequent."""

_SHORT = 4
"""Letters below which one edit is as far as two words may be apart."""

_EDITS: Any = OSA.distance  # its own type does not tell that it counts whole edits


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A word of the archive, what it costs to have meant it, and how often it occurs."""

    text: str
    distance: float
    count: int


class Speller:
    """Corrects words by a vocabulary: accented (or foreign) words, lower case, with their counts."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self._by_fold: dict[str, list[str]] = {}
        for word in counts:
            self._by_fold.setdefault(fold(word), []).append(word)
        self._folds = list(self._by_fold)

    def candidates(self, typed: str, limit: int = 5) -> tuple[Candidate, ...]:
        """Return what `typed` may have been meant for, likeliest first; itself is not among it.

        Nothing for a syllable that the archive holds: `chó` is never corrected to `chò`.
        """
        word, folded = typed.lower(), fold(typed)
        if not self._may_be_slip(word):
            return ()
        found = [self._candidate(word, other) for other in self._near(word, folded)]
        far = _farthest(folded)
        kept = [each for each in found if each.distance <= far and self._fits(word, each)]
        return tuple(sorted(kept, key=_rank)[:limit])

    def _near(self, word: str, folded: str) -> list[str]:
        """Return the words whose unmarked form is within two edits, nearest and frequent first."""
        edits = 1 if len(folded) < _SHORT else 2
        near: list[tuple[str, int, int]] = process.extract(
            folded, self._folds, scorer=_EDITS, score_cutoff=edits, limit=_NEAR
        )
        pairs = [(edits, other) for name, edits, _ in near for other in self._by_fold[name]]
        pairs.sort(key=lambda pair: (pair[0], -self._counts[pair[1]]))
        return [other for _, other in pairs if other != word][:_NEAR]

    def _candidate(self, typed: str, word: str) -> Candidate:
        return Candidate(text=word, distance=distance(typed, word), count=self._counts[word])

    def _may_be_slip(self, word: str) -> bool:
        held = self._counts.get(word, 0) > 0 or fold(word) in self._by_fold
        return not (held and (is_vietnamese_syllable(word) or is_bare_syllable(word)))

    def _fits(self, typed: str, candidate: Candidate) -> bool:
        """Tell whether a candidate is enough more frequent than the word as typed."""
        enough = math.exp(_LETTER_WORTH * candidate.distance)
        return candidate.count > enough * self._counts.get(typed, 0)


def candidates(typed: str, counts: Mapping[str, int], limit: int = 5) -> tuple[Candidate, ...]:
    """Return what `typed` may have been meant for; for many words make one `Speller`."""
    return Speller(counts).candidates(typed, limit)


def _farthest(folded: str) -> float:
    """Return how far a word of this length may be off: short ones are soon another word."""
    return min(FARTHEST, 0.34 * len(folded))


def _rank(candidate: Candidate) -> tuple[float, str]:
    worth = candidate.distance * _LETTER_WORTH - math.log(max(1, candidate.count))
    return worth, candidate.text
