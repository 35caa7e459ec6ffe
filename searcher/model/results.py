"""What an engine found, and what a reader is shown of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from searcher.model.article import Article
from searcher.model.explanation import Explanation
from searcher.model.query import Query

Span = tuple[int, int]
"""Start and end of a mark, in Unicode code points of the text beside it; the end is exclusive."""


class Tier(IntEnum):
    """How completely an article answers a query; a better tier ranks above a worse one unless the query is mixed."""

    MOST = 0
    """It has most of the words, by weight."""
    FOLDED = 1
    """It has every word, some only in another accent than typed."""
    EXACT = 2
    """It has every word as typed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facet:
    """One value of a facet and the number of matching articles that have it."""

    value: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Facets:
    """Counts over all matching articles; months are `YYYY-MM`, in order, the others by count."""

    source: tuple[Facet, ...] = ()
    category: tuple[Facet, ...] = ()
    author: tuple[Facet, ...] = ()
    month: tuple[Facet, ...] = ()
    undated: int = 0

    def shown(self, most: int) -> "Facets":
        """Return the first `most` values of each, and all months."""
        named = (self.source, self.category, self.author)
        if all(len(values) <= most for values in named):
            return self
        source, category, author = (values[:most] for values in named)
        return replace(self, source=source, category=category, author=author)


def nowhere(numbers: NDArray[np.int64]) -> NDArray[np.int8]:
    """Return that articles were found in no tier."""
    return np.full(len(numbers), -1, np.int8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """The best matches of a query, best first.

    `ids`, `scores` (float64, the engine's own first score) and `tiers` (int8, values of Tier) have
    the same length, at most the limit asked for; `total` counts every match, `tier_totals` per tier.
    """

    ids: tuple[str, ...]
    scores: NDArray[np.float64]
    tiers: NDArray[np.int8]
    total: int
    tier_totals: Mapping[Tier, int]
    facets: Facets
    numbers: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    """What the reader calls the articles: for `Reader.forward` of the same reader only."""
    partial: bool = False
    """Some of the archive could not be asked, or not in time: every article is a match, more may exist."""
    touched: int = 0
    """Postings that were read: what the answer cost, on any machine."""
    tiers_of: Callable[[NDArray[np.int64]], NDArray[np.int8]] = nowhere
    """The tiers in which some articles, by their numbers, were found, int8; -1 for those that were not."""

    def take(self, places: NDArray[np.int64]) -> "Candidates":
        """Return some of them by their places, in that order; totals and facets stay."""
        return replace(
            self,
            ids=tuple(self.ids[place] for place in places.tolist()),
            scores=self.scores[places],
            tiers=self.tiers[places],
            numbers=self.numbers[places],
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One article on a page of results, with the passage that matches best and its marks."""

    article: Article
    score: float
    tier: Tier
    copies: int = 0
    copy_ids: tuple[str, ...] = ()
    """The near-copies of the article that matched too and stand behind it."""
    snippet: str = ""
    snippet_begins: bool = False
    """Whether a text of the article begins with the snippet; `snippet_ends` likewise."""
    snippet_ends: bool = False
    title_marks: tuple[Span, ...] = ()
    snippet_marks: tuple[Span, ...] = ()
    why: Explanation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Another query that may be meant; `kind` is correct, restore or keyboard."""

    text: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """What an asker should know of how he was understood, in Vietnamese and in English; `code` is for programs."""

    code: str
    vi: str
    en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """How an answer is shown: near-copies behind the best of them unless they stand `apart`.

    `copies_of` is the id of an article: it and its near-copies are shown, nothing else. With `explain`
    every hit says why it is one. Hits that nobody sees need not be `marked`: they have no snippet either.
    """

    apart: bool = False
    copies_of: str | None = None
    explain: bool = False
    marked: bool = True


COLLAPSED = Showing()


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """One page of hits. `complete` counts the articles that have every word asked for.

    `total` counts articles, `collapsed` those of them that stand behind a near-copy and are no hits.
    """

    query: Query
    total: int
    complete: int
    hits: tuple[Hit, ...]
    collapsed: int = 0
    facets: Facets = field(default_factory=Facets)
    suggestion: Suggestion | None = None
    notes: tuple[Note, ...] = ()
    partial: bool = False
    took_ms: float = 0.0

    @property
    def understood(self) -> str:
        """The query as it was read, as a query string."""
        return self.query.understood


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """Counts of one generation; `since` and `until` are the days of its oldest and newest article."""

    articles: int
    undated: int
    terms: int
    since: date | None
    until: date | None
