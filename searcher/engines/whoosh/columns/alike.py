"""The articles whose signatures agree most with one: a look at all of them, 128 bytes each."""

import numpy as np

from searcher.engines.signatures import Signatures, agreeing
from searcher.engines.whoosh.columns.answer import allowed_articles
from searcher.engines.whoosh.columns.best import best
from searcher.engines.whoosh.columns.collection import Collection
from searcher.model import Candidates, Facets, Query, Tier


def alike(
    collection: Collection, signature: Signatures, limit: int, least: int, limits: Query
) -> Candidates:
    """Return the best `limit` articles that agree in `least` bins or more, within the filters of a query."""
    found = [agreeing(each.container["minhash"], signature) for each in collection.segments]
    agree = np.concatenate([np.zeros(0, np.uint8), *found])
    chosen = agree >= max(1, least)
    allowed = allowed_articles(collection, limits)
    numbers = np.flatnonzero(chosen if allowed is None else chosen & allowed)
    counts = agree[numbers].astype(np.float64)
    order = best(collection, numbers, [counts, collection.time[numbers]], limit)
    return Candidates(
        ids=tuple(collection.ids(numbers[order])),
        scores=counts[order],
        tiers=np.full(len(order), Tier.MOST, np.int8),
        numbers=numbers[order],
        total=len(order),
        tier_totals={Tier.MOST: len(order)} if len(order) else {},
        facets=Facets(),
    )
