"""The meanings that are worth trying for one syllable of a row, and what each costs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from searcher.suggesters.correcting.language import Language
from searcher.suggesters.correcting.rows import Place
from searcher.suggesters.correcting.slips import Slips
from searcher.suggesters.lexicon.pairs import Numbers
from searcher.vietnamese import Syllable, is_bare_syllable, is_marked, is_vietnamese_syllable
from searcher.vietnamese.spelling import distance

FARTHEST = 1.3
"""Cost in letters beyond which nobody meant the other word."""
SLIP = 4.25
"""ln of how many syllables are typed right for each that is not."""
LETTER = 3.5
"""ln of how much rarer a whole wrong letter is than a small slip."""
STRANGE = 4.0
"""What it costs more to change a word that looks like a name or another language."""
NONSENSE = 4.0
"""What it costs less to change what is no word at all: marks on what no Vietnamese syllable has."""
UNLIKELY = -7.5
"""ln P of a word, after those before it, below which it or the one before may be a slip."""
_COMMON = 50
"""Occurrences of a syllable that may be meant where its neighbours say nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meanings:
    """What one place of a row may mean beside what was typed, and ln of what each costs."""

    numbers: Numbers
    costs: NDArray[np.float64]


class Chooser:
    """Chooses meanings by what the archive has beside the neighbours of a syllable."""

    def __init__(self, language: Language, slips: Slips, most: int) -> None:
        self._language = language
        self._slips = slips
        self._most = most

    def doubtful(self, row: Sequence[Place]) -> list[int]:
        """Return the places of words that the archive lacks, or would hardly set where they stand."""
        numbers = np.array([place.number for place in row], np.int64)
        likely = self._language.score(numbers[None, :])[0]
        odd = likely < UNLIKELY
        strange = (numbers == 0) | odd | np.append(odd[1:], False)
        return [at for at in np.flatnonzero(strange).tolist() if _is_word(row[at].typed)]

    def meanings(self, row: Sequence[Place], at: int) -> Meanings:
        """Return what the word at a place of the row may mean, those first that fit beside its neighbours."""
        place = row[at]
        assert place.typed is not None  # noqa: S101 - only words are doubtful
        near = self._language.with_fold(self._slips.near(place.typed.folded))
        near = near[near != place.number]
        fit = self._fit(row, at, near)
        best = near[np.argsort(-fit, kind="stable")][: min(self._most, int((fit > 0).sum()))]
        pairs = [(n, cost) for n in best.tolist() if (cost := self._cost(place, n)) < np.inf]
        return Meanings(
            numbers=np.array([n for n, _ in pairs], np.int64),
            costs=np.array([cost for _, cost in pairs]),
        )

    def _fit(self, row: Sequence[Place], at: int, near: Numbers) -> NDArray[np.float64]:
        """Return how much each syllable stands beside the neighbours; 0 where it never does."""
        counts = self._language.counts
        fit = np.zeros(len(near))
        alone = True
        for number, before in _neighbours(row, at):
            other = np.full(len(near), number)
            pair = (other, near) if before else (near, other)
            fit += self._language.together(*pair) / (counts[near] + 20.0)
            alone = False
        if alone or row[at].number == 0:
            fit += 1e-9 * np.where(counts[near] >= _COMMON, counts[near], 0)
        return fit

    def _cost(self, place: Place, number: int) -> float:
        """Return what it costs to have meant another syllable, inf beyond FARTHEST."""
        far = _distance(place.key, self._language.keys[number])
        if far > FARTHEST or (len(place.key) < 3 and far > 1):
            return float(np.inf)
        assert place.typed is not None  # noqa: S101 - only words are doubtful
        return SLIP + LETTER * far + _strangeness(place.typed, known=place.number > 0)


_distance = lru_cache(1 << 16)(distance)
"""The same few syllables are compared again and again; 10 MB at most."""


def _neighbours(row: Sequence[Place], at: int) -> Iterator[tuple[int, bool]]:
    """Yield the numbers of the known neighbours, and whether each stands before."""
    for other, before in ((at - 1, True), (at + 1, False)):
        if 0 <= other < len(row) and row[other].number > 0:
            yield row[other].number, before


def _is_word(word: Syllable | None) -> bool:
    """Tell whether a token can be a slip at all: letters, and no abbreviation."""
    if word is None:
        return False
    return len(word.text) > 1 and not (word.text.isupper() and len(word.text) <= 6)


def _strangeness(word: Syllable, *, known: bool) -> float:
    """Return what more it costs to change a word for what it looks like; less for nonsense."""
    text = word.text
    if is_vietnamese_syllable(text) or is_bare_syllable(text):
        return 0.0
    if is_marked(text):
        return -NONSENSE
    return STRANGE if known or text[:1].isupper() else 0.0
