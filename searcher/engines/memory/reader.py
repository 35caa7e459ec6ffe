"""Answers read off sets and dictionaries."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from searcher.engines import tiers
from searcher.engines.explaining import explained
from searcher.engines.facets import count_facets
from searcher.engines.filtering import day_of, passes
from searcher.engines.memory.explain import MemoryEvidence
from searcher.engines.memory.forward import Forwards
from searcher.engines.memory.matching import Look, Matcher
from searcher.engines.memory.postings import Postings
from searcher.engines.memory.records import read_documents
from searcher.engines.memory.scorer import Scorer
from searcher.engines.signatures import BINS, signature_of
from searcher.errors import ArticleNotFound, IndexDamaged
from searcher.model import Article, Candidates, Query, Statistics, Tier, View, Word
from searcher.model.explanation import Explanation
from searcher.model.forward import Forward


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

    def search(self, query: Query, limit: int) -> Candidates:
        """Return the best matches."""
        matcher = Matcher(self._views, self._articles)
        found = self._opened(query, matcher)
        ranked = self._ranked(query, found)[:limit]
        matching = [self._articles[number] for numbers in found.values() for number in numbers]
        return Candidates(
            ids=tuple(self._articles[number].id for _, _, number in ranked),
            scores=np.array([score for _, score, _ in ranked], dtype=np.float64),
            tiers=np.array([tier for tier, _, _ in ranked], dtype=np.int8),
            total=len(matching),
            tier_totals={tier: len(numbers) for tier, numbers in found.items()},
            facets=count_facets(matching),
            numbers=np.array([number for _, _, number in ranked], dtype=np.int64),
            touched=matcher.touched,
        )

    def forward(self, numbers: NDArray[np.int64], words: Sequence[Word]) -> Forward:
        """Return what the second look needs to know of some candidates."""
        return self._forwards.of(numbers.tolist(), words)

    def signatures(self, numbers: NDArray[np.int64]) -> NDArray[np.uint8]:
        """Return the signatures of some articles."""
        signed = [signature_of(self._documents[number]) for number in numbers.tolist()]
        return np.array(signed, np.uint8).reshape(-1, BINS)

    def explain(self, query: Query, numbers: NDArray[np.int64]) -> list[Explanation]:
        """Return what makes the first score of some matches."""
        scorer = Scorer(self._views, self._matcher, len(self._articles))
        evidence = MemoryEvidence(self._documents, numbers.tolist(), self._matcher, scorer)
        return explained(query, evidence, len(numbers))

    def _opened(self, query: Query, matcher: Matcher) -> tiers.Tiers:
        allowed = {n for n, article in enumerate(self._articles) if _is_allowed(article, query)}
        exact = matcher.match(query.tree, Look(folded=False)) & allowed
        folded = matcher.match(query.tree, Look(folded=True)) & allowed
        return tiers.opened(query, exact, folded, matcher.most(query.tree) & allowed)

    def _ranked(self, query: Query, found: tiers.Tiers) -> list[tuple[Tier, float, int]]:
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


def _is_allowed(article: Article, query: Query) -> bool:
    return article.id not in query.exclude and passes(article, query.filters)
