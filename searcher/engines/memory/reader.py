"""Answers read off sets and dictionaries."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import replace
from functools import cached_property, partial
from itertools import islice
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray

from searcher.engines import tiers
from searcher.engines.explaining import explained
from searcher.engines.facets import count_days, count_facets
from searcher.engines.filtering import day_of, passes
from searcher.engines.memory.explain import MemoryEvidence
from searcher.engines.memory.forward import Forwards
from searcher.engines.memory.matching import Look, Matcher
from searcher.engines.memory.postings import Postings
from searcher.engines.memory.records import read_documents
from searcher.engines.memory.scorer import Scorer
from searcher.engines.signatures import BINS, agreeing, signature_of
from searcher.errors import ArticleNotFound, IndexDamaged
from searcher.model import (
    ANY,
    Article,
    Candidates,
    Facet,
    Facets,
    Filters,
    Query,
    Reading,
    Statistics,
    Tier,
    View,
    Word,
)
from searcher.model.explanation import Explanation
from searcher.model.forward import Forward
from searcher.model.limits import Deadline

Scored = list[tuple[Tier, float, int]]
"""Tier, score and number of articles, best first."""


class MemoryReader:
    """One generation in memory; nothing changes after the constructor, so threads may share it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        documents = list(read_documents(folder))
        self._articles = [document.article for document in documents]
        self._numbers = {article.id: number for number, article in enumerate(self._articles)}
        self._views = {view: Postings(documents, view) for view in View}
        self._matcher = Matcher(self._views, self._articles)
        self._forwards = Forwards(documents, self._views)
        self._documents = documents

    def until(self, deadline: Deadline) -> Self:  # noqa: ARG002 - it has all at hand
        """Return this reader: what takes long is a search, which looks at the deadline of its query."""
        return self

    def search(self, query: Query, limit: int) -> Candidates:
        """Return the best matches."""
        matcher = Matcher(self._views, self._articles, query.limits.prefix_keys)
        found = self._opened(query, matcher)
        late = query.deadline.passed
        ranked = self._ranked(query, found)[:limit]
        matching = [self._articles[number] for numbers in found.values() for number in numbers]
        totals = {tier: len(numbers) for tier, numbers in found.items()}
        facets = Facets() if late else count_facets(matching)
        candidates = self._candidates(ranked, len(matching), totals, facets)
        tiers_of = partial(_tiers_of, found)
        return replace(candidates, partial=late, touched=matcher.touched, tiers_of=tiers_of)

    def days(self, query: Query) -> tuple[Facet, ...]:
        """Count the matches on each day."""
        found = self._opened(query, Matcher(self._views, self._articles))
        numbers = (number for tier in found.values() for number in tier)
        return count_days(self._articles[number] for number in numbers)

    def _candidates(
        self, ranked: Scored, total: int, totals: Mapping[Tier, int], facets: Facets
    ) -> Candidates:
        return Candidates(
            ids=tuple(self._articles[number].id for _, _, number in ranked),
            scores=np.array([score for _, score, _ in ranked], dtype=np.float64),
            tiers=np.array([tier for tier, _, _ in ranked], dtype=np.int8),
            total=total,
            tier_totals=totals,
            facets=facets,
            numbers=np.array([number for _, _, number in ranked], dtype=np.int64),
        )

    def nearest(
        self,
        readings: Sequence[Reading],
        limit: int,
        *,
        filters: Filters = ANY,
        exclude: frozenset[str] = frozenset(),
    ) -> Candidates:
        """Return the articles with the greatest sums of the scores of some keys."""
        asked = Query(typed="", tree=None, extras=tuple(readings), filters=filters, exclude=exclude)
        allowed = {n for n, article in enumerate(self._articles) if _is_allowed(article, asked)}
        scored = (entry for entry in self._ranked(asked, {Tier.MOST: allowed}) if entry[1] > 0)
        ranked = list(islice(scored, limit))
        totals = {Tier.MOST: len(ranked)} if ranked else {}
        return self._candidates(ranked, len(ranked), totals, Facets())

    def numbers(self, ids: Sequence[str]) -> NDArray[np.int64]:
        """Return the numbers of these ids."""
        return np.array([self._numbers[one.id] for one in self.articles(ids)], np.int64)

    def rarities(self, readings: Sequence[Reading]) -> NDArray[np.float64]:
        """Return the idf of each key; 0 where no article has it."""
        scorer = Scorer(self._views, self._matcher, len(self._articles))
        return np.array([scorer.rarity(reading) for reading in readings], np.float64)

    def scores(self, query: Query, numbers: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the first scores of some articles, as if they matched the query."""
        scorer = Scorer(self._views, self._matcher, len(self._articles))
        return np.array([scorer.score(query, number) for number in numbers.tolist()], np.float64)

    def forward(self, numbers: NDArray[np.int64], words: Sequence[Word]) -> Forward:
        """Return what the second look needs to know of some candidates."""
        return self._forwards.of(numbers.tolist(), words)

    def signatures(self, numbers: NDArray[np.int64]) -> NDArray[np.uint8]:
        """Return the signatures of some articles."""
        signed = [signature_of(self._documents[number]) for number in numbers.tolist()]
        return np.array(signed, np.uint8).reshape(-1, BINS)

    def alike(
        self,
        signature: NDArray[np.uint8],
        limit: int,
        *,
        least: int = 1,
        filters: Filters = ANY,
        exclude: frozenset[str] = frozenset(),
    ) -> Candidates:
        """Return the articles whose signatures agree with one in most bins."""
        asked = Query(typed="", tree=None, filters=filters, exclude=exclude)
        scored = [
            (Tier.MOST, float(count), number)
            for number, count in enumerate(agreeing(self._signatures, signature).tolist())
            if count >= max(1, least) and _is_allowed(self._articles[number], asked)
        ]
        ranked = sorted(scored, key=lambda entry: self._order(asked, *entry))[:limit]
        totals = {Tier.MOST: len(ranked)} if ranked else {}
        return self._candidates(ranked, len(ranked), totals, Facets())

    @cached_property
    def _signatures(self) -> NDArray[np.uint8]:
        return self.signatures(np.arange(len(self._documents)))

    def explain(self, query: Query, numbers: NDArray[np.int64]) -> list[Explanation]:
        """Return what makes the first score of some matches."""
        scorer = Scorer(self._views, self._matcher, len(self._articles))
        evidence = MemoryEvidence(self._documents, numbers.tolist(), self._matcher, scorer)
        return explained(query, evidence, len(numbers))

    def _opened(self, query: Query, matcher: Matcher) -> tiers.Tiers:
        allowed = {n for n, article in enumerate(self._articles) if _is_allowed(article, query)}
        looks: tuple[Callable[[], Set[int]], ...] = (
            lambda: matcher.match(query.tree, Look(folded=False)),
            lambda: matcher.match(query.tree, Look(folded=True)),
            lambda: matcher.most(query.tree),
        )
        late = query.deadline
        exact, folded, most = (allowed & look() if not late.passed else set() for look in looks)
        return tiers.opened(query, exact, folded, most)

    def _ranked(self, query: Query, found: tiers.Tiers) -> Scored:
        scorer = Scorer(self._views, self._matcher, len(self._articles))
        scored = [
            (tier, scorer.score(query, number), number)
            for tier, numbers in found.items()
            for number in numbers
        ]
        return sorted(scored, key=lambda entry: self._order(query, *entry))

    def _order(self, query: Query, tier: Tier, score: float, number: int) -> tuple[object, ...]:
        article = self._articles[number]
        return tiers.order_key(query, tier, score, article.published, article.id)

    def articles(self, ids: Sequence[str]) -> list[Article]:
        """Return the stored articles of these ids."""
        for id_ in ids:
            if id_ not in self._numbers:
                raise ArticleNotFound(f"Không có bài “{id_}”.", f"No article “{id_}”.", id=id_)
        return [self._articles[self._numbers[id_]] for id_ in ids]

    def scan(self) -> Iterator[Article]:
        """Yield every article in the order they were written."""
        return iter(self._articles)

    def statistics(self) -> Statistics:
        """Count what is there; terms are the distinct keys of all views."""
        days = sorted(day for day in map(day_of, self._articles) if day)
        return Statistics(
            articles=len(self._articles),
            undated=len(self._articles) - len(days),
            terms=sum(len(postings) for postings in self._views.values()),
            since=days[0] if days else None,
            until=days[-1] if days else None,
        )

    def check(self) -> Iterator[str]:
        """Read the file again and yield what is damaged."""
        try:
            list(read_documents(self._folder))
        except IndexDamaged as damage:
            yield damage.vi

    def close(self) -> None:
        """Nothing is held open."""


def _tiers_of(found: tiers.Tiers, numbers: NDArray[np.int64]) -> NDArray[np.int8]:
    tier_of = {number: tier for tier, members in found.items() for number in members}
    return np.array([tier_of.get(number, -1) for number in numbers.tolist()], np.int8)


def _is_allowed(article: Article, query: Query) -> bool:
    return article.id not in query.exclude and passes(article, query.filters)
