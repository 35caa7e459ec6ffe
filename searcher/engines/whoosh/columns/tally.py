"""Facets: how many of the matching articles have each source, category, author and month."""

from collections import Counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.engines.facets import by_count, by_month
from searcher.engines.whoosh.columns.collection import Collection, Keywords
from searcher.engines.whoosh.columns.docs import Docs
from searcher.model import Facet, Facets


def tallied(collection: Collection, docs: Docs) -> Facets:
    """Count the facets of these articles."""
    keywords = collection.keywords
    return Facets(
        source=_values(keywords["source"], docs),
        category=_values(keywords["category"], docs),
        author=_values(keywords["author"], docs),
        month=_months(collection, docs),
        undated=int(_counts(collection.month + 1, docs, 1)[0]),
    )


def _values(keyword: Keywords, docs: Docs) -> tuple[Facet, ...]:
    counts = _counts(keyword.codes, docs, len(keyword.values))
    seen = np.flatnonzero(counts).tolist()
    return by_count(
        Counter({keyword.values[code]: int(counts[code]) for code in seen if keyword.values[code]})
    )


def _months(collection: Collection, docs: Docs) -> tuple[Facet, ...]:
    counts = _counts(collection.month + 1, docs, 1)
    seen = (np.flatnonzero(counts[1:])).tolist()
    return by_month(
        Counter({f"{m // 12 + 1:04d}-{m % 12 + 1:02d}": int(counts[m + 1]) for m in seen})
    )


def _counts(codes: NDArray[Any], docs: Docs, size: int) -> NDArray[np.int64]:
    return np.bincount(codes.take(docs.listed()), minlength=size)
