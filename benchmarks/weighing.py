"""What the second look sees of one judged query, kept so that thousands of weights can be tried on it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.judged import Judged
from searcher import Archive, ParameterError
from searcher.engines.base import Reader
from searcher.model import Query
from searcher.model.forward import Bags
from searcher.rank import depth_of
from searcher.rank.broadening import pooled
from searcher.rank.look import has_number, known, places_of
from searcher.rank.weights import weights

Floats = NDArray[np.float32]
FEATURES = ("pairs_weight", "cover_title", "cover_front", "cover_anywhere")
CUT = 10
DISCOUNTS = 1 / np.log2(np.arange(2, CUT + 2))


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One query in one form: for each candidate its features, tier and relevance.

    `features` is float32 of shape (articles, FEATURES), `alike` the cosines of all candidates with each other.
    """

    cell: tuple[str, str]
    cluster: str
    first: Floats
    features: Floats
    known: Floats
    tiers: Floats
    alike: NDArray[np.float16]
    relevant: NDArray[np.bool_]
    answers: int
    is_numbered: bool


def case_of(
    archive: Archive, reader: Reader, judged: Judged, text: str, cell: tuple[str, str]
) -> Case | None:
    """Return what is seen of a query, None for one that is refused or finds nothing."""
    exclude = frozenset({judged.exclude} if judged.exclude else ())
    try:
        query = archive.parse(text, exclude=exclude)
    except ParameterError:
        return None
    found = reader.search(query, depth_of(query))
    if not found.total and query.fallback is not None:
        query = query.fallback
        found = reader.search(query, depth_of(query))
    return _seen(query, reader, judged, cell) if len(found.numbers) else None


def _seen(query: Query, reader: Reader, judged: Judged, cell: tuple[str, str]) -> Case:
    pool = pooled(reader.search(query, depth_of(query)), query, reader)
    candidates = pool.candidates.take(np.arange(pool.size))
    places = places_of(candidates, query, reader.forward)
    counts = weights()
    features = [
        places.pair_scores(counts.pairs_archive, places.rarity),
        places.title_cover,
        places.front_cover,
        places.cover,
    ]
    tiers = np.zeros(pool.size) if query.mixed else candidates.tiers
    return Case(
        cell=cell,
        cluster=min(judged.relevant | ({judged.exclude} if judged.exclude else set())),
        first=candidates.scores.astype(np.float32),
        features=np.stack(features, axis=1).astype(np.float32),
        known=known(places, counts).astype(np.float32),
        tiers=tiers.astype(np.float32),
        alike=_alike(places.forward.bags, pool.size),
        relevant=np.array([id_ in judged.relevant for id_ in candidates.ids]),
        answers=len(judged.relevant),
        is_numbered=has_number(query),
    )


def _alike(bags: Bags, size: int) -> NDArray[np.float16]:
    row, word, share = bags.of(np.arange(size))
    words, at = np.unique(word, return_inverse=True)
    table = np.zeros((size, len(words)), np.float32)
    table[row, at] = share
    return (table @ table.T).astype(np.float16)


def value(case: Case, values: Mapping[str, float]) -> float:
    """Return nDCG@10 of a query under some weights, RR@10 of a known item (which has one answer)."""
    order = np.argsort(-_scores(case, values), kind="stable")[:CUT]
    hits = case.relevant[order]
    if case.answers == 1:
        return float(1 / (1 + hits.argmax())) if hits.any() else 0.0
    ideal = DISCOUNTS[: min(CUT, case.answers)].sum()
    return float(hits @ DISCOUNTS[: len(hits)] / ideal)


def _scores(case: Case, values: Mapping[str, float]) -> Floats:
    """Return the scores of `rank.look`, with all words of the best hits in the place of the strongest."""
    counts = np.array([values[name] for name in FEATURES], np.float32)
    first = case.first + case.features @ counts
    best = max(1e-9, float(first.max()))
    leading = first / best + case.tiers + 1e-9
    top = np.argsort(-leading, kind="stable")[: int(values["agreement_hits"])]
    weight = (leading[top] / leading[top[0]]) ** values["agreement_power"]
    agreed = case.alike[:, top].astype(np.float32) @ weight
    agreed /= max(1e-9, float(agreed.max()))
    share = values["agreement_share_for_numbers" if case.is_numbered else "agreement_share"]
    return (1 - share) * first / best + share * agreed + case.known + 10 * case.tiers
