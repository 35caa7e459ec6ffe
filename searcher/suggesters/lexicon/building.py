"""The stored articles and what was counted of them -> the file of a lexicon."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from heapq import nlargest
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.container import write_container
from searcher.model import Article, Tokens
from searcher.suggesters.lexicon.arrays import FORMAT, arrays_of
from searcher.suggesters.lexicon.documents import Documents
from searcher.suggesters.lexicon.fillers import fillers
from searcher.suggesters.lexicon.kinds import Kind, Line
from searcher.suggesters.lexicon.notes import Note, noted
from searcher.suggesters.lexicon.phrases import Counted, cohesive, names
from searcher.suggesters.lexicon.surface import Surfaces
from searcher.suggesters.lexicon.titles import repeated
from searcher.vietnamese import analyse
from searcher.vietnamese.restoration import Builder, Tally

MOST_TITLES = 300_000
"""Titles kept, the newest: some 50 MB of a file."""
MOST_PHRASES = 200_000
"""Phrases and names kept of each origin, the most frequent."""
_AT_ONCE = 4096


def analysed(texts: Iterable[str]) -> list[Tokens]:
    """Return the tokens of texts, in batches."""
    held = list(texts)
    batches = (held[start : start + _AT_ONCE] for start in range(0, len(held), _AT_ONCE))
    return [tokens for batch in batches for tokens in analyse(batch)]


class LexiconBuilder:
    """Takes the articles of an archive in batches; `write` makes the file.

    Memory is bounded by the titles (twice MOST_TITLES) and the numbers of documents. `analyse` gives the tokens of texts.
    """

    def __init__(self, analyse: Callable[[Iterable[str]], list[Tokens]] = analysed) -> None:
        self._analyse = analyse
        self._articles = 0
        self._titles: dict[str, Line] = {}
        self._tags: dict[str, Line] = {}
        self._documents = Documents()

    def add(self, articles: Iterable[Article]) -> None:
        """Read a batch of articles."""
        self.take(map(noted, articles))

    def take(self, notes: Iterable[Note]) -> None:
        """Read what was noted of a batch of articles."""
        for note in notes:
            self._articles += 1
            if note.title:
                _count(self._titles, Line(text=note.title, kind=Kind.TITLE, day=note.day))
            for tag in note.tags:
                _count(self._tags, Line(text=tag, kind=Kind.PHRASE))
            self._documents.count(note.documents)
        if len(self._titles) > 2 * MOST_TITLES:
            self._titles = {line.text: line for line in _newest(self._titles.values())}

    def write(self, path: Path, counted: Builder) -> None:
        """Write the lexicon; `counted` has read the texts of the same articles."""
        write_container(path, self.arrays(counted), self.facts)

    @property
    def facts(self) -> dict[str, int]:
        """What the footer of the file says."""
        return {"format": FORMAT, "articles": self._articles}

    def arrays(self, counted: Builder) -> dict[str, NDArray[Any]]:
        """Return what `write` writes."""
        titles = _newest(self._titles.values())
        tokens = self._analyse(line.text for line in titles)
        surfaces = Surfaces(counted.tally)
        lines = [*titles, *self._phrases(titles, tokens, counted, surfaces)]
        tokens += self._analyse(line.text for line in lines[len(titles) :])
        return arrays_of(lines, tokens, counted.tally)

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


def _newest(titles: Iterable[Line]) -> list[Line]:
    held = list(titles)
    return nlargest(MOST_TITLES, held, lambda line: line.day) if len(held) > MOST_TITLES else held
