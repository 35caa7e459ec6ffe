"""N-grams -> probability and back-off weight, one byte each, in hashed rows of eight slots.

A row is one gather of 16 bytes of fingerprints. Where more than eight n-grams fall into a row
(about 1 % of all) the rarest are left out, and the model backs off as for any unseen one.
A wrong match has a chance of about 1 in 10,000.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Keys = NDArray[np.uint64]
Floats = NDArray[np.float32]

_SLOTS = 8
_LOAD = 4.5
"""N-grams per row."""

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
    """`prints` uint16, `logps` and `backoffs` uint8, each of shape (rows, 8); 0 prints are empty."""

    prints: NDArray[np.uint16]
    logps: NDArray[np.uint8]
    backoffs: NDArray[np.uint8]

    def look_up(self, keys: Keys) -> Found:
        """Return what the table says of each of `keys`."""
        row, print_ = _place(keys, len(self.prints))
        match = self.prints[row] == print_[:, None]
        slot = match.argmax(axis=1)
        place = row * _SLOTS + slot
        hit = match.ravel()[np.arange(len(keys)) * _SLOTS + slot]
        scale = hit * np.float32(-1 / STEP)
        logp = self.logps.ravel()[place] * scale
        return Found(hit=hit, logp=logp, backoff=self.backoffs.ravel()[place] * scale)

    def arrays(self, name: str) -> dict[str, NDArray[Any]]:
        """Return the arrays under names that begin with `name`."""
        return {
            f"{name}.prints": self.prints,
            f"{name}.logps": self.logps,
            f"{name}.backoffs": self.backoffs,
        }


def table_of(arrays: dict[str, NDArray[Any]], name: str) -> Table:
    """Return the table that was stored under `name`."""
    return Table(
        prints=arrays[f"{name}.prints"],
        logps=arrays[f"{name}.logps"],
        backoffs=arrays[f"{name}.backoffs"],
    )


def make_table(keys: Keys, logps: Floats, backoffs: Floats) -> Table:
    """Store n-grams, the likeliest first; `logps` and `backoffs` are natural logarithms <= 0."""
    rows = max(1, int(len(keys) / _LOAD))
    row, print_ = _place(keys, rows)
    order = np.lexsort((-logps, row))
    row, print_ = row[order], print_[order]
    slot = np.arange(len(row)) - np.searchsorted(row, row)
    fits = slot < _SLOTS
    place = (row * _SLOTS + slot)[fits]
    kept = order[fits]
    return Table(
        prints=_scatter(rows, place, print_[fits]),
        logps=_scatter(rows, place, _quantise(logps[kept])),
        backoffs=_scatter(rows, place, _quantise(backoffs[kept])),
    )


def _quantise(logs: Floats) -> NDArray[np.uint8]:
    steps: NDArray[np.uint8] = np.clip(np.rint(-logs * STEP), 0, 255).astype(np.uint8)
    return steps


def _scatter(rows: int, place: NDArray[np.int64], values: NDArray[Any]) -> NDArray[Any]:
    slots = np.zeros(rows * _SLOTS, dtype=values.dtype)
    slots[place] = values
    return slots.reshape(rows, _SLOTS)


def _place(keys: Keys, rows: int) -> tuple[NDArray[np.int64], NDArray[np.uint16]]:
    """Return the row of each key and its fingerprint, 1 to 65535 (splitmix64's finaliser)."""
    mixed = (keys ^ (keys >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    row = ((mixed >> np.uint64(32)) * np.uint64(rows)) >> np.uint64(32)
    print_ = (mixed & np.uint64(0xFFFF)).astype(np.uint16)
    return row.astype(np.int64), np.maximum(print_, np.uint16(1))
