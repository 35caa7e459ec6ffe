"""Prefixes: all articles that have any key beginning so."""

import numpy as np

from searcher.engines import scoring
from searcher.engines.whoosh.columns.collection import Collection
from searcher.engines.whoosh.columns.docs import Docs, Mask
from searcher.engines.whoosh.columns.fields import counted_articles, term_range
from searcher.engines.whoosh.columns.segment import Segment
from searcher.model import View


def prefix_docs(collection: Collection, view: View, prefix: str, field: str | None) -> Docs:
    """Return the articles that have a key with this prefix (in this field, if one is named)."""
    mask = np.zeros(collection.size, bool)
    for base, segment in zip(collection.bases, collection.segments, strict=False):
        part = mask[base : base + segment.documents]
        keys = segment.strings[view].beginning_with(prefix).tolist()
        if field is None:
            _mark_anywhere(segment, view, keys, part)
        else:
            _mark_in_field(segment, view, keys, scoring.FIELDS.index(field), part)
    return Docs(collection.size, mask=mask)


def _mark_anywhere(segment: Segment, view: View, keys: list[int], mask: Mask) -> None:
    postings = segment.postings[view]
    lists = [np.zeros(0, np.uint16)]
    for key in keys:
        row = postings.row(key)
        if row is None:
            lists.append(postings.entries(key)[0])
        else:
            np.logical_or(mask, row, out=mask)
    mask[np.concatenate(lists)] = True


def _mark_in_field(segment: Segment, view: View, keys: list[int], field: int, mask: Mask) -> None:
    for key in keys:
        places = segment.places.of(*term_range(segment, view, key))
        mask[counted_articles(segment, field, places)[0]] = True
