"""Candidates that the cluster chose by the statistics of its shards, put in order by those of the archive."""

from collections.abc import Mapping, Sequence
from functools import partial

from searcher.engines.opensearch.asking import Found
from searcher.engines.opensearch.scorer import Scorer
from searcher.engines.opensearch.shelf import Shelf
from searcher.engines.opensearch.vocabulary import Vocabulary
from searcher.model import Query, Sort, Tier

LEAST_SPARE, MOST_SPARE = 200, 1000
_AT_ONCE = 2000
"""Articles scored together: a matter of memory."""


def spare(limit: int) -> int:
    """Return how many articles to ask for, so that the best `limit` are surely among them.

    A shard of a small archive may have none of three articles with a rare key, and gives that key another
    weight; the more articles match, the nearer are its weights to those of the archive. Who wants none only counts.
    """
    return limit and limit + min(max(limit, LEAST_SPARE), MOST_SPARE)


def rescored(
    found: Sequence[Found],
    query: Query,
    vocabulary: Vocabulary,
    shelf: Shelf,
    tier_of: Mapping[int, Tier] | None = None,
) -> list[Found]:
    """Return articles with exact scores in the order of the query; each in its tier, all in one without."""
    parts = [found[start : start + _AT_ONCE] for start in range(0, len(found), _AT_ONCE)]
    scores = [
        score
        for part in parts
        for score in Scorer(shelf.found(part), vocabulary).of(query).tolist()
    ]
    exact = [one._replace(score=score) for one, score in zip(found, scores, strict=True)]
    tiers = {} if tier_of is None or query.mixed else tier_of
    return sorted(exact, key=partial(_order, query, tiers))


def _order(query: Query, tiers: Mapping[int, Tier], one: Found) -> tuple[object, ...]:
    """Return what `tiers.order_key` does, from the columns."""
    time = one.instant or 0
    if query.sort is Sort.OLDEST:
        return (one.instant is None, time, one.id)
    newest = (one.instant is None, -time, one.id)
    if query.sort is Sort.NEWEST:
        return newest
    return (-tiers.get(one.number, Tier.MOST), -one.score, *newest)
