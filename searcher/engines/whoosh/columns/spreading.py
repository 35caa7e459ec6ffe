"""Where the entries of some texts stand, one after another."""

import numpy as np
from numpy.typing import NDArray

from searcher.engines.whoosh.columns.collection import Ints
from searcher.engines.whoosh.columns.segment import FIELDS, Segment


def by_article(lengths: Ints) -> Ints:
    """Return the entries of each article, from those of each of its texts."""
    sums: Ints = lengths.reshape(-1, FIELDS).sum(axis=1)
    return sums


def texts_of(segment: Segment, local: Ints) -> Ints:
    """Return the texts of some articles, field by field within each article."""
    return (local[:, None] + np.arange(FIELDS) * segment.documents).ravel()


def spread(starts: NDArray[np.int32], texts: Ints, gap: int = 0) -> tuple[Ints, Ints]:
    """Return every place of some texts that are `gap` apart, and how many places each of them has."""
    first = starts.take(texts).astype(np.int64)
    lengths = starts.take(texts + 1) - first - gap
    before = np.cumsum(lengths) - lengths
    places = np.repeat(first - before, lengths)
    places += np.arange(len(places))  # in place: fresh pages are what costs most here
    return places, lengths
