"""Pages of ranked hits: which candidates a page needs, and what it shows of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from searcher.errors import ParameterError
from searcher.model import COLLAPSED, Candidates, Query, Showing, Sort, Tier
from searcher.rank.broadening import Nearing, Pool, pooled
from searcher.rank.copies import Signing, Standing, standing
from searcher.rank.look import POOL, Shares, looked, total


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """One ranked article; `score` falls from hit to hit when sorted by relevance.

    `copies` are the ids of its near-copies, which stand behind it; `number` is the engine's. `shares` are
    what the second look gave, by name (`look.py`), for an article among the best POOL.
    """

    id: str
    score: float
    tier: Tier
    copies: tuple[str, ...] = ()
    number: int = -1
    shares: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The hits of one page; of the `total` articles found `collapsed` stand behind near-copies.

    `partial` says that not all of them could be asked for.
    """

    hits: Sequence[Ranked]
    total: int
    collapsed: int
    partial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """Places of the candidates, best first, their final scores, and the shares of the best POOL by place."""

    places: NDArray[np.int64]
    scores: NDArray[np.float64]
    shares: Shares

    def shares_of(self, row: int) -> dict[str, float]:
        """Return what the second look gave the article in this row."""
        at = self.places[row]
        return {name: float(points[at]) for name, points in self.shares.items() if at < len(points)}


def depth_of(query: Query, spare: int = 0) -> int:
    """Return how many candidates the page needs; raises ParameterError beyond what can be paged through.

    So many as are `spare` may collapse.
    """
    depth, most = query.page * query.per_page, query.limits.depth
    if depth > most:
        raise _no_page(
            query,
            f"chỉ xem được {most} kết quả đầu",
            f"only the first {most} results can be seen",
        )
    return max(depth + spare, POOL) if _is_looked_at(query) else depth + spare


def _is_looked_at(query: Query) -> bool:
    return query.sort is Sort.RELEVANCE and query.tree is not None


def rank(
    candidates: Candidates,
    query: Query,
    reader: Nearing | None,
    signing: Signing | None = None,
    showing: Showing = COLLAPSED,
) -> Ranking:
    """Return the hits of the page asked for, best first; raises ParameterError for a page after the last.

    Of a partial answer nobody knows the last page.

    The best POOL candidates, with what lies near them (`broadening.py`), are put in a new order whatever the
    page; those behind them follow as the engine has them, so that pages have neither gaps nor overlaps.
    Without a `reader` all stay as they are. With `signing` near-copies among the best POOL collapse, unless
    `showing` says otherwise: POOL spare candidates fill the page then.
    """
    pool = _pool(candidates, query, reader)
    candidates = pool.candidates
    order = _ordered(pool, query, reader)
    stand = standing(candidates, order.places, signing, showing)
    start = (query.page - 1) * query.per_page
    reach = stand.total - stand.collapsed
    if query.page > 1 and start >= reach and not candidates.partial:
        raise _no_page(query, f"kết quả chỉ có {reach} bài", f"there are only {reach} results")
    page = stand.shown[start : start + query.per_page].tolist()
    hits = list(_hits(page, candidates, order, stand, showing))
    return Ranking(
        hits=hits, total=stand.total, collapsed=stand.collapsed, partial=candidates.partial
    )


def _hits(
    page: Sequence[int],
    candidates: Candidates,
    order: _Order,
    stand: Standing,
    showing: Showing,
) -> Iterator[Ranked]:
    places = order.places.tolist()
    for row in page:
        at = places[row]
        yield Ranked(
            id=candidates.ids[at],
            score=float(order.scores[row]),
            tier=Tier(candidates.tiers[at]),
            copies=tuple(candidates.ids[places[copy]] for copy in stand.copies(row)),
            number=int(candidates.numbers[at]),
            shares=order.shares_of(row) if showing.explain else {},
        )


def _pool(candidates: Candidates, query: Query, reader: Nearing | None) -> Pool:
    if reader is None or not _is_looked_at(query):
        return Pool(candidates=candidates, size=0)
    return pooled(candidates, query, reader)


def _ordered(pool: Pool, query: Query, reader: Nearing | None) -> _Order:
    """Return the candidates in their final order."""
    candidates, size = pool.candidates, pool.size
    scores = _behind_the_point(candidates.scores)
    order = np.arange(len(scores))
    tiers = 0 if query.mixed else candidates.tiers
    if reader is None or not size:
        return _Order(places=order, scores=tiers + scores, shares={})
    shares = looked(candidates.take(order[:size]), query, reader.forward)
    seen = _behind_the_point(total(shares))
    lifted = tiers + np.concatenate([(1 + seen) / 2, scores[size:] / 2])
    order[:size] = np.argsort(-lifted[:size], kind="stable")
    return _Order(places=order, scores=lifted[order], shares=shares)


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
