"""The second look: candidates of the engine become the ranked hits of one page."""

from collections.abc import Sequence
from dataclasses import dataclass

from searcher.errors import ParameterError
from searcher.model import Candidates, Query, Tier

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
    return depth


def rank(candidates: Candidates, query: Query) -> Sequence[Ranked]:
    """Return the hits of the page asked for, best first; raises ParameterError for a page after the last."""
    start = (query.page - 1) * query.per_page
    if query.page > 1 and start >= candidates.total:
        raise _no_page(
            query,
            f"kết quả chỉ có {candidates.total} bài",
            f"there are only {candidates.total} results",
        )
    rows = zip(candidates.ids, candidates.scores.tolist(), candidates.tiers.tolist(), strict=True)
    return [
        Ranked(id=id_, score=_lifted(score, tier), tier=Tier(tier))
        for id_, score, tier in list(rows)[start : start + query.per_page]
    ]


def _lifted(score: float, tier: int) -> float:
    """Return one number that orders like (tier, score): the tier before the point, the score behind it."""
    return tier + score / (1.0 + score)


def _no_page(query: Query, vi: str, en: str) -> ParameterError:
    return ParameterError(
        f"Không có trang {query.page}: {vi}.",
        f"There is no page {query.page}: {en}.",
        parameter="page",
        value=query.page,
    )
