"""Pages of ranked hits: which candidates a page needs, and what it shows of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from searcher.errors import ParameterError
from searcher.model import Candidates, Query, Sort, Tier
from searcher.rank.look import POOL, Forwarding, looked

DEPTH_LIMIT = 10_000
"""Hits that can be paged through; who needs more wants a dump."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """One ranked article; `score` falls from hit to hit when sorted by relevance."""

    id: str
    score: float
    tier: Tier


def depth_of(query: Query) -> int:
    """Return how many candidates the page needs; raises ParameterError beyond what can be paged through."""
    depth = query.page * query.per_page
    if depth > DEPTH_LIMIT:
        raise _no_page(
            query,
            f"chỉ xem được {DEPTH_LIMIT} kết quả đầu",
            f"only the first {DEPTH_LIMIT} results can be seen",
        )
    return max(depth, POOL) if _is_looked_at(query) else depth


def _is_looked_at(query: Query) -> bool:
    return query.sort is Sort.RELEVANCE and query.tree is not None


def rank(candidates: Candidates, query: Query, forward: Forwarding | None) -> Sequence[Ranked]:
    """Return the hits of the page asked for, best first; raises ParameterError for a page after the last.

    The best POOL candidates are put in a new order whatever the page; those behind them follow as the
    engine has them, so that pages have neither gaps nor overlaps. Without `forward` all stay as they are.
    """
    start = (query.page - 1) * query.per_page
    if query.page > 1 and start >= candidates.total:
        raise _no_page(
            query,
            f"kết quả chỉ có {candidates.total} bài",
            f"there are only {candidates.total} results",
        )
    order, scores = _ordered(candidates, query, forward)
    page = slice(start, start + query.per_page)
    rows = zip(order[page].tolist(), scores[page].tolist(), strict=True)
    tiers = candidates.tiers
    return [Ranked(id=candidates.ids[at], score=score, tier=Tier(tiers[at])) for at, score in rows]


def _ordered(
    candidates: Candidates, query: Query, forward: Forwarding | None
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return the places of the candidates in their final order, and their scores."""
    scores = _behind_the_point(candidates.scores)
    order = np.arange(len(scores))
    tiers = 0 if query.mixed else candidates.tiers
    if forward and _is_looked_at(query) and len(candidates.numbers):
        seen = _behind_the_point(looked(candidates, query, forward))
        pool = len(seen)
        scores = np.concatenate([(1 + seen) / 2, scores[pool:] / 2])
        lifted = tiers + scores
        order[:pool] = np.argsort(-lifted[:pool], kind="stable")
        return order, lifted[order]
    return order, tiers + scores


def _behind_the_point(scores: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return scores that order the same, from 0 to less than 1: before the point stands the tier."""
    return scores / (1.0 + scores)


def _no_page(query: Query, vi: str, en: str) -> ParameterError:
    return ParameterError(
        f"Không có trang {query.page}: {vi}.",
        f"There is no page {query.page}: {en}.",
        parameter="page",
        value=query.page,
    )
