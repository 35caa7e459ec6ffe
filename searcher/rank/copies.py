"""Near-copies among the candidates: the same text, from another paper or with another title, stands behind the best.

Only the best POOL are compared, every one with every other, over their signatures (`engines/signatures.py`):
which of them stand behind which depends on the query alone, not on the page, so that pages fit together.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from searcher.model import Candidates, Showing
from searcher.rank.look import POOL

LIKENESS = 0.75
"""Twice the runs that two texts share, of the runs of both: from here on they are one text.

A fifth of a text replaced is .80, a third left out is .80. Below .80 because every change costs the runs
around it, and for the bins tell it with an error of .04; two texts of one event are at .18. Between .65
and .75 stand the next day's news that repeat what happened before: readers want to see both.
"""
LEAST_BINS = 24
"""Bins that a text must fill: a shorter one (below about 30 syllables) says too little."""
SHORT_BINS, SHORT_LIKENESS = 64, 0.8
"""A text that fills fewer bins (below about 90 syllables) must be more alike: series of bulletins, weather and
lottery say the same in other words each day, and the bins tell it with a greater error."""
CHANCE = 1 / 255
"""How often two bins agree by chance."""
GLANCE = 32
"""Pairs of bins that are looked at first: texts as alike as LIKENESS agree in two (all but 1 in 80,000)."""
NEIGHBOURS = 6
"""Rows with the same two bins that are compared with each other."""
OFTEN = 2
"""Pairs of bins in which rows must agree to be compared: of copies 12 do, of texts on one subject hardly ever two."""

Ints = NDArray[np.int64]
Signatures = NDArray[np.uint8]
Signing = Callable[[NDArray[np.int64]], Signatures]
"""What `Reader.signatures` is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How a ranking is shown: the rows that are hits, in order, and for the first rows the row each stands behind.

    Of `total` articles `collapsed` stand behind others.
    """

    shown: Ints
    behind: Ints
    total: int
    collapsed: int = 0

    def copies(self, row: int) -> Iterator[int]:
        """Yield the rows that stand behind a row that is shown."""
        for copy in np.flatnonzero(self.behind == row).tolist():
            if copy != row:
                yield copy


def standing(
    candidates: Candidates, places: Ints, signing: Signing | None, showing: Showing
) -> Standing:
    """Return which rows of a ranking (places of the candidates, best first) are shown."""
    if signing is None or showing.apart:
        return Standing(shown=np.arange(len(places)), behind=places[:0], total=candidates.total)
    behind = standing_behind(signing(candidates.numbers[places[:POOL]]))
    if showing.copies_of is not None:
        group = _group(candidates, places, behind, showing.copies_of)
        return Standing(shown=group, behind=places[:0], total=len(group))
    rows = np.arange(len(places))
    shown = rows[np.append(behind, rows[len(behind) :]) == rows]
    collapsed = len(rows) - len(shown)
    return Standing(shown=shown, behind=behind, total=candidates.total, collapsed=collapsed)


def _group(candidates: Candidates, places: Ints, behind: Ints, id_: str) -> Ints:
    """Return the row of the article of this id and those of its near-copies."""
    listed = places[: len(behind)].tolist()
    row = next((row for row, at in enumerate(listed) if candidates.ids[at] == id_), -1)
    return np.flatnonzero(behind == behind[row]) if row >= 0 else places[:0]


def standing_behind(signatures: Signatures) -> Ints:
    """Return the row that each row stands behind, its own where it stands for itself: int64 of shape (rows,).

    Row by row: one that is a copy of an earlier row that stands for itself is put behind the first such.
    """
    own = np.arange(len(signatures))
    behind = own.copy()
    agree = _agreeing(signatures)
    for row in np.flatnonzero(agree.any(axis=1)).tolist():
        if behind[row] == row:
            others = np.flatnonzero(agree[row] & (behind == own))
            behind[others[are_copies(signatures[row], signatures[others])]] = row
    return behind


def are_copies(one: Signatures, other: Signatures) -> NDArray[np.bool_]:
    """Tell for signatures, row by row, which are those of one text."""
    filled = np.maximum(np.count_nonzero(one, axis=-1), np.count_nonzero(other, axis=-1))
    needed = np.where(filled < SHORT_BINS, SHORT_LIKENESS, LIKENESS)
    found: NDArray[np.bool_] = likeness(one, other) >= needed
    return found


def _agreeing(signatures: Signatures) -> NDArray[np.bool_]:
    """Return which later rows agree often enough with each row, bool of shape (rows, rows).

    One sort puts rows that agree next to each other. Of the many that have the same bins only
    NEIGHBOURS are compared with each other, and the first with all: where there are so many copies it leads them.
    """
    size = len(signatures)
    runs, rows = _sorted_bins(signatures)
    pairs = [rows[:0]]
    for distance in range(1, min(NEIGHBOURS, len(runs))):
        near = np.flatnonzero(runs[distance:] == runs[:-distance])
        pairs.append(rows[near] * size + rows[near + distance])
    first = runs.searchsorted(runs)
    far = np.flatnonzero(np.arange(len(runs)) - first >= NEIGHBOURS)
    pairs.append(rows[first[far]] * size + rows[far])
    counts = np.bincount(np.concatenate(pairs), minlength=size * size)
    agree: NDArray[np.bool_] = counts.reshape(size, size) >= OFTEN
    return agree


def _sorted_bins(signatures: Signatures) -> tuple[Ints, Ints]:
    """Return pairs of bins as numbers that are equal where they agree, and their rows, sorted by both."""
    told = np.flatnonzero(np.count_nonzero(signatures, axis=1) >= LEAST_BINS)
    pairs = signatures[told].view(np.uint16)[:, :GLANCE].astype(np.int64)
    codes = (np.arange(pairs.shape[1]) << 32) | (pairs << 16) | told[:, None]
    found = codes[pairs != 0]  # empty bins agree with none
    found.sort()
    return found >> 16, found & 0xFFFF


def likeness(one: Signatures, other: Signatures) -> NDArray[np.float64]:
    """Return what share of two texts is the same, float64 from 0 to 1, for signatures row by row.

    Twice the common runs, of the runs of both (Dice's coefficient), as far as the bins can tell.
    """
    filled = np.count_nonzero(one | other, axis=-1)
    common = np.count_nonzero((one == other) & (one != 0), axis=-1)
    jaccard = np.maximum((common / np.maximum(filled, 1) - CHANCE) / (1 - CHANCE), 0.0)
    found: NDArray[np.float64] = 2 * jaccard / (1 + jaccard)
    return found
