"""What was typed by a slip, as the archive would have it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from searcher.model.limits import LIMITS
from searcher.suggesters.asking import LONGEST
from searcher.suggesters.correcting.language import (
    Language,
    accented_language,
    folded_language,
)
from searcher.suggesters.correcting.meanings import Chooser
from searcher.suggesters.correcting.rows import Place, row_of
from searcher.suggesters.correcting.slips import Slips
from searcher.suggesters.lexicon import Lexicon
from searcher.suggesters.lexicon.pairs import Numbers
from searcher.vietnamese import is_bare_syllable, is_marked, split_sticky
from searcher.vietnamese.restoration import Restorer

Holds = Callable[[str], bool]
"""Tells whether the archive has these words one after another, marks as typed."""

MARGIN = 2.0
"""How much likelier, in natural logarithms, a row must be that the archive has no more than the typed one."""
HELD = 2.0
"""How much less likely it may be, for each word beyond two, where the archive has the other row word by word.

Short rows stand somewhere by accident.
"""
MOST_WORDS = 24
"""Words of a query that is corrected: what is longer was pasted."""
_ROUNDS = 3
"""Slips of one query that are corrected."""
_LONG = 6
"""Words of a row that stands nowhere by accident."""
_LOOKED_UP = 3
"""Rows that the archive is asked for."""
_STICKY = 30
"""How many times as often the archive must have the pieces of a word that it has whole, too."""
_NEVER = 1 << 40


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """Another number at one place of a row, and how much likelier it makes the row."""

    at: int
    number: int
    gain: float


@dataclass(frozen=True)
class Corrector:
    """Corrects queries by one lexicon; safe to share between threads."""

    lexicon: Lexicon
    accented: Language
    folded: Language
    slips: Slips

    @classmethod
    def of(cls, lexicon: Lexicon, restorer: Restorer | None) -> "Corrector":
        """Return the corrector of a lexicon; with a restorer it knows more than pairs."""
        return cls(
            lexicon=lexicon,
            accented=accented_language(lexicon, restorer),
            folded=folded_language(lexicon),
            slips=Slips(lexicon.syllabary),
        )

    def correct(self, typed: str, holds: Holds, most: int = LIMITS.fuzzy) -> str | None:
        """Return what `typed` was meant to be, None where nothing speaks against it.

        A syllable may stand for `most` others.

        A query with marks is read as its accented syllables, one without as its folded ones.
        """
        if len(typed) > LONGEST:
            return None
        accented = is_marked(typed)
        known = self.lexicon.syllabary
        number = known.number if accented else known.fold_number
        row = row_of(typed, number, accented=accented)
        if not 0 < len(row) <= MOST_WORDS:
            return None
        corrected = _Attempt(self, typed, row, holds, accented).text(most)
        return corrected or self._apart(typed, accented=accented)

    def _apart(self, typed: str, *, accented: bool) -> str | None:
        """Return the text with its sticky words taken apart: `thanhpho`.

        A word that the archive writes whole is no sticky one, unless its pieces are far more frequent
        and no other word of the query has marks.
        """
        weight = _NEVER if accented else _STICKY
        return split_sticky(typed, lambda key: self._count(key) * (1 if _is_piece(key) else weight))

    def _count(self, key: str) -> int:
        """Return how often the archive has a folded syllable, or two side by side."""
        numbers = np.array([self.lexicon.syllabary.fold_number(part) for part in key.split(" ")])
        if len(numbers) > 1:
            return int(self.folded.together(numbers[:1], numbers[1:2])[0])
        return int(self.folded.counts[numbers[0]])


@dataclass(frozen=True, slots=True)
class _Attempt:
    """One query on its way to a correction."""

    by: Corrector
    typed: str
    row: Sequence[Place]
    holds: Holds
    accented: bool

    def text(self, most: int) -> str | None:
        """Return the corrected text, None where the typed one is as good."""
        language = self.by.accented if self.accented else self.by.folded
        chooser = Chooser(language, self.by.slips, most)
        meant: dict[int, int] = {}
        while len(meant) < min(_ROUNDS, (len(self.row) + 1) // 2):
            change = self._next(meant, chooser, language)
            if change is None:
                break
            meant[change.at] = change.number
        return self._written(meant) if meant else None

    def _next(
        self, meant: Mapping[int, int], chooser: Chooser, language: Language
    ) -> _Change | None:
        """Return the change beside those `meant` that is most surely right, None where none is."""
        row = [
            replace(place, number=meant[at], key=language.keys[meant[at]]) if at in meant else place
            for at, place in enumerate(self.row)
        ]
        allowed = HELD * max(0, min(len(row), _LONG) - 2)
        doubtful = [at for at in chooser.doubtful(row) if at not in meant]
        changes = sorted(_changes(row, doubtful, chooser, language), key=lambda c: -c.gain)
        likely = [change for change in changes[:_LOOKED_UP] if change.gain > -allowed]
        if not likely or self.holds(self._written(meant)):
            return None
        held = (c for c in likely if self.holds(self._written({**meant, c.at: c.number})))
        best = likely[0] if likely[0].gain > MARGIN else None
        return next(held, best)

    def _written(self, meant: Mapping[int, int]) -> str:
        """Return the text with other syllables in some places, in the capitals that were typed."""
        pieces, end = [], 0
        for at, number in sorted(meant.items()):
            word = self.row[at].typed
            assert word is not None  # noqa: S101 - only words are corrected
            pieces += [self.typed[end : word.start], _as_typed(word.text, self._spelled(number))]
            end = word.end
        return "".join([*pieces, self.typed[end:]])

    def _spelled(self, number: int) -> str:
        if self.accented:
            return self.by.lexicon.syllabary.spelled(number)
        return self.by.folded.keys[number]


def _is_piece(key: str) -> bool:
    """Tell whether a key is one that words are taken apart into: syllables, or `hcm`."""
    return " " in key or is_bare_syllable(key) or not set("aeiouy") & set(key)


def _changes(
    row: Sequence[Place], doubtful: Sequence[int], chooser: Chooser, language: Language
) -> Iterator[_Change]:
    """Yield every other meaning of the doubtful places, with what it gains over the row as it is."""
    numbers = np.array([[place.number for place in row]], np.int64)
    rows, costs, places = [numbers], [np.zeros(1)], [0]
    for at in doubtful:
        found = chooser.meanings(row, at)
        rows.append(_with(numbers, at, found.numbers))
        costs.append(found.costs)
        places += [at] * len(found.numbers)
    if len(places) == 1:
        return
    whole = np.concatenate(rows)
    likely = language.score(whole).sum(axis=1) - np.concatenate(costs)
    for each, at in enumerate(places[1:], 1):
        gain = float(likely[each] - likely[0])
        yield _Change(at=at, number=int(whole[each, at]), gain=gain)


def _with(row: Numbers, at: int, numbers: Numbers) -> Numbers:
    """Return the row once for each number, with that number at a place."""
    rows = np.repeat(row, len(numbers), axis=0)
    rows[:, at] = numbers
    return rows


def _as_typed(typed: str, spelled: str) -> str:
    """Return a syllable in the capitals that were typed."""
    if typed.isupper() and len(typed) > 1:
        return spelled.upper()
    return spelled[:1].upper() + spelled[1:] if typed[:1].isupper() else spelled
