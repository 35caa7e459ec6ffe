"""The searching flow: a typed string becomes one page of results."""

import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from searcher.engines.base import Reader
from searcher.highlight import highlight
from searcher.model import COLLAPSED, Candidates, Hit, Query, Results, Showing, Tier
from searcher.model.explanation import Explanation
from searcher.rank import POOL, Ranked, Ranking, depth_of, rank


def search(query: Query, reader: Reader, showing: Showing = COLLAPSED) -> Results:
    """Answer a query with one page of hits, their snippets and marks.

    Raises ParameterError for a page that does not exist.
    """
    started = time.perf_counter()
    query, candidates = _candidates(query, reader, 0 if showing.apart else POOL)
    ranking = rank(candidates, query, reader.forward, reader.signatures, showing)
    whys = _whys(ranking.hits, query, reader, showing)
    hits = _hits(ranking.hits, query, reader, whys)
    return _results(query, candidates, ranking, hits, started)


def rank_ids(query: Query, reader: Reader, *, again: bool = True) -> tuple[Sequence[Ranked], int]:
    """Answer a query with ranked ids and the total only: what a batch run needs.

    Without looking `again` they stand as the engine has them: what the second look is measured against.
    """
    query, candidates = _candidates(query, reader, 0)
    ranking = rank(candidates, query, reader.forward if again else None)
    return ranking.hits, candidates.total


def _candidates(query: Query, reader: Reader, spare: int) -> tuple[Query, Candidates]:
    """Return what was found, and the query that found it: with its dates as words, if not as dates.

    `spare` candidates more than the page needs may stand behind others.
    """
    candidates = reader.search(query, depth_of(query, spare))
    if candidates.total or query.fallback is None:
        return query, candidates
    return _candidates(query.fallback, reader, spare)


def _whys(
    ranked: Sequence[Ranked], query: Query, reader: Reader, showing: Showing
) -> Sequence[Explanation | None]:
    """Return why each is a hit, None where nobody asked."""
    if not showing.explain:
        return [None] * len(ranked)
    numbers = np.array([hit.number for hit in ranked], np.int64)
    found = zip(reader.explain(query, numbers), ranked, strict=True)
    return [replace(why, shares=hit.shares) for why, hit in found]


def _hits(
    ranked: Sequence[Ranked],
    query: Query,
    reader: Reader,
    whys: Sequence[Explanation | None],
) -> tuple[Hit, ...]:
    articles = reader.articles([hit.id for hit in ranked])
    shown = (highlight(article, query) for article in articles)
    return tuple(
        Hit(
            article=article,
            score=hit.score,
            tier=hit.tier,
            copies=len(hit.copies),
            copy_ids=hit.copies,
            snippet=view.snippet,
            title_marks=view.title_marks,
            snippet_marks=view.snippet_marks,
            why=why,
        )
        for hit, article, view, why in zip(ranked, articles, shown, whys, strict=True)
    )


def _results(
    query: Query, candidates: Candidates, ranking: Ranking, hits: tuple[Hit, ...], started: float
) -> Results:
    most = candidates.tier_totals.get(Tier.MOST, 0)
    return Results(
        query=query,
        total=ranking.total,
        collapsed=ranking.collapsed,
        complete=min(ranking.total, candidates.total - most),
        hits=hits,
        facets=candidates.facets,
        took_ms=round((time.perf_counter() - started) * 1000, 3),
    )
