"""How a phrase is written: with the capitals that the archive gives its words."""

import re
from collections.abc import Sequence

import numpy as np

from searcher.vietnamese.restoration import Tally
from searcher.vietnamese.syllables import tokens as tokens_of

_ALWAYS = 0.85
"""Share of its occurrences with capitals from which a word is a name wherever it stands."""
_BROKEN = re.compile(r"[,;:!?\"()…]|\.\s|\s[-–]\s")
"""Signs between words of which the phrase is not one."""


class Surfaces:
    """Writes phrases given by the ids of a tally, or cut out of titles."""

    def __init__(self, tally: Tally) -> None:
        totals = np.maximum(tally.cases.sum(axis=1), 1)
        self._words = tally.words
        self._shouted = tally.cases[:, 2] > tally.cases[:, 1]
        self._named = tally.cases[:, 1:3].sum(axis=1) >= _ALWAYS * totals
        self._ids = {word: number for number, word in enumerate(tally.words)}

    def name(self, ids: Sequence[int]) -> str:
        """Return a name: every word with a capital, or in capitals where it nearly always is."""
        return " ".join(map(self._capital, ids))

    def phrase(self, ids: Sequence[int]) -> str:
        """Return a phrase: capitals only for words that have them wherever they stand."""
        return " ".join(self._capital(i) if self._named[i] else self._words[i] for i in ids)

    def cut(self, title: str, start: int, end: int) -> str | None:
        """Return the syllables `start` to `end` of a title as they stand; None across signs."""
        found = list(tokens_of(title))
        if len(found) < end:
            return None
        text = title[found[start].start() : found[end - 1].end()]
        if _BROKEN.search(text):
            return None
        return text if start else self._not_at_the_start(text, title, found[0].end())

    def _capital(self, number: int) -> str:
        word = self._words[number]
        return word.upper() if self._shouted[number] else word[:1].upper() + word[1:]

    def _not_at_the_start(self, text: str, title: str, end: int) -> str:
        """Return the text without the capital that only its place gave it."""
        first = title[:end]
        number = self._ids.get(first.lower())
        following = title[end:].lstrip()[:1]
        named = first.isupper() or following.isupper() or (number and self._named[number])
        return text if named else text[:1].lower() + text[1:]
