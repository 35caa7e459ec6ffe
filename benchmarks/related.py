"""Related articles on the judged clusters: python -m benchmarks.quality related [--articles 20000].

Every article of a cluster is asked for; the others of its cluster are right. nDCG@10 with 95 % intervals by
bootstrap over clusters, in one run: plain methods (related_plain.py), ours, ours from a draft without
diacritics, ours with latent vectors mixed in; as judged, and with articles left out that tell the same event
but were not judged (related_unjudged.py). Then the times, in a second index if one is named.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain, islice
from math import log2

import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from unidecode import unidecode

from benchmarks.judged import SHARED
from benchmarks.related_plain import Vectors, latent
from benchmarks.related_unjudged import SAME_EVENT, TWICE
from searcher import Archive, Article, Draft
from searcher.vietnamese import analyse

TOP, DEPTH, RESAMPLES = 10, 60, 1000
LATENT_RANK, LATENT_SHARE = 200, 0.2
TIMED = 400
BATCH = 500
Ranker = Callable[[str], list[str]]
"""From an article's id to the ids of related ones, best first, itself possibly among them."""


@dataclass(frozen=True)
class Clusters:
    """The judged clusters: name -> ids."""

    ids: Mapping[str, frozenset[str]]

    @classmethod
    def read(cls) -> "Clusters":
        """Return those of qa/clusters: a cluster is what all queries about it have as answers."""
        found: dict[str, set[str]] = {}
        for line in (SHARED / "qa" / "clusters" / "qrels.txt").read_text().splitlines():
            query, _, article, grade = line.split()
            if int(grade) > 0:
                found.setdefault(query.rsplit("-", 1)[0], set()).add(article)
        return cls({name: frozenset(ids) for name, ids in found.items()})

    def asked(self) -> Iterator[tuple[str, str, frozenset[str]]]:
        """Yield cluster, article, and what is related to it."""
        for name, ids in self.ids.items():
            for id_ in sorted(ids):
                if len(ids) > 1:
                    yield name, id_, ids - {id_}

    def beside(self, name: str) -> frozenset[str]:
        """Return what tells the event of a cluster and was not judged with it."""
        twins = (set(pair) - {name} for pair in TWICE if name in pair)
        return SAME_EVENT.get(name, frozenset()).union(*map(self.ids.__getitem__, chain(*twins)))


class Plain:
    """The plain methods over the articles of an archive."""

    def __init__(self, archive: Archive) -> None:
        articles = list(archive.articles())
        self.ids = [one.id for one in articles]
        self._row = {id_: row for row, id_ in enumerate(self.ids)}
        self._texts = [f"{one.title}\n{one.summary}\n{one.body}" for one in articles]

    @cached_property
    def words(self) -> tuple[Vectors, Vectors]:
        """Pyvi words, as they are and of length 1."""
        return self._vectors("words", unit=False), self._vectors("words", unit=True)

    def _vectors(self, view: str, *, unit: bool) -> Vectors:
        batches = (self._texts[at : at + BATCH] for at in range(0, len(self._texts), BATCH))
        tokens = chain.from_iterable(map(analyse, batches))
        return Vectors((getattr(one, view) for one in tokens), unit=unit)

    def ranker(self, scores: Callable[[int], NDArray[np.float64]]) -> Ranker:
        """Return a ranker from what gives every article its score for a row."""

        def ranked(id_: str) -> list[str]:
            found = scores(self._row[id_])
            best = np.argsort(-found, kind="stable")[: DEPTH + 1].tolist()
            return [self.ids[at] for at in best]

        return ranked

    def rankers(self) -> Iterator[tuple[str, Ranker]]:
        """Yield the plain methods by name."""
        dot, cosine = self.words
        for words in (25, 60, 100):
            yield f"dot product, {words} words", self.ranker(partial(dot.like, words=words))
        yield "cosine, 100 words", self.ranker(partial(cosine.like, words=100))
        yield "cosine and agreement", self.ranker(partial(cosine.agreeing, words=100))
        for view in ("accented", "folded"):
            vectors = self._vectors(view, unit=True)
            yield f"cosine, 100 {view} syllables", self.ranker(partial(vectors.like, words=100))

    def with_latent(self, archive: Archive) -> Ranker:
        """Return ours with the cosine of latent vectors mixed in."""
        vectors = latent(self.words[1], LATENT_RANK)

        def ranked(id_: str) -> list[str]:
            hits, _ = archive.related_ids(id_, limit=DEPTH)
            near = vectors[[self._row[hit.id] for hit in hits]] @ vectors[self._row[id_]]
            mixed = np.array([hit.score for hit in hits]) + LATENT_SHARE * near
            return [hits[at].id for at in np.argsort(-mixed, kind="stable").tolist()]

        return ranked


