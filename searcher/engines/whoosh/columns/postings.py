"""The postings of one view of a segment: which articles have a key, and how heavily.

A posting is an article and its weighted frequency, tf of `scoring.py` in half occurrences (the
boosts are multiples of one half), one byte wide. A frequent key keeps a dense row with one byte per
article, so that sums and intersections run over whole arrays; the others keep sorted lists.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.container import Container
from searcher.engines import scoring
from searcher.engines.whoosh.columns.squeeze import CAP

Ints = NDArray[np.int64]
Small = NDArray[np.int32]

HALVES = np.array([round(2 * scoring.BOOSTS[field]) for field in scoring.FIELDS], np.int32)
"""Half occurrences that one occurrence in each field counts."""
DENSE_SHARE = 4
"""A key that more than one in so many articles have gets a dense row."""
DOC_BITS = 17
"""Bits of an article's number: a segment has at most 131,072 articles."""
NEAR = 1 << 16
"""Articles whose numbers fit 16 bits."""
RUN_BITS = 21
LONGEST_RUN = (1 << RUN_BITS) - 1
"""Occurrences of one key in one field of one article that are counted; more count as so many."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Runs:
    """How often a key stands in one field of one article: parallel int arrays, in any order.

    `key` counts from 0, `field` is an index into scoring.FIELDS; entries that are equal in all three
    are added up.
    """

    key: NDArray[Any]
    doc: NDArray[Any]
    field: NDArray[Any]
    count: NDArray[Any]


def posting_arrays(view: str, runs: Runs, keys: int, docs: int) -> dict[str, NDArray[Any]]:
    """Return the arrays of a view for `docs` articles and `keys` keys."""
    packed = _sorted(runs)
    frequency = _field_frequency(packed, keys)
    key, doc, tf = _merged(packed)
    counts = np.bincount(key, minlength=keys)
    dense = np.flatnonzero(counts * DENSE_SHARE > docs)
    rows = _dense_rows(dense, counts, doc, tf, docs)
    is_sparse = np.ones(keys, bool)
    is_sparse[dense] = False
    kept = np.flatnonzero(is_sparse[key])
    over = np.flatnonzero(tf >= CAP)
    return {
        f"{view}.df": frequency.astype(np.uint16 if docs < NEAR else np.uint32),
        f"{view}.ptr": _pointers(np.where(is_sparse, counts, 0)),
        f"{view}.docs": doc[kept].astype(np.uint16),
        f"{view}.far": _far(key[kept], doc[kept], keys, docs),
        f"{view}.tf": np.minimum(tf[kept], CAP).astype(np.uint8),
        f"{view}.dense": dense.astype(np.int32),
        f"{view}.rows": rows,
        f"{view}.over.at": (key[over].astype(np.int64) << DOC_BITS) | doc[over],
        f"{view}.over": tf[over].astype(np.int32),
    }


def _sorted(runs: Runs) -> NDArray[np.uint64]:
    """Pack key (24 bits), article (17), field (2) and count (21) into one number each, and sort them."""
    packed = runs.key.astype(np.uint64)
    counts = np.minimum(runs.count, LONGEST_RUN)
    for shift, part in ((DOC_BITS, runs.doc), (2, runs.field), (RUN_BITS, counts)):
        packed <<= np.uint64(shift)
        packed |= part.astype(np.uint32)
    packed.sort()
    return packed


def _starts(keys: NDArray[np.uint64]) -> Ints:
    """Return where a new value begins in a sorted array."""
    fresh = np.ones(len(keys), bool)
    np.not_equal(keys[1:], keys[:-1], out=fresh[1:])
    return np.flatnonzero(fresh)


def _field_frequency(packed: NDArray[np.uint64], keys: int) -> Ints:
    """Return the articles that have each key in each field, int64 of shape (fields, keys)."""
    whole = packed >> np.uint64(RUN_BITS)
    whole = whole.take(_starts(whole))
    slot = whole >> np.uint64(DOC_BITS)  # key and, in the last two bits, nothing of use
    slot &= ~np.uint64(3)
    slot |= whole & np.uint64(3)
    counts = np.bincount(slot.view(np.int64), minlength=4 * keys)
    return counts.reshape(keys, 4)[:, : len(HALVES)].T


def _merged(packed: NDArray[np.uint64]) -> tuple[Small, Small, Small]:
    """Return key, article and weighted frequency of every posting, sorted by key and article."""
    weights = (packed & np.uint64(LONGEST_RUN)).astype(np.int32)
    weights *= HALVES.take(((packed >> np.uint64(RUN_BITS)) & np.uint64(3)).astype(np.uint8))
    posting = packed >> np.uint64(RUN_BITS + 2)
    starts = _starts(posting)
    tf = np.add.reduceat(weights, starts) if len(starts) else weights
    posting = posting.take(starts)
    doc = (posting & np.uint64((1 << DOC_BITS) - 1)).astype(np.int32)
    return (posting >> np.uint64(DOC_BITS)).astype(np.int32), doc, tf


def _far(key: Small, doc: Small, keys: int, docs: int) -> NDArray[np.uint32]:
    """Return how many articles of each list need a 17th bit; nothing where no article does."""
    if docs <= NEAR:
        return np.zeros(0, np.uint32)
    return np.bincount(key[doc >= NEAR], minlength=keys).astype(np.uint32)


def _dense_rows(dense: Ints, counts: Ints, doc: Small, tf: Small, docs: int) -> NDArray[np.uint8]:
    rows = np.zeros((len(dense), docs), np.uint8)
    ends = np.cumsum(counts)
    for row, end, count in zip(rows, ends[dense].tolist(), counts[dense].tolist(), strict=True):
        row[doc[end - count : end]] = np.minimum(tf[end - count : end], CAP)
    return rows


def _pointers(counts: NDArray[Any]) -> NDArray[np.uint32]:
    pointers = np.zeros(len(counts) + 1, np.uint32)
    np.cumsum(counts, out=pointers[1:])
    return pointers


class Postings:
    """The postings of one view, by key number."""

    def __init__(self, container: Container, view: str) -> None:
        self._ptr = container[f"{view}.ptr"]
        self._docs = container.guarded(f"{view}.docs")
        self._tf = container.guarded(f"{view}.tf")
        self._rows = container.guarded(f"{view}.rows")
        self._over_at = container[f"{view}.over.at"]
        self._over = container[f"{view}.over"]
        self._far = container[f"{view}.far"]
        self._over_keys = set((self._over_at >> DOC_BITS).tolist())
        dense = container[f"{view}.dense"].tolist()
        self._row_of = {key: row for row, key in enumerate(dense)}

    def row(self, key: int) -> NDArray[np.uint8] | None:
        """Return the dense row of a key (capped frequencies), None where it has a list."""
        row = self._row_of.get(key)
        return None if row is None else self._rows.row(row)

    def listed(self, key: int) -> int:
        """Return the articles that the list of a key has; 0 where it has a row."""
        return int(self._ptr[key + 1]) - int(self._ptr[key])

    def entries(self, key: int) -> tuple[Ints, NDArray[np.uint8]]:
        """Return the articles and capped frequencies of a key that has a list."""
        start, end = int(self._ptr[key]), int(self._ptr[key + 1])
        docs: Ints = self._docs.span(start, end).astype(np.int64)
        if len(self._far):
            docs[len(docs) - int(self._far[key]) :] += NEAR
        return docs, self._tf.span(start, end)

    def over(self, key: int) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
        """Return articles and true frequencies where they do not fit a byte."""
        if key not in self._over_keys:
            return self._over_at[:0], self._over[:0]
        start, end = np.searchsorted(self._over_at, (key << DOC_BITS, (key + 1) << DOC_BITS))
        return self._over_at[start:end] & ((1 << DOC_BITS) - 1), self._over[start:end]

    def counts_within(self, mask: NDArray[np.bool_]) -> Ints:
        """Return how many articles of a mask have each key, int64 of shape (keys,); reads every list."""
        pointers = self._ptr.astype(np.int64)
        lengths: Ints = pointers[1:] - pointers[:-1]
        docs = self._docs.whole().astype(np.int64)
        if len(self._far):
            nearer = np.repeat(pointers[1:] - self._far, lengths)
            docs[np.arange(len(docs)) >= nearer] += NEAR
        keys = np.repeat(np.arange(len(lengths)), lengths)
        counts = np.bincount(keys[mask[docs]], minlength=len(lengths))
        for key, row in self._row_of.items():
            counts[key] = np.count_nonzero(self._rows.row(row)[mask])
        return counts

    def articles(self, key: int) -> NDArray[np.int64]:
        """Return the articles that have a key, sorted."""
        row = self.row(key)
        return self.entries(key)[0] if row is None else np.flatnonzero(row)
