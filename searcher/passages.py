"""Exact shared passages of two texts: the runs of syllables that stand in both, with their places.

Compared by folded key, so that a text without diacritics shares passages with its original, and case,
punctuation and paragraphs do not matter. Runs of `least` syllables get exact numbers by doubling (Karp,
Miller & Rosenberg 1972), equal numbers are laid out on diagonals (place in the second text minus place in
the first), and the fewest diagonals that cover all that is shared are the passages. Time is n log n, also
where a text repeats itself: a run is looked up in at most OFTEN places.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import sha256

import numpy as np
from numpy.typing import NDArray

from searcher.model.shared import Passage, Shared
from searcher.vietnamese import Syllable

LEAST = 6
"""Syllables of the shortest passage, about four words: longer than most names and set phrases."""
OFTEN = 8
"""Places of the second text in which a run of the first is looked up: where more, the first ones."""

Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class _Runs:
    """The stretches that two texts share: where each starts in both, and its length, in syllables."""

    first: Ints
    second: Ints
    length: Ints


def shared_passages(
    first: Sequence[Syllable], second: Sequence[Syllable], *, least: int = LEAST
) -> Shared:
    """Return the passages of at least `least` syllables that two texts share, and the share of each.

    Texts are given by their syllables. The passages cover all of the first text that stands in the second;
    where one ends and the next begins they may overlap.
    """
    keys = _numbered([[one.folded for one in text] for text in (first, second)])
    runs = _run_numbers(keys, least)
    chosen = _fewest(_diagonals(*runs, least))
    places = zip(chosen.first.tolist(), chosen.second.tolist(), chosen.length.tolist(), strict=True)
    shares = [
        _share(np.isin(one, other), len(text), least)
        for one, other, text in ((*runs, first), (*runs[::-1], second))
    ]
    return Shared(
        passages=tuple(
            Passage(
                first=(first[one].start, first[one + length - 1].end),
                second=(second[other].start, second[other + length - 1].end),
                syllables=length,
            )
            for one, other, length in places
        ),
        first=shares[0],
        second=shares[1],
    )


class Screen:
    """One text that many others are held against: which share of it, and of them, is the same.

    Texts are given by their folded keys. Runs are compared by hashes of 64 bits; otherwise the shares are
    those of `shared_passages`.
    """

    def __init__(self, keys: Sequence[str], *, least: int = LEAST) -> None:
        self._least = least
        self._numbers: dict[str, int] = {}
        self._length = len(keys)
        self._runs = self._hashed(keys)
        self._known = np.unique(self._runs)

    def shares(self, keys: Sequence[str]) -> tuple[float, float]:
        """Return the share of the one text that stands in another, and of the other that stands in the one."""
        runs = self._hashed(keys)
        same = _among(runs, self._known)
        if not same.any():
            return 0.0, 0.0
        back = _among(self._runs, np.unique(runs[same]))
        return _share(back, self._length, self._least), _share(same, len(keys), self._least)

    def _hashed(self, keys: Sequence[str]) -> Hashes:
        """Return a hash of every run, uint64: a sum of its keys' numbers times factors by place."""
        seen = self._numbers
        numbers = np.array([seen.setdefault(key, len(seen) + 1) for key in keys], np.uint64)
        count = max(0, len(keys) - self._least + 1)
        runs = np.zeros(count, np.uint64)
        for place, factor in enumerate(_factors(self._least)):
            runs += numbers[place : place + count] * factor
        return runs


@cache
def _factors(count: int) -> list[np.uint64]:
    """Return odd numbers of 64 bits that look random: SHA-256 of their places."""
    digests = (sha256(b"%d" % place).digest() for place in range(count))
    return [np.uint64(int.from_bytes(digest[:8], "little") | 1) for digest in digests]


def _among(runs: Hashes, known: Hashes) -> Bools:
    """Tell which runs are among known ones, which are sorted."""
    if not len(known):
        return np.zeros(len(runs), bool)
    found: Bools = known[np.minimum(known.searchsorted(runs), len(known) - 1)] == runs
    return found


def _numbered(texts: Sequence[Sequence[str]]) -> list[Ints]:
    """Return the same number for the same key in both texts."""
    numbers: dict[str, int] = {}
    return [
        np.array([numbers.setdefault(key, len(numbers)) for key in text], np.int64)
        for text in texts
    ]


def _run_numbers(texts: Sequence[Ints], least: int) -> tuple[Ints, Ints]:
    """Return a number for every run of `least` syllables, by where it starts; equal runs have equal ones."""
    first, second = texts
    numbers, length = np.concatenate(texts), 1
    while length < least and len(numbers) >= 2:
        step = min(length, least - length)
        numbers = _ranked(numbers[:-step] * len(numbers) + numbers[step:])
        length += step
    ends = max(0, len(first) - least + 1), max(0, len(second) - least + 1)
    return numbers[: ends[0]], numbers[len(first) : len(first) + ends[1]]


def _ranked(codes: Ints) -> Ints:
    return np.unique(codes, return_inverse=True)[1].astype(np.int64)


def _share(starts: Bools, length: int, least: int) -> float:
    """Return which share of a text lies in runs, from where runs start."""
    return int(np.count_nonzero(_covered(starts, least))) / length if length else 0.0


def _covered(starts: Bools, least: int) -> Bools:
    """Return which syllables lie in a run, from where runs start."""
    change = np.zeros(len(starts) + least, np.int64)
    change[: len(starts)] += starts
    change[least:] -= starts
    covered: Bools = np.cumsum(change)[:-1] > 0
    return covered


def _diagonals(first: Ints, second: Ints, least: int) -> _Runs:
    """Return the longest stretches on every diagonal on which runs are equal."""
    one, other = _equal(first, second)
    size = len(first) + 1  # so that neighbours of two diagonals never seem to be neighbours
    codes = np.sort((other - one + size) * size + one)
    begins = np.flatnonzero(np.append(True, np.diff(codes) != 1)[: len(codes)])
    length = np.diff(np.append(begins, len(codes))) + least - 1
    start = codes[begins] % size
    return _Runs(start, start + codes[begins] // size - size, length)


def _equal(first: Ints, second: Ints) -> tuple[Ints, Ints]:
    """Return where runs are equal: places in the first and in the second text."""
    order = np.argsort(second, kind="stable")
    listed = second[order]
    begin = np.searchsorted(listed, first, side="left")
    count = np.minimum(np.searchsorted(listed, first, side="right") - begin, OFTEN)
    one = np.repeat(np.arange(len(first)), count)
    within = np.arange(len(one)) - np.repeat(np.cumsum(count) - count, count)
    return one, order[np.repeat(begin, count) + within].astype(np.int64)


def _fewest(runs: _Runs) -> _Runs:
    """Return the fewest stretches that cover what all cover of the first text, in order."""
    ends = runs.first + runs.length
    order = np.lexsort((-runs.second, ends, runs.first))
    starts = runs.first[order]
    chosen, end, place = list[int](), -1, 0
    while place < len(order):
        # Of all that start before the end reached so far (or at the next start), the one that reaches farthest.
        reach = max(end, int(starts[place]))
        after = int(np.searchsorted(starts, reach, side="right"))
        best = order[place:after][np.argmax(ends[order[place:after]])]
        place = after
        if ends[best] > end:
            chosen.append(int(best))
            end = int(ends[best])
    return _Runs(runs.first[chosen], runs.second[chosen], runs.length[chosen])