def ours(archive: Archive) -> Ranker:
    """Return our ranking of an article of the archive."""
    return lambda id_: [hit.id for hit in archive.related_ids(id_, limit=DEPTH)[0]]


def from_draft(archive: Archive, typed: Callable[[str], str]) -> Ranker:
    """Return our ranking of an article's text as a draft, as it was typed."""

    def ranked(id_: str) -> list[str]:
        draft = as_draft(archive.article(id_), typed)
        found = archive.related_ids(draft, limit=DEPTH, exclude=frozenset({id_}))
        return [hit.id for hit in found[0]]

    return ranked


def as_draft(article: Article, typed: Callable[[str], str]) -> Draft:
    """Return the text of an article, typed in another way."""
    return Draft(
        title=typed(article.title), summary=typed(article.summary), body=typed(article.body)
    )


def gain(ranked: list[str], relevant: frozenset[str]) -> float:
    """Return nDCG@10."""
    ideal = sum(1 / log2(place + 2) for place in range(min(TOP, len(relevant))))
    return (
        sum(1 / log2(place + 2) for place, id_ in enumerate(ranked[:TOP]) if id_ in relevant)
        / ideal
    )


def measured(ranker: Ranker, clusters: Clusters) -> tuple[list[float], list[float]]:
    """Return nDCG@10 as mean, low and high: as judged, and without what was not judged."""
    values: dict[str, list[tuple[float, float]]] = {}
    for name, id_, relevant in clusters.asked():
        ranked = [found for found in ranker(id_) if found != id_]
        fair = [found for found in ranked if found not in clusters.beside(name)]
        values.setdefault(name, []).append((gain(ranked, relevant), gain(fair, relevant)))
    return with_interval(values, 0), with_interval(values, 1)


def with_interval(values: Mapping[str, list[tuple[float, float]]], which: int) -> list[float]:
    """Return the mean over articles and its 95 % interval by bootstrap over clusters."""
    sums = np.array([sum(one[which] for one in listed) for listed in values.values()])
    counts = np.array([len(listed) for listed in values.values()])
    chosen = np.random.default_rng(0).integers(0, len(sums), (RESAMPLES, len(sums)))
    sampled = sums[chosen].sum(axis=1) / counts[chosen].sum(axis=1)
    low, high = np.percentile(sampled, [2.5, 97.5])
    return [float(sums.sum() / counts.sum()), float(low), float(high)]


def quality(archive: Archive, *, baselines: bool) -> dict[str, dict[str, list[float]]]:
    """Return who ranked -> measure -> mean, low, high; and print it."""
    plain = Plain(archive) if baselines else None
    rankers: dict[str, Ranker] = dict(plain.rankers()) if plain else {}
    rankers["ours"] = ours(archive)
    rankers["ours, from a draft"] = from_draft(archive, str)
    rankers["ours, from a draft without diacritics"] = from_draft(archive, unidecode)
    if plain:
        rankers["ours with latent vectors"] = plain.with_latent(archive)
    clusters, table = Clusters.read(), Table("", "nDCG@10", "same event left out", box=None)
    figures: dict[str, dict[str, list[float]]] = {}
    for who, ranker in rankers.items():
        judged, fair = measured(ranker, clusters)
        figures[who] = {"nDCG@10": judged, "same event left out": fair}
        table.add_row(who, *(f"{m:.3f} ({low:.3f}–{high:.3f})" for m, low, high in (judged, fair)))
    Console().print(table)
    return figures


def times(archive: Archive) -> dict[str, list[float]]:
    """Return what is asked -> p50 and p95 in ms, on the clock and of this thread; and print it."""
    step = max(1, archive.statistics().articles // TIMED)
    articles = list(islice(archive.articles(), 0, None, step))
    asked: dict[str, Callable[[Article], object]] = {
        "an article, ranked": lambda one: archive.related_ids(one.id),
        "an article, as a page": lambda one: archive.related(one.id),
        "a draft, ranked": lambda one: archive.related_ids(as_draft(one, str)),
        "a draft without diacritics, ranked": lambda one: archive.related_ids(
            as_draft(one, unidecode)
        ),
    }
    table = Table("ms", "p50", "p95", "p50 of the thread", "p95 of the thread", box=None)
    figures = {}
    for name, ask in asked.items():
        figures[name] = _timed(ask, articles)
        table.add_row(name, *(f"{value:.1f}" for value in figures[name]))
    Console().print(table)
    return figures


def _timed(ask: Callable[[Article], object], articles: list[Article]) -> list[float]:
    spent = []
    for one in articles:
        clock, own = time.perf_counter(), time.thread_time()
        ask(one)
        spent.append((time.perf_counter() - clock, time.thread_time() - own))
    warm = 1000 * np.array(spent[len(spent) // 10 :])
    clocks, owns = (np.percentile(warm[:, which], [50, 95]) for which in (0, 1))
    return [float(value) for value in (*clocks, *owns)]
