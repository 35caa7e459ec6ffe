"""Deleting articles of an immutable segment: a mask beside it, and what it takes from the frequencies.

The document frequencies of a segment count deleted articles too. So that scores are those of an index
that never had them, the mask carries per key how many of its articles are gone.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.engines.whoosh.columns.segment import FIELDS, Segment
from searcher.model import View

Ints = NDArray[np.int64]


def mask_arrays(segment: Segment, fresh: Ints) -> dict[str, NDArray[Any]]:
    """Return the arrays of the mask that deletes `fresh` articles on top of those already gone."""
    gone = ~segment.live
    gone[fresh] = True
    arrays: dict[str, NDArray[Any]] = {"articles": np.flatnonzero(gone).astype(np.int32)}
    for view, counts in _taken(segment, fresh).items():
        counts += segment.container[f"{view}.df"] - segment.frequencies[view]
        keys = np.flatnonzero(counts.any(axis=0))
        arrays[f"{view}.keys"] = keys.astype(np.int32)
        arrays[f"{view}.df"] = counts[:, keys].astype(np.int32)
    return arrays


def _taken(segment: Segment, fresh: Ints) -> dict[View, Ints]:
    """Return per view how many of these articles have each key in each field, int64 (fields, keys)."""
    first = segment.container["folded.first"]
    syllables = [
        [_syllables(segment, field, doc) for doc in fresh.tolist()] for field in range(FIELDS)
    ]
    folds = [
        [np.unique(np.searchsorted(first, terms, side="right") - 1) for terms in texts]
        for texts in syllables
    ]
    words = [[_words(segment, field, doc) for doc in fresh.tolist()] for field in range(FIELDS)]
    return {
        View.ACCENTED: _counted(segment, View.ACCENTED, syllables),
        View.FOLDED: _counted(segment, View.FOLDED, folds),
        View.WORDS: _counted(segment, View.WORDS, words),
        View.NUMBERS: _numbers(segment, fresh),
    }


def _syllables(segment: Segment, field: int, doc: int) -> NDArray[Any]:
    text = field * segment.documents + doc
    start, end = segment.starts[text : text + 2].tolist()
    return np.unique(segment.tokens.span(start, end - 1)) - 1


def _words(segment: Segment, field: int, doc: int) -> NDArray[Any]:
    text = field * segment.documents + doc
    start, end = segment.container["words.starts"][text : text + 2].tolist()
    return segment.word_bags.span(start, end) - 1


def _counted(segment: Segment, view: View, texts: list[list[NDArray[Any]]]) -> Ints:
    keys = len(segment.strings[view])
    none = np.zeros(0, np.int64)
    return np.stack([np.bincount(np.concatenate([none, *f]), minlength=keys) for f in texts])


def _numbers(segment: Segment, fresh: Ints) -> Ints:
    """Numbers are counted as if all stood in the last field."""
    gone = np.zeros(segment.documents, bool)
    gone[fresh] = True
    counts = np.zeros((FIELDS, len(segment.strings[View.NUMBERS])), np.int64)
    counts[-1] = segment.postings[View.NUMBERS].counts_within(gone)
    return counts
