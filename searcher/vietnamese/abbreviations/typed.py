"""A text as it was typed, and whether it means an entry at some place."""

from collections.abc import Sequence
from dataclasses import dataclass

from searcher.vietnamese.abbreviations.entries import Entry
from searcher.vietnamese.abbreviations.rows import LONGEST_CONTEXT, Keys
from searcher.vietnamese.folding import fold
from searcher.vietnamese.phonology import is_bare_syllable

REACH = 4
"""Syllables before and behind among which a supporting word must stand."""


@dataclass(frozen=True, slots=True)
class TypedText:
    """The keys of a text, accented and folded, and which syllables are in capitals.

    `capitals` is None where that tells nothing: it is not known, or all of the text is alike.
    """

    keys: Keys
    folded: Keys
    capitals: tuple[bool, ...] | None

    @classmethod
    def of(cls, keys: Sequence[str], typed: Sequence[str] | None) -> "TypedText":
        """Return the text of these accented keys; `typed` are the syllables with their capitals."""
        capitals = tuple(syllable.isupper() for syllable in typed or ())
        telling = any(capitals) and not all(capitals)
        return cls(tuple(keys), tuple(map(fold, keys)), capitals if telling else None)

    def means(self, entry: Entry, start: int, end: int) -> bool:
        """Tell whether the syllables `start` to `end`, with those around, are what the entry is about."""
        return self._is_spelled(entry, start, end) and self._is_supported(entry, start, end)

    def _is_spelled(self, entry: Entry, start: int, end: int) -> bool:
        """Tell whether every mark that was typed is right; a single syllable needs more than letters."""
        typed, folded = self.keys[start:end], self.folded[start:end]
        if typed == entry.written:
            return True
        parts = zip(typed, folded, entry.written, strict=True)
        alike = all(key in {written, plain} for key, plain, written in parts)
        return alike and (end - start > 1 or not is_bare_syllable(folded[0]))

    def _is_supported(self, entry: Entry, start: int, end: int) -> bool:
        if not entry.context:
            return True
        reach = REACH
        if entry.wordlike and self.capitals is None:
            reach = 1
        elif entry.wordlike and self.capitals and not self.capitals[start]:
            return False
        return not entry.context.isdisjoint(self._around(start, end, reach))

    def _around(self, start: int, end: int, reach: int) -> set[Keys]:
        """Return the runs of keys near a span, as long as a context may be.

        With a reach of 1 a run must touch the span.
        """
        before, behind = self.keys[max(0, start - REACH) : start], self.keys[end : end + REACH]
        lengths = range(1, LONGEST_CONTEXT + 1)
        if reach == 1:
            return {run for n in lengths for run in (before[-n:], behind[:n])}
        return {
            side[first : first + n]
            for side in (before, behind)
            for n in lengths
            for first in range(len(side) - n + 1)
        }
