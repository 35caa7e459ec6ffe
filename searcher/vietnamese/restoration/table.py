"""N-grams -> probability and back-off weight, one byte each, in hashed rows of eight slots.

A row is one gather of its fingerprints. Where more than eight n-grams fall into a row (about 2 % of
all) the rarest are left out, and the model backs off as for any unseen one.
With fingerprints of 16 bits a wrong match has a chance of 1 in 10,000: good enough for n-grams that
are asked for only when their shorter end is known. For pairs they have 32 bits.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Floats = NDArray[np.float32]

_SLOTS = 8
_LOAD = 5.0
"""N-grams per row."""

Prints = NDArray[np.uint16] | NDArray[np.uint32]

STEP = 16.0
"""A byte holds -ln(p) * STEP: up to 15.9 nats, in steps of 6 %."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a table says of keys: who is there (`hit`), ln probabilities, ln back-off weights.

    Both are 0 where there is no hit.
    """

    hit: NDArray[np.bool_]
    logp: Floats
    backoff: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """`prints` uint16 or uint32, `logps` and `backoffs` uint8, all of shape (rows, 8).

    A print of 0 is an empty slot. `backoffs` has no rows for the longest n-grams, which have none.
    """

    prints: Prints
    logps: NDArray[np.uint8]
    backoffs: NDArray[np.uint8]

    def look_up(self, keys: Keys) -> Found:
        """Return what the table says of each of `keys`."""
        row, print_ = _place(keys, len(self.prints), self.prints.dtype)
        match = self.prints[row] == print_[:, None]
        slot = match.argmax(axis=1)
        place = row * _SLOTS + slot
        hit = match.any(axis=1)
        scale = hit * np.float32(-1 / STEP)
        logp = self.logps.ravel()[place] * scale
        backoff = self.backoffs.ravel()[place] * scale if len(self.backoffs) else 0 * scale
        return Found(hit=hit, logp=logp, backoff=backoff)

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """Return the arrays under names that begin with `name`."""
        return {
            f"{name}.prints": self.prints,
            f"{name}.logps": self.logps,
            f"{name}.backoffs": self.backoffs,
        }


def table_of(arrays: Mapping[str, NDArray[Any]], name: str) -> Table:
    """Return the table that was stored under `name`."""
    return Table(
        prints=arrays[f"{name}.prints"],
        logps=arrays[f"{name}.logps"],
        backoffs=arrays[f"{name}.backoffs"],
    )


def make_table(keys: Keys, logps: Floats, backoffs: Floats, *, bits: int = 16) -> Table:
    """Store n-grams, the likeliest first, with fingerprints of 16 or 32 `bits`.

    `logps` and `backoffs` are natural logarithms <= 0.
    """
    rows = 4 + int(len(keys) / _LOAD)  # a few more, so that a small table has room, too
    row, print_ = _place(keys, rows, np.dtype(f"u{bits // 8}"))
    order = np.lexsort((-logps, row))
    row, print_ = row[order], print_[order]
    slot = np.arange(len(row)) - np.searchsorted(row, row)
    fits = slot < _SLOTS
    place = (row * _SLOTS + slot)[fits]
    kept = order[fits]
    weights = _scatter(rows, place, _quantise(backoffs[kept]))
    return Table(
        prints=_scatter(rows, place, print_[fits]),
        logps=_scatter(rows, place, _quantise(logps[kept])),
        backoffs=weights if weights.any() else weights[:0],
    )


def _quantise(logs: Floats) -> NDArray[np.uint8]:
    steps: NDArray[np.uint8] = np.clip(np.rint(-logs * STEP), 0, 255).astype(np.uint8)
    return steps


def _scatter(rows: int, place: NDArray[np.int64], values: NDArray[Any]) -> NDArray[Any]:
    slots = np.zeros(rows * _SLOTS, dtype=values.dtype)
    slots[place] = values
    return slots.reshape(rows, _SLOTS)


def _place(keys: Keys, rows: int, dtype: np.dtype[Any]) -> tuple[NDArray[np.int64], Prints]:
    """Return the row of each key and its fingerprint, 1 or more (splitmix64's finaliser)."""
    mixed = (keys ^ (keys >> _30)) * _FIRST
    mixed = (mixed ^ (mixed >> _27)) * _SECOND
    row = ((mixed >> _32) * np.uint64(rows)) >> _32
    print_ = mixed.astype(dtype)  # its low bits
    return row.astype(np.int64), np.maximum(print_, dtype.type(1))


_27, _30, _32 = np.uint64(27), np.uint64(30), np.uint64(32)
_FIRST, _SECOND = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)
