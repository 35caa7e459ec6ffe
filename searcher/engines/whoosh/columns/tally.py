"""Facets: how many of the matching articles have each source, category, author and month."""

from collections import Counter
from datetime import date

import numpy as np
from numpy.typing import NDArray

from searcher.engines.facets import by_count
from searcher.engines.whoosh.columns.collection import Collection, Ints, Keywords
from searcher.model import Facet, Facets


def tallied(collection: Collection, numbers: Ints) -> Facets:
    """Count the facets of these articles."""
    months = np.bincount(collection.month_codes.take(numbers), minlength=1)
    source, category, author = collection.keywords.values()
    return Facets(
        source=_values(source, numbers),
        category=_values(category, numbers),
        author=_values(author, numbers),
        month=_months(collection, months),
        undated=int(months[0]),
    )


def _values(keyword: Keywords, numbers: Ints) -> tuple[Facet, ...]:
    if len(keyword.values) == 1:
        return ()
    counts = np.bincount(keyword.codes.take(numbers))
    seen = np.flatnonzero(counts).tolist()
    listed = zip(seen, counts[seen].tolist(), strict=True)
    return by_count(Counter({keyword.values[c]: count for c, count in listed if keyword.values[c]}))


def tallied_days(collection: Collection, numbers: Ints) -> tuple[Facet, ...]:
    """Count the articles on each day, in order; those without a date are left out."""
    days, counts = np.unique(collection.day.take(numbers), return_counts=True)
    listed = zip(days.tolist(), counts.tolist(), strict=True)
    return tuple(
        Facet(value=date.fromordinal(day).isoformat(), count=count) for day, count in listed if day
    )


def _months(collection: Collection, counts: NDArray[np.int64]) -> tuple[Facet, ...]:
    listed = zip(collection.month_names[1:], counts[1:].tolist(), strict=False)
    return tuple(Facet(value=name, count=count) for name, count in listed if count)
