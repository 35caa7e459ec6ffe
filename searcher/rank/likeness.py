"""The second look at related articles: how like the candidates are to an article or a draft.

A cosine over the most telling words decides; what stands in both titles and figures that both name
add to it, and so does one round of agreement: an article that is like the best ones belongs to their story.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from searcher.model import Word
from searcher.model.forward import Bags, Forward, Ints
from searcher.rank.agreement import agreement
from searcher.rank.telling import Telling
from searcher.rank.weights import read_weights

Floats = NDArray[np.float64]
TITLE = 0
"""The field of titles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counting:
    """See likeness.toml for what each of them is."""

    agreement_hits: int
    agreement_words: int
    agreement_power: float
    agreement_share: float
    title_weight: float
    figures_weight: float
    figures_points: float
    time_weight: float
    time_days: int


@cache
def counting() -> Counting:
    """Return what each thing counts; the file is read once."""
    return read_weights(Counting, "likeness.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """An article or draft beside candidates: what tells it, the words of its title, its day (0 = none).

    `figures` is what each candidate gets for the figures that both name, float64, as the engine scores them.
    """

    telling: Telling
    title: Sequence[Word]
    day: int
    forward: Forward
    figures: Floats


def likeness(compared: Compared, counts: Counting) -> Floats:
    """Return how like each candidate is, float64, not negative, about 0 to 1; higher is better."""
    bags = compared.forward.bags
    cosines = _cosines(bags, compared.telling)
    first = np.maximum(
        0.0,
        cosines
        + counts.title_weight * _title(compared)
        + counts.figures_weight * np.tanh(compared.figures / counts.figures_points)
        + counts.time_weight * _time(compared, counts),
    )
    share = counts.agreement_share
    agreeing = agreement(bags, first, counts)
    found: Floats = (1 - share) * first + share * agreeing * first.max(initial=0)
    return found


def _cosines(bags: Bags, telling: Telling) -> Floats:
    """Return the cosine of the telling words and each candidate."""
    return bags.cosines(telling.words, telling.weights / telling.length)


def _title(compared: Compared) -> Floats:
    """Return the share of the title's weight, by rarity among the candidates, that other titles have."""
    forward = compared.forward
    keys = len(dict.fromkeys(word.folded for word in compared.title))
    rows = len(forward.day)
    there = np.zeros((rows, keys), bool)
    there[forward.row, forward.key] = True
    in_title = np.zeros((rows, keys), bool)
    at = forward.field == TITLE
    in_title[forward.row[at], forward.key[at]] = True
    rarity = np.log1p(rows / (1.0 + there.sum(axis=0)))
    found: Floats = in_title @ rarity / max(1e-9, float(rarity.sum()))
    return found


def _time(compared: Compared, counts: Counting) -> Floats:
    """Return how near in time each candidate is, from -0.5 to 0.5; 0 where there is no telling."""
    days: Ints = compared.forward.day
    near = np.exp2(-np.abs(days - compared.day) / counts.time_days) - 0.5
    found: Floats = np.where((days > 0) & (compared.day > 0), near, 0.0)
    return found
