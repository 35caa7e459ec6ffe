"""Which tiers of an answer are opened, and in which order its articles stand: the same for every engine."""

import sys
from collections.abc import Set
from datetime import datetime

from searcher.model import Query, Sort, Tier

Tiers = dict[Tier, Set[int]]
"""Article numbers per opened tier, without overlap."""


def opened(query: Query, exact: Set[int], folded: Set[int], most: Set[int]) -> Tiers:
    """Return the opened tiers; each set may hold the better ones too, they are taken out here."""
    found: Tiers = {}
    better: Set[int] = frozenset()
    for tier, numbers in ((Tier.EXACT, exact), (Tier.FOLDED, folded), (Tier.MOST, most)):
        if _is_enough(query, len(better)):
            break
        found[tier] = numbers - better
        better = better | numbers
    return {tier: numbers for tier, numbers in found.items() if numbers}


def _is_enough(query: Query, count: int) -> bool:
    return count >= enough(query)


def enough(query: Query) -> int:
    """Return how many articles of the tiers so far leave the next one shut: of a mixed query none do."""
    if query.sort is not Sort.RELEVANCE:
        return 1
    return sys.maxsize if query.mixed else query.per_page


def order_key(
    query: Query, tier: Tier, score: float, published: datetime | None, id_: str
) -> tuple[object, ...]:
    """Return what articles are sorted by, ascending: tier, score, date and id, or date first."""
    time = published.timestamp() if published else None
    newest = (time is None, -(time or 0.0))
    if query.sort is Sort.NEWEST:
        return (*newest, id_)
    if query.sort is Sort.OLDEST:
        return (time is None, time or 0.0, id_)
    return (0 if query.mixed else -tier, -score, *newest, id_)
