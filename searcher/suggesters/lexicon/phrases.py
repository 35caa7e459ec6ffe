"""Phrases and names of whole articles, from what restoring diacritics has counted."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from searcher.vietnamese.restoration import Tally
from searcher.vietnamese.restoration.counts import GramCounts
from searcher.vietnamese.restoration.text import BOUNDARY, CLASSES

_BITS = 16
_ONE = np.uint64(_BITS)

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
        fits &= ~_is_cut_off(tally, keys, length, least)
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


def _is_cut_off(tally: Tally, keys: Keys, length: int, least: int) -> NDArray[np.bool_]:
    """Tell of n-grams whether their last words nearly always go on, or their first ones began before.

    `kho vũ khí hạt`: `vũ khí hạt` goes on with `nhân`.
    """
    cut = np.zeros(len(keys), np.bool_)
    if length == 2:
        return cut
    grams = _of_words(tally.orders[length - 1], length, least)
    low = np.uint64((1 << (_BITS * (length - 1))) - 1)
    sides = ((keys & low, grams.keys >> _ONE), (keys >> _ONE, grams.keys & low))
    for pieces, inside in sides:
        different, which = np.unique(pieces, return_inverse=True)
        most = _most(different, inside, grams.counts)
        cut |= (most >= _WHOLE * _count(tally, different, length - 1))[which]
    return cut


def _of_words(grams: GramCounts, length: int, least: int) -> GramCounts:
    """Return the n-grams of words only that are frequent enough to matter for phrases of `least`."""
    often = grams.counts >= _WHOLE * least
    often[often] = (_ids(grams.keys[often], length) >= CLASSES).all(axis=1)
    return GramCounts(grams.order, keys=grams.keys[often], counts=grams.counts[often])


def _most(keys: Keys, inside: Keys, counts: Numbers) -> Numbers:
    """Return, for each of sorted `keys`, the highest count among the n-grams that have it `inside`."""
    most = np.zeros(len(keys), np.int64)
    places = np.minimum(np.searchsorted(keys, inside), max(len(keys) - 1, 0))
    hit = keys[places] == inside if len(keys) else np.zeros(len(inside), np.bool_)
    np.maximum.at(most, places[hit], counts[hit])
    return most


def _most_inside(tally: Tally, keys: Keys, length: int, least: int) -> Numbers:
    """Return the count of the most frequent n-gram that has one word more before or behind."""
    if length == len(tally.orders):
        return np.zeros(len(keys), np.int64)
    longer = _of_words(tally.orders[length], length + 1, least)
    low = np.uint64((1 << (_BITS * length)) - 1)
    sides = (longer.keys >> _ONE, longer.keys & low)
    return np.maximum(*(_most(keys, inside, longer.counts) for inside in sides))


_LONGEST_NAME = 6
_USUALLY = 0.3
"""Share of its occurrences that a name stands alone and with capitals: `Ủy Ban` is none."""
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
            often = _often(np.concatenate(stacks), least, length)
            sure = often.counts >= _USUALLY * _all_of(tally, often.ids)
            sure &= ~_goes_on(tally, often.ids, least)
            yield Counted(ids=often.ids[sure], counts=often.counts[sure])


def _all_of(tally: Tally, ids: Numbers) -> Numbers:
    """Return how often words stand together in any letters; 0 where that was not counted."""
    if ids.shape[1] > len(tally.orders):
        return np.zeros(len(ids), np.int64)
    return _count(tally, _keys_of(ids), ids.shape[1])


def _goes_on(tally: Tally, ids: Numbers, least: int) -> NDArray[np.bool_]:
    """Tell of names whether one word more nearly always stands before or behind: `Bộ Giáo`."""
    length = ids.shape[1]
    if length >= len(tally.orders):
        return np.zeros(len(ids), np.bool_)
    keys, which = np.unique(_keys_of(ids), return_inverse=True)
    goes_on = _most_inside(tally, keys, length, least) >= _WHOLE * _count(tally, keys, length)
    return goes_on[which]


def _keys_of(ids: Numbers) -> Keys:
    keys = np.zeros(len(ids), np.uint64)
    for column in ids.T:
        keys = (keys << _ONE) | column.astype(np.uint64)
    return keys


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
