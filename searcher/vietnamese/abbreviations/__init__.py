"""Abbreviations and other names, in both directions: UBND and Ủy ban nhân dân, TP.HCM and Sài Gòn.

The rows stand in `abbreviations.tsv`, which an editor extends; a deployment may add a file of its own
in the same form. An expansion always weighs less than what was typed. `TT`, `CA` and other short forms
of many meanings are expanded only where one of the words of their row stands near.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from searcher.vietnamese.abbreviations.rows import Keys, Kind, Row, packaged_rows, rows_of
from searcher.vietnamese.folding import fold
from searcher.vietnamese.phonology import is_bare_syllable

__all__ = ["WEIGHTS", "Abbreviations", "Expansion", "Keys", "Kind", "expand", "load_abbreviations"]

WEIGHTS: Mapping[Kind, float] = {Kind.ABBREVIATION: 0.8, Kind.SYNONYM: 0.5, Kind.MERGED: 0.2}
"""What an expansion counts; what was typed counts 1."""

UNMARKED = 0.8
"""What is left of the weight when the text was typed without its marks: it may mean something else."""

REACH = 4
"""Syllables before and behind among which a supporting word must stand."""

_LONGEST_CONTEXT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Expansion:
    """Other ways to say the syllables `start` to `end` (exclusive), each as accented keys.

    `weight` (below 1) is what a match of one of the alternatives counts.
    """

    start: int
    end: int
    alternatives: tuple[Keys, ...]
    weight: float
    kind: Kind


@dataclass(frozen=True, slots=True)
class _Entry:
    """One direction of a row: `written` may also be said as `alternatives`, given its `context`."""

    written: Keys
    alternatives: tuple[Keys, ...]
    kind: Kind
    context: frozenset[Keys]


@dataclass(frozen=True, slots=True)
class Abbreviations:
    """The rows, found by the folded keys of what is written; `longest` is the most syllables of one."""

    entries: Mapping[Keys, tuple[_Entry, ...]]
    longest: int

    def expand(
        self,
        keys: Sequence[str],
        kinds: frozenset[Kind] = frozenset({Kind.ABBREVIATION, Kind.SYNONYM}),
    ) -> tuple[Expansion, ...]:
        """Return the expansions of a text, given the accented keys of its syllables, in order.

        The longest match goes first and none overlaps another; several expansions of the same span
        differ in weight or kind, the heaviest first. Linear in the number of keys.
        """
        typed = _Typed(tuple(keys), tuple(map(fold, keys)))
        found: list[Expansion] = []
        start = 0
        while start < len(keys):
            here = self._longest_at(typed, start, kinds)
            found.extend(here)
            start = here[0].end if here else start + 1
        return tuple(found)

    def _longest_at(
        self, typed: "_Typed", start: int, kinds: frozenset[Kind]
    ) -> tuple[Expansion, ...]:
        for end in range(min(start + self.longest, len(typed.keys)), start, -1):
            entries = self.entries.get(typed.folded[start:end], ())
            meant = [e for e in entries if e.kind in kinds and typed.means(e, start, end)]
            if meant:
                return _expansions(meant, typed.keys[start:end], start, end)
        return ()


@dataclass(frozen=True, slots=True)
class _Typed:
    """The keys of a text, accented and folded."""

    keys: Keys
    folded: Keys

    def means(self, entry: _Entry, start: int, end: int) -> bool:
        """Tell whether the syllables `start` to `end` are what the entry is about."""
        parts = zip(self.keys[start:end], self.folded[start:end], entry.written, strict=True)
        if not all(key in {written, folded} for key, folded, written in parts):
            return False
        if (
            end - start == 1
            and self.keys[start] != entry.written[0]
            and is_bare_syllable(self.folded[start])
        ):
            return False  # `cd` may be CĐ, but `to` is no TƠ
        return not entry.context or not entry.context.isdisjoint(self._around(start, end))

    def _around(self, start: int, end: int) -> Iterator[Keys]:
        for near in (self.folded[max(0, start - REACH) : start], self.folded[end : end + REACH]):
            for first in range(len(near)):
                for length in range(1, min(_LONGEST_CONTEXT, len(near) - first) + 1):
                    yield near[first : first + length]


def _expansions(entries: list[_Entry], typed: Keys, start: int, end: int) -> tuple[Expansion, ...]:
    """Return the expansions of one span, the heaviest first; an alternative stands where it weighs most."""
    best: dict[Keys, tuple[float, Kind]] = {}
    for entry in entries:
        weight = WEIGHTS[entry.kind] * (1.0 if typed == entry.written else UNMARKED)
        for other in (keys for keys in entry.alternatives if keys != typed):
            best[other] = max(best.get(other, (0.0, entry.kind)), (weight, entry.kind))
    return tuple(
        Expansion(
            start=start,
            end=end,
            alternatives=tuple(other for other, place in best.items() if place == (weight, kind)),
            weight=weight,
            kind=kind,
        )
        for weight, kind in sorted(set(best.values()), reverse=True)
    )


def expand(keys: Sequence[str], table: Abbreviations | None = None) -> tuple[Expansion, ...]:
    """Return the expansions of the accented `keys` by `table`, by default the packaged one."""
    return (table or load_abbreviations()).expand(keys)


@cache
def load_abbreviations(own: Path | None = None) -> Abbreviations:
    """Return the packaged rows and those of a deployment's `own` file, read once per path.

    Raises SettingsError, with file and line in its sentences and its fact `place`.
    """
    rows = (*packaged_rows(), *(rows_of(own) if own else ()))
    entries: dict[Keys, list[_Entry]] = defaultdict(list)
    for entry in (entry for row in rows for entry in _entries(row)):
        entries[tuple(map(fold, entry.written))].append(entry)
    longest = max(map(len, entries))
    return Abbreviations({keys: tuple(found) for keys, found in entries.items()}, longest)


def _entries(row: Row) -> Iterable[_Entry]:
    """Yield the directions of a row: every side may be said as all the others."""
    sides = tuple(dict.fromkeys((row.full, *row.shorts)))
    for written in sides:
        others = tuple(side for side in sides if side != written)
        if others:
            yield _Entry(written, others, row.kind, row.context)
