"""Abbreviations and other names, in both directions: UBND and Ủy ban nhân dân, TP.HCM and Sài Gòn.

The rows stand in `abbreviations.tsv`, which an editor extends; a deployment may add a file of its own
in the same form. An expansion always weighs less than what was typed. `TT`, `CA` and other short forms
of many meanings are expanded only where one of the words of their row stands near.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from searcher.vietnamese.abbreviations.entries import Entry, entries_of
from searcher.vietnamese.abbreviations.rows import (
    Keys,
    Kind,
    Row,
    WrongRow,
    packaged_rows,
    row_of,
    rows_of,
)
from searcher.vietnamese.abbreviations.typed import TypedText
from searcher.vietnamese.folding import fold

__all__ = [
    "MEANT",
    "WEIGHTS",
    "Abbreviations",
    "Expansion",
    "Keys",
    "Kind",
    "Row",
    "WrongRow",
    "expand",
    "extended",
    "load_abbreviations",
    "row_of",
]

WEIGHTS: Mapping[Kind, float] = {Kind.ABBREVIATION: 0.8, Kind.SYNONYM: 0.5, Kind.MERGED: 0.2}
"""What an expansion counts; what was typed counts 1."""

UNMARKED = 0.8
"""What is left of the weight when the text was typed without its marks: it may mean something else."""

MEANT = frozenset({Kind.ABBREVIATION, Kind.SYNONYM})
"""The kinds whose two sides mean the same; a merged province is only related to its new unit."""


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
class Abbreviations:
    """The entries by the folded keys of what is written; `longest` is the most keys after each first one."""

    entries: Mapping[Keys, tuple[Entry, ...]]
    longest: Mapping[str, int]

    def expand(
        self,
        keys: Sequence[str],
        *,
        typed: Sequence[str] | None = None,
        kinds: frozenset[Kind] = MEANT,
    ) -> tuple[Expansion, ...]:
        """Return the expansions of a text, given the accented `keys` of its syllables.

        `typed` has the same syllables with their capitals, which tell `CA Huế` from `ca Huế`. The
        longest match goes first and none overlaps another; several expansions of one span differ in
        weight or kind, the heaviest first. Linear in the number of keys.
        """
        text = TypedText.of(keys, typed)
        found: list[Expansion] = []
        start = 0
        while start < len(keys):
            here = self._longest_at(text, start, kinds)
            found.extend(here)
            start = here[0].end if here else start + 1
        return tuple(found)

    def _longest_at(
        self, text: TypedText, start: int, kinds: frozenset[Kind]
    ) -> tuple[Expansion, ...]:
        most = start + self.longest.get(text.folded[start], 0)
        for end in range(min(most, len(text.keys)), start, -1):
            entries = self.entries.get(text.folded[start:end], ())
            meant = [e for e in entries if e.kind in kinds and text.means(e, start, end)]
            if meant:
                return _expansions(meant, text.keys[start:end], start, end)
        return ()


def _expansions(entries: list[Entry], typed: Keys, start: int, end: int) -> tuple[Expansion, ...]:
    """Return the expansions of one span, the heaviest first; an alternative stands where it weighs most."""
    best: dict[Keys, tuple[float, Kind]] = {}
    for entry in entries:
        marked = 1.0 if typed == entry.written else UNMARKED
        weight = WEIGHTS[entry.kind] * entry.share * marked
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


def expand(
    keys: Sequence[str], table: Abbreviations | None = None, *, typed: Sequence[str] | None = None
) -> tuple[Expansion, ...]:
    """Return the expansions of the accented `keys` by `table`, by default the packaged one."""
    return (table or load_abbreviations()).expand(keys, typed=typed)


@cache
def load_abbreviations(own: Path | None = None) -> Abbreviations:
    """Return the packaged rows and those of a deployment's `own` file, read once per path.

    Raises SettingsError, with file and line in its sentences and its fact `place`.
    """
    return _table((*packaged_rows(), *(rows_of(own) if own else ())))


def extended(table: Abbreviations, rows: Iterable[Row]) -> Abbreviations:
    """Return a table that has more rows beside its own."""
    more = _table(rows)
    entries = dict(table.entries)
    for keys, found in more.entries.items():
        entries[keys] = (*entries.get(keys, ()), *found)
    both = table.longest.keys() | more.longest.keys()
    longest = {key: max(table.longest.get(key, 0), more.longest.get(key, 0)) for key in both}
    return Abbreviations(entries, longest)


def _table(rows: Iterable[Row]) -> Abbreviations:
    entries: dict[Keys, list[Entry]] = defaultdict(list)
    longest: dict[str, int] = defaultdict(int)
    for entry in (entry for row in rows for entry in entries_of(row)):
        folded = tuple(map(fold, entry.written))
        entries[folded].append(entry)
        longest[folded[0]] = max(longest[folded[0]], len(folded))
    return Abbreviations({keys: tuple(found) for keys, found in entries.items()}, dict(longest))
