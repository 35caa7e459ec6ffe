"""The searching flow: a typed string becomes one page of results."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from itertools import repeat

import numpy as np

from searcher.engines.base import Reader
from searcher.errors import ClusterUnreachable
from searcher.highlight import UNMARKED, highlight_all
from searcher.hits import hits_of
from searcher.model import COLLAPSED, Candidates, Hit, Query, Results, Showing, Tier
from searcher.model.explanation import Explanation
from searcher.model.observing import Observe, unobserved
from searcher.rank import POOL, Ranked, Ranking, depth_of, rank


def search(
    query: Query,
    reader: Reader,
    showing: Showing = COLLAPSED,
    observe: Observe = unobserved,
) -> Results:
    """Answer a query with one page of hits, their snippets and marks.

    Past the deadline of the query the best so far is shown, as the engine has it, and marked as partial.
    Raises ParameterError for a page that does not exist.
    """
    started = time.perf_counter()
    reader = reader.until(query.deadline)
    with observe("search"):
        query, candidates = _candidates(query, reader, 0 if showing.apart else POOL)
    with observe("rank"):
        ranking = _ranked(candidates, query, reader, showing)
    with observe("highlight"):
        whys = _whys(ranking.hits, query, reader, showing)
        hits = _hits(ranking.hits, query, reader, whys, marked=showing.marked)
    return _results(query, candidates, ranking, hits, started)


def rank_ids(query: Query, reader: Reader, *, again: bool = True) -> tuple[Sequence[Ranked], int]:
    """Answer a query with ranked ids and the total only: what a batch run needs.

    Without looking `again` they stand as the engine has them: what the second look is measured against.
    """
    query, candidates = _candidates(query, reader, 0)
    ranking = rank(candidates, query, reader if again else None)
    return ranking.hits, ranking.total


def _candidates(query: Query, reader: Reader, spare: int) -> tuple[Query, Candidates]:
    """Return what was found, and the query that found it: with its dates as words, if not as dates.

    `spare` candidates more than the page needs may stand behind others.
    """
    candidates = reader.search(query, depth_of(query, spare))
    if candidates.total or query.fallback is None:
        return query, candidates
    if query.deadline.passed:
        return query, replace(candidates, partial=True)
    return _candidates(query.fallback, reader, spare)


def _ranked(candidates: Candidates, query: Query, reader: Reader, showing: Showing) -> Ranking:
    """Return what the page shows, after a second look if there is time for one."""
    with suppress(_Late), _in_time(query):
        return rank(candidates, query, reader, reader.signatures, showing)
    signing = None if showing.copies_of is None else reader.signatures
    return rank(replace(candidates, partial=True), query, None, signing, showing)


def _whys(
    ranked: Sequence[Ranked], query: Query, reader: Reader, showing: Showing
) -> Sequence[Explanation | None]:
    """Return why each is a hit, None where nobody asked or there is no time."""
    if showing.explain:
        numbers = np.array([hit.number for hit in ranked], np.int64)
        with suppress(_Late), _in_time(query):
            found = zip(reader.explain(query, numbers), ranked, strict=True)
            return [replace(why, shares=hit.shares) for why, hit in found]
    return [None] * len(ranked)


class _Late(Exception):
    """What was asked for was not to be had in time."""


@contextmanager
def _in_time(query: Query) -> Iterator[None]:
    """Do what a page can do without; raises _Late where there is no time, at first or in the midst of it."""
    if query.deadline.passed:
        raise _Late
    try:
        yield
    except ClusterUnreachable as error:
        if not query.deadline.passed:
            raise
        raise _Late from error


def _hits(
    ranked: Sequence[Ranked],
    query: Query,
    reader: Reader,
    whys: Sequence[Explanation | None],
    *,
    marked: bool,
) -> tuple[Hit, ...]:
    articles = reader.articles([hit.id for hit in ranked])
    shown = highlight_all(articles, query) if marked else repeat(UNMARKED, len(articles))
    return hits_of(ranked, articles, shown, whys)


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
        facets=candidates.facets.shown(query.limits.facet_size),
        partial=ranking.partial,
        took_ms=round((time.perf_counter() - started) * 1000, 3),
    )
