"""The story flow: what is related to an article or a draft becomes one story in time."""

import re
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby, islice

import numpy as np
from numpy.typing import NDArray

from searcher.engines.base import Reader
from searcher.model import Article, Facet, Tier
from searcher.model.shared import text_of
from searcher.model.story import Story, StoryDay, Told, Turn
from searcher.rank import Ranked
from searcher.rank.copies import are_copies
from searcher.storyline import Turned, Vectors, linked, scale_of, turning_points

POOL = 80
"""Related articles that may be parts of a story."""
WORDS = 4
"""Words that tell a turning point."""

Ints = NDArray[np.int64]


def story(
    related: Sequence[Ranked], reader: Reader, articles: int, seed: str | None = None
) -> Story:
    """Link related articles (of `reader`, near-copies apart) in time into the story of what they are related to.

    That is the article with the id `seed`, which is a part of its story, or a draft. The archive has so many
    `articles`.
    """
    started = time.perf_counter()
    listed = [*_seeded(seed, reader), *related]
    forward = reader.forward(np.array([hit.number for hit in listed], np.int64), [])
    vectors = Vectors.of(*forward.bags.of(np.arange(len(listed))), len(listed))
    likeness = np.array([hit.score for hit in listed], np.float64)
    days = forward.day.astype(np.int64)
    first = None if seed is None else 0
    members = linked(likeness, vectors, days, first, scale_of(articles))
    chosen = [listed[row] for row in members.tolist()]
    told = reader.articles([hit.id for hit in chosen])
    signatures = reader.signatures(np.array([hit.number for hit in chosen], np.int64))
    turns = [
        _turn(turned, forward.bags.keys(vectors.words[list(turned.columns)]), told)
        for turned in _turning_points(vectors, days, members)
    ]
    took_ms = round((time.perf_counter() - started) * 1000, 3)
    return _in_time(_told(told, signatures), turns, took_ms)


def _seeded(seed: str | None, reader: Reader) -> Iterator[Ranked]:
    """Yield the article that the story is asked of, as one that is all like it."""
    if seed is not None:
        (number,) = reader.numbers([seed]).tolist()
        yield Ranked(id=seed, score=1.0, tier=Tier.MOST, number=number)


def _turning_points(vectors: Vectors, days: Ints, members: Ints) -> list[Turned]:
    dated = members[days[members] > 0]
    return turning_points(vectors.shares[dated], days[dated])


def _told(articles: Sequence[Article], signatures: NDArray[np.uint8]) -> list[Told]:
    """Return the articles in the order they appeared, copies of the same day marked; undated ones last."""
    order = sorted(range(len(articles)), key=lambda row: _appeared(articles[row]))
    found = list[Told]()
    for at, row in enumerate(order):
        same = [other for other in order[:at] if _day(articles[other]) == _day(articles[row])]
        alike = are_copies(signatures[row], signatures[same])
        copied = next((other for other, is_one in zip(same, alike, strict=True) if is_one), None)
        copy_of = None if copied is None else articles[copied].id
        found.append(Told(article=articles[row], copy_of=copy_of))
    return found


def _appeared(article: Article) -> tuple[bool, float, str]:
    at = article.published
    return at is None, at.timestamp() if at else 0.0, article.id


def _day(article: Article) -> date | None:
    return article.published.date() if article.published else None


def _turn(turned: Turned, keys: Sequence[str], articles: Sequence[Article]) -> tuple[date, Turn]:
    """Return a turning point with the words that tell it: names, and words of more than one syllable."""
    day = date.fromordinal(turned.day)
    texts = [text_of(one) for one in articles if _day(one) == day]
    words = (_written(key.replace("_", " "), texts) for key in keys)
    telling = (word for word in words if word.replace(" ", "").isalpha() and _is_telling(word))
    return day, Turn(burst=turned.burst, words=tuple(islice(telling, WORDS)))


def _is_telling(word: str) -> bool:
    return " " in word or (len(word) > 1 and word[0].isupper())


def _written(word: str, texts: Sequence[str]) -> str:
    """Return a word as some texts write it: names have their capitals, what begins a sentence has none."""
    spaced = rf"\b{re.escape(word)}\b".replace(r"\ ", r"\s+")
    ways = (re.compile(spaced, flags) for flags in (re.NOFLAG, re.IGNORECASE))
    found = (way.search(text) for way in ways for text in texts)
    first = next(filter(None, found), None)
    return " ".join(first[0].split()) if first else word


def _in_time(told: Sequence[Told], turns: Sequence[tuple[date, Turn]], took_ms: float) -> Story:
    dated = [one for one in told if one.article.published]
    told_by = {day: turn for day, turn in turns if turn.burst or turn.words}
    by_day = groupby(
        sorted(dated, key=lambda one: _appeared(one.article)), key=lambda one: _day(one.article)
    )
    days = [
        StoryDay(day=day, told=tuple(group), turn=told_by.get(day)) for day, group in by_day if day
    ]
    return Story(
        days=tuple(days),
        undated=tuple(one for one in told if not one.article.published),
        sources=_sources(told),
        first=days[0].told[0].article if days else None,
        took_ms=took_ms,
    )


def _sources(told: Sequence[Told]) -> tuple[Facet, ...]:
    """Count the sources, those with most articles first."""
    counts = Counter(one.article.source for one in told if one.article.source)
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return tuple(Facet(value=value, count=count) for value, count in ranked)
