"""The stored articles and what was counted of them -> the file of a lexicon."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from heapq import nlargest
from itertools import chain
from pathlib import Path

import numpy as np

from searcher.container import write_container
from searcher.model import Article, Tokens
from searcher.suggesters.lexicon.arrays import FORMAT, arrays_of
from searcher.suggesters.lexicon.documents import Documents
from searcher.suggesters.lexicon.fillers import fillers
from searcher.suggesters.lexicon.kinds import Kind, Line
from searcher.suggesters.lexicon.phrases import Counted, cohesive, names
from searcher.suggesters.lexicon.surface import Surfaces
from searcher.suggesters.lexicon.titles import repeated
from searcher.vietnamese import analyse, normalise
from searcher.vietnamese.restoration import Builder, Tally

MOST_TITLES = 300_000
"""Titles kept, the newest: some 50 MB of a file."""
MOST_PHRASES = 200_000
"""Phrases and names kept of each origin, the most frequent."""
LONGEST_TITLE = 200
"""Characters; what is longer is no title, but one with its summary glued on."""
_AT_ONCE = 4096


class LexiconBuilder:
    """Takes the articles of an archive in batches; `write` makes the file.

    Memory is bounded by the titles (twice MOST_TITLES) and the numbers of documents.
    """

    def __init__(self) -> None:
        self._articles = 0
        self._titles: dict[str, Line] = {}
        self._tags: dict[str, Line] = {}
        self._documents = Documents()

    def add(self, articles: Iterable[Article]) -> None:
        """Read a batch of articles."""
        for article in articles:
            self._articles += 1
            self._add_title(article)
            for tag in article.tags:
                _count(self._tags, Line(text=_plain(tag), kind=Kind.PHRASE))
            for text in (article.title, article.summary, article.body):
                self._documents.read(text)
        if len(self._titles) > 2 * MOST_TITLES:
            self._titles = {line.text: line for line in _newest(self._titles.values())}

    def _add_title(self, article: Article) -> None:
        text = _plain(article.title)
        if text and len(text) <= LONGEST_TITLE:
            day = article.published.toordinal() if article.published else 0
            _count(self._titles, Line(text=text, kind=Kind.TITLE, day=day))

    def write(self, path: Path, counted: Builder) -> None:
        """Write the lexicon; `counted` has read the texts of the same articles."""
        titles = _newest(self._titles.values())
        tokens = _analysed(line.text for line in titles)
        surfaces = Surfaces(counted.tally)
        lines = [*titles, *self._phrases(titles, tokens, counted, surfaces)]
        tokens += _analysed(line.text for line in lines[len(titles) :])
        facts = {"format": FORMAT, "articles": self._articles}
        write_container(path, arrays_of(lines, tokens, counted.tally), facts)

    def _phrases(
        self,
        titles: Sequence[Line],
        tokens: Sequence[Tokens],
        counted: Builder,
        surfaces: Surfaces,
    ) -> list[Line]:
        """Return everything but the titles, each text once, with the sum of its counts."""
        lines: dict[str, Line] = {}
        for line in chain(
            self._named(),
            self._of_names(counted, surfaces),
            _of_titles(titles, tokens, surfaces),
            self._of_texts(counted.tally, surfaces),
        ):
            _count(lines, line)
        return list(lines.values())

    def _named(self) -> Iterator[Line]:
        yield from (line for line in self._tags.values() if line.text)
        for name, count in self._documents.often(_least(self._articles, 1, 2, 4000)):
            yield Line(text=name, kind=Kind.DOCUMENT, count=count)

    def _of_names(self, counted: Builder, surfaces: Surfaces) -> Iterator[Line]:
        least = _least(self._articles, 2, 6, 4000)
        for found in names(counted.tally, counted.cased_stretches(), least):
            for ids, count in _most(found):
                yield Line(text=surfaces.name(ids), kind=Kind.NAME, count=_mentions(count))

    def _of_texts(self, tally: Tally, surfaces: Surfaces) -> Iterator[Line]:
        least = _least(self._articles, 3, 12, 2000)
        for found in cohesive(tally, fillers(), least):
            for ids, count in _most(found):
                yield Line(text=surfaces.phrase(ids), kind=Kind.PHRASE, count=_mentions(count))


def _of_titles(
    titles: Sequence[Line], tokens: Sequence[Tokens], surfaces: Surfaces
) -> Iterator[Line]:
    for found in repeated(tokens, fillers(), _least(len(titles), 2, 3, 2000)):
        text = surfaces.cut(titles[found.title].text, found.start, found.end)
        if text:
            yield Line(text=text, kind=Kind.PHRASE, count=found.count)


def _most(found: Counted) -> Iterator[tuple[list[int], int]]:
    """Yield ids and count of the most frequent phrases."""
    order = np.argsort(-found.counts, kind="stable")[:MOST_PHRASES]
    yield from zip(found.ids[order].tolist(), found.counts[order].tolist(), strict=True)


def _mentions(count: int) -> int:
    """Return the mentions of a phrase in whole texts as what they are worth beside those in titles."""
    return max(1, count // 8)


def _least(articles: int, few: int, many: int, each: int) -> int:
    """Return how often something must be seen: `few` times in a small archive, up to `many` in a large."""
    return min(many, few + articles // each)


def _count(lines: dict[str, Line], line: Line) -> None:
    """Add a line, or its count to the one with the same text; capitals make no other text."""
    key = line.text if line.kind is Kind.TITLE else line.text.lower()
    held = lines.get(key)
    if held is None:
        lines[key] = line
    else:
        both = held.count + line.count
        lines[key] = replace(held, count=both, day=max(held.day, line.day))


def _plain(text: str) -> str:
    """Return a text in NFC and on one line."""
    return " ".join(normalise(text).split())


def _newest(titles: Iterable[Line]) -> list[Line]:
    held = list(titles)
    return nlargest(MOST_TITLES, held, lambda line: line.day) if len(held) > MOST_TITLES else held


def _analysed(texts: Iterable[str]) -> list[Tokens]:
    held = list(texts)
    batches = (held[start : start + _AT_ONCE] for start in range(0, len(held), _AT_ONCE))
    return [tokens for batch in batches for tokens in analyse(batch)]
