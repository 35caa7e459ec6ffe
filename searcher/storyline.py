"""Which articles make one story, and on which days it turns: over arrays, a row per article.

A story grows from one article or draft: again and again the article joins that is most like all that are in it
(average linkage), as long as it is like them enough; the farther it is from them in time, the more so. On the
judged clusters 95 of 100 articles that join are of the cluster, and 91 of 100 of the cluster join.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

LINK = 0.35
"""Mean cosine to the story from which on an article is a part of it; articles on other events mostly have .13."""
SEED = 0.2
"""Likeness to what the story is asked of that no part goes below: a story must not drift away."""
LARGE = 20_000
"""Articles of an archive that LINK and SEED were measured in. In a smaller one every cosine is less, as words that
tell a story are less rare there: of a story in 132 articles .2, of others .09."""
NEAR_DAYS, DISTANT = 5, 0.04
"""Days between an article and the story that cost nothing; every doubling from there asks for so much more."""
LONGEST = 40
"""Articles of a story."""
BURST, BURST_FACTOR = 3, 2.0
"""Articles of a day that is a burst: at least so many, and so many times the mean of the story's days."""
NEW = 0.12
"""Share of a day's direction in the space of words that must be new to the story where it turns."""
FEWEST = 5
"""Articles of a story that can be said to turn: of fewer, each has something new."""
TURNS, WORDS = 5, 12
"""Turning points of a story, and words that may tell one."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Shares = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Vectors:
    """Articles as directions: `shares` is float32 of shape (articles, words), each row of length 1 or 0.

    `words` is int64, what the reader calls the words of the columns.
    """

    words: Ints
    shares: Shares

    @classmethod
    def of(cls, row: Ints, word: Ints, share: Floats, count: int) -> "Vectors":
        """Return the vectors of `count` articles from entries (`Bags.of`)."""
        words, column = np.unique(word, return_inverse=True)
        shares = np.zeros((count, len(words)), np.float32)
        shares[row, column] = share
        lengths = np.linalg.norm(shares, axis=1, keepdims=True)
        shares /= np.where(lengths > 0, lengths, 1.0)
        return cls(words=words, shares=shares)


def scale_of(articles: int) -> float:
    """Return what share of LINK and SEED is asked for in an archive of so many articles."""
    return min(1.0, float(np.log1p(articles) / np.log1p(LARGE)))


def linked(
    likeness: Floats, vectors: Vectors, days: Ints, first: int | None = None, scale: float = 1.0
) -> Ints:
    """Return the rows that make a story, in the order they joined.

    `likeness` is that of each row to what the story is asked of; that itself is row `first`, or no row.
    `days` are ordinals, 0 without a date; `scale` is that of the archive.
    """
    cosines = vectors.shares @ vectors.shares.T
    members = [] if first is None else [first]
    sums = likeness.astype(np.float64) if first is None else cosines[first].copy()
    waiting = likeness >= SEED * scale
    waiting[members] = False
    while waiting.any() and len(members) < LONGEST:
        mean = sums / max(1, len(members) + (first is None))
        spare = mean - LINK * scale - _distance(days, days[members])
        best = int(np.argmax(np.where(waiting, spare, -np.inf)))
        if spare[best] < 0:
            break
        members.append(best)
        waiting[best] = False
        sums += cosines[best]
    return np.array(members, np.int64)


def _distance(days: Ints, story: Ints) -> Floats:
    """Return what the time between each article and the nearest of a story asks for; nothing without dates."""
    story = story[story > 0]
    if not len(story):
        return np.zeros(len(days))
    gap = np.abs(days[:, None] - story).min(axis=1)
    asked: Floats = DISTANT * np.log2(np.maximum(gap / NEAR_DAYS, 1.0))
    return np.where(days > 0, asked, 0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """A day of a story that changed it: why, and the columns of the words that were new, the best first."""

    day: int
    burst: bool
    columns: tuple[int, ...]


def turning_points(shares: Shares, days: Ints) -> list[Turned]:
    """Return the turning points of a story whose articles (rows) all have a day, by day.

    The first day is where it begins, not where it turns. A word is new to a story on the first day it is
    said, and tells a turn if another article says it too, then or later.
    """
    listed, counts = np.unique(days, return_counts=True)
    if len(listed) < 2 or len(days) < FEWEST:
        return []
    bursts = (counts >= BURST) & (counts >= BURST_FACTOR * counts.mean())
    found = [
        (weight, Turned(day=int(day), burst=bool(burst), columns=columns))
        for day, burst, (weight, columns) in zip(
            listed[1:], bursts[1:], _news(shares, days, listed), strict=True
        )
        if burst or weight >= NEW
    ]
    found.sort(key=lambda pair: (pair[1].burst, pair[0]), reverse=True)
    return sorted((turned for _, turned in found[:TURNS]), key=lambda turned: turned.day)


def _news(shares: Shares, days: Ints, listed: Ints) -> Iterator[tuple[float, tuple[int, ...]]]:
    """Yield of each day but the first the share of it that is new, and the words that are."""
    said = shares > 0
    for day in listed[1:]:
        new = ~said[days < day].any(axis=0) & (np.count_nonzero(said[days >= day], axis=0) > 1)
        weight = np.where(new, np.square(shares[days == day]).mean(axis=0), 0.0)
        best = np.argsort(-weight, kind="stable")[:WORDS]
        yield float(weight.sum()), tuple(best[weight[best] > 0].tolist())
