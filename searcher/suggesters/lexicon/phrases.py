"""Phrases and names of whole articles, from what restoring diacritics has counted."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from searcher.vietnamese.restoration import Tally
from searcher.vietnamese.restoration.text import BOUNDARY, CLASSES

_BITS = 16

_COHESION: Mapping[int, float] = {2: 0.28, 3: 0.4, 4: 0.5}
"""Normalised pointwise mutual information that a phrase of so many syllables needs at its weakest place."""
_WHOLE = 0.6
"""A phrase inside one longer phrase in so many of its places is a piece of that one."""

Keys = NDArray[np.uint64]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """Phrases of one length: `ids` of shape (phrases, syllables), and `counts`."""

    ids: Numbers
    counts: Numbers


def cohesive(tally: Tally, fillers: frozenset[str], least: int) -> Iterator[Counted]:
    """Yield the n-grams that belong together, seen `least` times, by length.

    Bouma 2009, *Normalized (pointwise) mutual information in collocation extraction*, at the weakest
    of the places where a phrase can be cut.
    """
    filler = np.array([word in fillers for word in tally.words])
    for length in _COHESION:
        grams = tally.orders[length - 1]
        often = grams.counts >= least
        keys, counts = grams.keys[often], grams.counts[often]
        ids = _ids(keys, length)
        fits = (ids >= CLASSES).all(axis=1) & ~filler[ids[:, 0]] & ~filler[ids[:, -1]]
        keys, counts = keys[fits], counts[fits]
        fits = _cohesion(tally, keys, counts, length) >= _COHESION[length]
        keys, counts = keys[fits], counts[fits]
        fits = counts * _WHOLE > _most_inside(tally, keys, length, least)
        yield Counted(ids=_ids(keys[fits], length), counts=counts[fits])


def _ids(keys: Keys, length: int) -> Numbers:
    """Return the ids of n-grams, shape (n-grams, length)."""
    shifts = np.arange(length - 1, -1, -1, dtype=np.uint64) * np.uint64(_BITS)
    return ((keys[:, None] >> shifts) & np.uint64(0xFFFF)).astype(np.int64)


def _cohesion(tally: Tally, keys: Keys, counts: Numbers, length: int) -> NDArray[np.float64]:
    total = float(tally.cases[CLASSES:].sum()) or 1.0
    log = np.log(counts / total)
    weakest = np.full(len(keys), np.inf)
    for cut in range(1, length):
        shift = np.uint64(_BITS * (length - cut))
        left = _count(tally, keys >> shift, cut)
        right = _count(tally, keys & ((np.uint64(1) << shift) - np.uint64(1)), length - cut)
        weakest = np.minimum(weakest, log - np.log(left / total) - np.log(right / total))
    return weakest / np.maximum(-log, 1e-9)


def _count(tally: Tally, keys: Keys, length: int) -> Numbers:
    """Return how often n-grams occur, at least 1."""
    grams = tally.orders[length - 1]
    if not len(grams.keys):
        return np.ones(len(keys), np.int64)
    places = np.minimum(np.searchsorted(grams.keys, keys), len(grams.keys) - 1)
    return np.maximum(np.where(grams.keys[places] == keys, grams.counts[places], 1), 1)


def _most_inside(tally: Tally, keys: Keys, length: int, least: int) -> Numbers:
    """Return the count of the most frequent n-gram that has one word more before or behind.

    Those seen too rarely to matter for phrases of `least` occurrences are not looked at.
    """
    most = np.zeros(len(keys), np.int64)
    if length == len(tally.orders) or not len(keys):
        return most
    longer = tally.orders[length]
    often = longer.counts >= _WHOLE * least
    often[often] = (_ids(longer.keys[often], length + 1) >= CLASSES).all(axis=1)
    grams, counts = longer.keys[often], longer.counts[often]
    inside = grams >> np.uint64(_BITS), grams & np.uint64((1 << (_BITS * length)) - 1)
    for pieces in inside:
        places = np.minimum(np.searchsorted(keys, pieces), len(keys) - 1)
        hit = keys[places] == pieces
        np.maximum.at(most, places[hit], counts[hit])
    return most


_LONGEST_NAME = 6
_FEWEST_CAPITALS = 0.6
"""Share of its occurrences that a word at the start of a sentence has with a capital, if it is a name's."""
_MIX = np.uint64(0x9E3779B97F4A7C15)

Stretch = tuple[NDArray[np.uint16], NDArray[np.uint32]]


def names(tally: Tally, stretches: Iterable[Stretch], least: int) -> Iterator[Counted]:
    """Yield the runs of two to six words with capitals, seen `least` times, by length.

    `stretches` are the ids of words in their order, and how each is written.
    """
    capitals = tally.cases[:, 1:3].sum(axis=1) >= _FEWEST_CAPITALS * tally.cases.sum(axis=1)
    runs: dict[int, list[Numbers]] = {n: [] for n in range(2, _LONGEST_NAME + 1)}
    for ids, cases in stretches:
        for length, found in _runs(ids, cases, capitals):
            runs[length].append(found)
    for length, stacks in runs.items():
        if stacks:
            yield _often(np.concatenate(stacks), least, length)


def _runs(
    ids: NDArray[np.uint16], cases: NDArray[np.uint32], capitals: NDArray[np.bool_]
) -> Iterator[tuple[int, Numbers]]:
    """Yield the runs of each length, as ids of shape (runs, length)."""
    high = (cases > 0) & (ids >= CLASSES)
    first = np.concatenate([[True], ids[:-1] == BOUNDARY])
    high &= ~first | capitals[ids]
    edges = np.flatnonzero(np.diff(np.concatenate([[False], high, [False]]).astype(np.int8)))
    starts, lengths = edges[::2], edges[1::2] - edges[::2]
    for length in range(2, _LONGEST_NAME + 1):
        those = starts[lengths == length]
        yield length, ids[those[:, None] + np.arange(length)].astype(np.int64)


def _often(runs: Numbers, least: int, length: int) -> Counted:
    hashes = np.zeros(len(runs), np.uint64)
    for place in range(length):
        hashes = (hashes ^ runs[:, place].astype(np.uint64)) * _MIX
        hashes ^= hashes >> np.uint64(29)
    _, firsts, counts = np.unique(hashes, return_index=True, return_counts=True)
    kept = counts >= least
    return Counted(ids=runs[firsts[kept]], counts=counts[kept])
