"""Counts of sources, categories, authors and months over matching articles."""

from collections import Counter
from collections.abc import Iterable

from searcher.model import Article, Facet, Facets

FACET_LIMIT = 100
"""Values shown per facet; an archive has many more authors than anybody wants to read."""


def count_facets(articles: Iterable[Article]) -> Facets:
    """Count the facets of these articles."""
    listed = list(articles)
    return Facets(
        source=by_count(Counter(a.source for a in listed if a.source)),
        category=by_count(Counter(a.category for a in listed if a.category)),
        author=by_count(Counter(a.author for a in listed if a.author)),
        month=by_month(Counter(f"{a.published:%Y-%m}" for a in listed if a.published)),
        undated=sum(a.published is None for a in listed),
    )


def count_days(articles: Iterable[Article]) -> tuple[Facet, ...]:
    """Count these articles on each day, in order; those without a date are left out."""
    return by_month(Counter(a.published.date().isoformat() for a in articles if a.published))


def by_count(counts: Counter[str]) -> tuple[Facet, ...]:
    """Return the most frequent values first, equal ones by name."""
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Facet(value=value, count=count) for value, count in ordered[:FACET_LIMIT])


def by_month(counts: Counter[str]) -> tuple[Facet, ...]:
    """Return the months (or days) in order."""
    return tuple(Facet(value=month, count=counts[month]) for month in sorted(counts))
