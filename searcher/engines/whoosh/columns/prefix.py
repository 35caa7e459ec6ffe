"""Prefixes: all articles that have any key beginning so, of the keys that most articles have."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from searcher.engines import scoring
from searcher.engines.whoosh.columns.collection import Collection
from searcher.engines.whoosh.columns.docs import Docs, Mask
from searcher.engines.whoosh.columns.fields import counted_articles, term_range
from searcher.engines.whoosh.columns.segment import Segment
from searcher.model import View

Keys = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Begun:
    """The articles with a prefix, and the postings that were read for them."""

    docs: Docs
    touched: int


def prefix_docs(
    collection: Collection, view: View, prefix: str, field: str | None, most: int
) -> Begun:
    """Return the articles that have a key with this prefix (in this field, if one is named), of `most` keys."""
    mask = np.zeros(collection.size, bool)
    touched = 0
    kept = _kept(collection, view, prefix, most)
    for base, segment, keys in zip(collection.bases, collection.segments, kept, strict=False):
        part = mask[base : base + segment.documents]
        if field is None:
            touched += _mark_anywhere(segment, view, keys, part)
        else:
            touched += _mark_in_field(segment, view, keys, scoring.FIELDS.index(field), part)
    return Begun(Docs(collection.size, mask=mask), touched)


def _kept(collection: Collection, view: View, prefix: str, most: int) -> list[list[int]]:
    """Return, for each segment, the numbers of the keys with this prefix that are looked up."""
    found = [segment.strings[view].beginning_with(prefix) for segment in collection.segments]
    if sum(map(len, found)) <= most:
        return [keys.tolist() for keys in found]
    parts = zip(collection.segments, found, strict=True)
    names = [segment.strings[view].take(keys.tolist()) for segment, keys in parts]
    chosen = _most_frequent(collection, view, found, names, most)
    return [
        [key for key, name in zip(keys.tolist(), here, strict=True) if name in chosen]
        for keys, here in zip(found, names, strict=True)
    ]


def _most_frequent(
    collection: Collection, view: View, found: list[Keys], names: list[list[str]], most: int
) -> frozenset[str]:
    """Return the keys that most articles have, `most` of them."""
    order = sorted({name for here in names for name in here})
    place = {name: at for at, name in enumerate(order)}
    counts = np.zeros((len(scoring.FIELDS), len(order)), np.int64)
    for segment, keys, here in zip(collection.segments, found, names, strict=True):
        counts[:, [place[name] for name in here]] += segment.frequencies[view][:, keys]
    best = np.argsort(-counts.max(axis=0), kind="stable")[:most]
    return frozenset(order[at] for at in best.tolist())


def _mark_anywhere(segment: Segment, view: View, keys: list[int], mask: Mask) -> int:
    postings = segment.postings[view]
    lists = [np.zeros(0, np.int64)]
    rows = 0
    for key in keys:
        row = postings.row(key)
        if row is None:
            lists.append(postings.entries(key)[0])
        else:
            np.logical_or(mask, row, out=mask)
            rows += 1
    listed = np.concatenate(lists)
    mask[listed] = True
    return len(listed) + rows * len(mask)


def _mark_in_field(segment: Segment, view: View, keys: list[int], field: int, mask: Mask) -> int:
    touched = 0
    for key in keys:
        places = segment.places.of(*term_range(segment, view, key))
        mask[counted_articles(segment, field, places)[0]] = True
        touched += len(places)
    return touched
