"""What a line is worth before anything of it is typed: frequent phrases and fresh titles are worth more."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from searcher.suggesters.lexicon.kinds import Kind, Line

_OF_KIND = {Kind.PHRASE: 0.0, Kind.TITLE: 0.6, Kind.NAME: 0.3, Kind.DOCUMENT: 0.3}
_FRESH = 0.7
"""What the newest title is worth beyond one of long ago."""
_HALF_LIFE = 180.0
"""Days after which half of that is left."""


def worths(lines: Sequence[Line]) -> NDArray[np.float32]:
    """Return the worth of each line, in natural logarithms of how often it may be meant."""
    counts = np.array([line.count for line in lines], np.float64)
    kinds = np.array([_OF_KIND[line.kind] for line in lines])
    days = np.array([line.day for line in lines], np.float64)
    ages = days.max(initial=0) - days
    fresh = np.where(days > 0, _FRESH * 0.5 ** (ages / _HALF_LIFE), 0.0)
    worth: NDArray[np.float32] = (np.log1p(counts) + kinds + fresh).astype(np.float32)
    return worth
