"""Postings within one field: not stored, but read off the places of syllables and the bags of words."""

import numpy as np
from numpy.typing import NDArray

from searcher.engines.whoosh.columns.segment import Segment
from searcher.engines.whoosh.columns.squeeze import doubled
from searcher.model import View

Ints = NDArray[np.int64]


def field_postings(segment: Segment, view: View, field: int, key: int) -> tuple[Ints, Ints]:
    """Return the articles that have a key in a field, sorted, and how often."""
    if view is View.WORDS:
        return _in_bags(segment, field, key)
    return counted_articles(segment, field, segment.places.of(*term_range(segment, view, key)))


def term_range(segment: Segment, view: View, key: int) -> tuple[int, int]:
    """Return the terms of an accented or folded key: first, and one behind the last."""
    if view is View.ACCENTED:
        return key, key + 1
    first = segment.container["folded.first"]
    return int(first[key]), int(first[key + 1])


def counted_articles(segment: Segment, field: int, places: Ints) -> tuple[Ints, Ints]:
    """Return the articles in which these places lie in a field, sorted, and how many places each has."""
    start, end = field * segment.documents, (field + 1) * segment.documents
    first, last = segment.starts[[start, end]].tolist()
    inside = places[(places >= first) & (places < last)]
    articles = texts_at(segment, inside) - start
    docs, counts = np.unique(articles, return_counts=True)
    return docs, counts


def texts_at(segment: Segment, places: Ints) -> Ints:
    """Return the text (field * documents + article) of each place."""
    same_type = places.astype(segment.starts.dtype)  # or all starts would be converted
    return segment.starts.searchsorted(same_type, side="right") - 1


def _in_bags(segment: Segment, field: int, key: int) -> tuple[Ints, Ints]:
    """Scan the bags of a field for one word."""
    starts = segment.container["words.starts"]
    edges = starts[field * segment.documents : (field + 1) * segment.documents + 1]
    first, last = int(edges[0]), int(edges[-1])
    at = np.flatnonzero(segment.word_bags.span(first, last) == key + 1)
    counts = doubled(segment.container, "words.count", first, last)[at]
    return edges.searchsorted((at + first).astype(edges.dtype), side="right") - 1, counts
