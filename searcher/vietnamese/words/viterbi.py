"""Viterbi decoding of a CRF with two labels, over whole arrays.

With two labels the scores of a position matter only by their difference d = score(I) - score(B):

    d[i] = e[i] + f(d[i-1]),    f(x) = max(x + II, BI) - max(x + IB, BB)

where e is the emission and BB, BI, IB, II are the transition weights. f is constant on both sides
of a narrow window (for pyvi's weights 0.38 wide), so that most d follow from e alone and the rest
from short chains. The back-trace is a threshold on d, and inside the window the label depends
on the next label only.
"""

from dataclasses import dataclass
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

BEGIN, INSIDE, OPEN = 0, 1, 2
"""Labels; OPEN is decided by the label after it."""

_PASSES = 32
"""Chains longer than this are walked one by one, which keeps the time linear."""


@dataclass(frozen=True, slots=True)
class Decoder:
    """The transition weights of a CRF (from, to) and what follows from them."""

    bb: float
    bi: float
    ib: float
    ii: float

    @property
    def window(self) -> tuple[float, float]:
        """The ends of the interval in which f is not constant."""
        inside, begin = self.bi - self.ii, self.bb - self.ib
        return min(inside, begin), max(inside, begin)

    @property
    def flips(self) -> bool:
        """Whether an OPEN label is the opposite of the next one, or the same."""
        return self.bi - self.ii > self.bb - self.ib

    def step(self, d: Floats) -> Floats:
        """Return f(d), elementwise."""
        result: Floats = np.maximum(d + self.ii, self.bi) - np.maximum(d + self.ib, self.bb)
        return result

    def differences(self, emission: Floats, first: Flags, before: float = 0.0) -> Floats:
        """Return d, float64 of the shape of `emission`.

        `first` marks positions without a predecessor. `before` is d of the position before the
        array, which counts unless the first position is marked.
        """
        low, high = self.window
        below, above = self.step(np.array([low - 1.0, high + 1.0])).tolist()
        smallest, largest = min(below, above), max(below, above)
        added: Floats = np.where(emission + largest <= low, below, above)
        doubtful = (emission + largest > low) & (emission + smallest < high)
        doubtful |= first  # their d is the emission alone
        added[doubtful] = self.step(emission[doubtful])
        d = emission.copy()
        d[1:] += np.where(first[1:], 0.0, added[:-1])
        if len(d) and not first[0]:
            d[0] += self.step(np.array([before]))[0]
        self._settle(d, emission, np.flatnonzero(doubtful[:-1] & ~first[1:]) + 1)
        return d

    def _settle(self, d: Floats, emission: Floats, chained: NDArray[np.intp]) -> None:
        """Bring the positions after doubtful ones to the fixed point."""
        for _ in range(_PASSES):
            settled = emission[chained] + self.step(d[chained - 1])
            if np.array_equal(settled, d[chained]):
                return
            d[chained] = settled
        for i in chained.tolist():
            d[i] = emission[i] + self._step(float(d[i - 1]))

    def labels(self, d: Floats, last: Flags) -> NDArray[np.uint8]:
        """Return the label at each position, uint8; `last` marks positions without a successor."""
        low, high = self.window
        labels: NDArray[np.uint8] = np.where(d > high, INSIDE, np.where(d > low, OPEN, BEGIN))
        labels = labels.astype(np.uint8)
        labels[last] = d[last] > 0
        return labels

    def labels_of_few(self, emission: list[float]) -> list[int]:
        """Return the labels of one short text: the same recurrences without arrays."""
        d = list(accumulate(emission, lambda last, e: e + self._step(last)))
        label, labels = 0, list[int]()
        for place, difference in enumerate(reversed(d)):
            limit = (self.bi - self.ii if label else self.bb - self.ib) if place else 0.0
            label = int(difference > limit)
            labels.append(label)
        return labels[::-1]

    def _step(self, d: float) -> float:
        return max(d + self.ii, self.bi) - max(d + self.ib, self.bb)

    def close(self, labels: NDArray[np.uint8]) -> None:
        """Decide, in place, all OPEN labels; the last label must not be OPEN."""
        is_open = labels == OPEN
        places = np.flatnonzero(is_open)
        if not len(places):
            return
        ends = np.flatnonzero(is_open[:-1] & ~is_open[1:]) + 1  # where each run of OPEN is decided
        decided = ends[np.searchsorted(ends, places, side="right")]
        labels[places] = labels[decided] ^ (self.flips & (decided - places) & 1).astype(np.uint8)
