"""Hits get the passage that matches best and its marks, as code-point spans; never as markup."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from searcher.marking import Marker, Read, Token, Wanted, wanted_in
from searcher.model import Article, Query, Span

PASSAGE = 45
"""Syllables of a snippet."""
LONGEST = 20_000
"""Characters of an article that are looked through for the passage."""
CHARACTERS = 320
"""A snippet is never longer, whatever its syllables are."""
NEIGHBOURS = 0.2
"""What two matching syllables side by side add to a passage."""
LEAD = 8
"""Syllables shown before the best window starts, so that the mark has its context."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Highlighted:
    """The marks of a title, and a snippet with its own: whether the text it is from begins and ends with it."""

    title_marks: tuple[Span, ...]
    snippet: str
    snippet_marks: tuple[Span, ...]
    begins: bool = False
    ends: bool = False


UNMARKED = Highlighted(title_marks=(), snippet="", snippet_marks=())
"""A hit of which nobody sees more than the article."""


def highlight(article: Article, query: Query) -> Highlighted:
    """Return the snippet and the marks of one hit."""
    return next(highlight_all([article], query))


def highlight_all(articles: Iterable[Article], query: Query) -> Iterator[Highlighted]:
    """Yield the snippet and the marks of each hit."""
    marker = Marker(wanted_in(query.tree))
    return (_highlighted(article, marker) for article in articles)


def _highlighted(article: Article, marker: Marker) -> Highlighted:
    read = _passage_source(article, marker)
    first, last = _window(read)
    spans = read.spans(first, last)
    start = spans[0][0] if first else 0
    end = spans[-1][1] if last < read.length else len(read.text)
    snippet = read.text[start : min(end, start + CHARACTERS)].rstrip()
    shown = {
        place: (spans[place - first][0] - start, spans[place - first][1] - start)
        for place in read.between(first, last)
        if spans[place - first][1] <= start + len(snippet)
    }
    texts = (article.summary, article.body)
    return Highlighted(
        title_marks=_marks_of(article.title, marker),
        snippet=snippet,
        snippet_marks=_marks(read, shown, marker.wanted),
        begins=any(text.startswith(snippet) for text in texts),
        ends=any(text.endswith(snippet) for text in texts),
    )


def marks_in(text: str, query: Query) -> tuple[Span, ...]:
    """Return the spans of the query's words in a text; neighbours are one mark."""
    return _marks_of(text, Marker(wanted_in(query.tree)))


def _marks_of(text: str, marker: Marker) -> tuple[Span, ...]:
    read = Read(text, marker)
    if not read.places:
        return ()
    first, last = read.places[0], read.places[-1] + 1
    spans = read.spans(first, last)
    return _marks(read, {place: spans[place - first] for place in read.places}, marker.wanted)


def _passage_source(article: Article, marker: Marker) -> Read:
    """Return the text the snippet is cut from: the one of summary and body that matches better.

    A body is not read where the summary has every word already, as two of five have.
    """
    summary, body = article.summary[:LONGEST], article.body[:LONGEST]
    if not summary or not body:
        return Read(summary or body, marker)
    short = Read(summary, marker)
    present = len(_present(short))
    if present >= marker.wanted.most:
        return short
    long = Read(body, marker)
    return short if present >= len(_present(long)) else long


def _present(read: Read) -> set[str]:
    return {token.folded for token in read.hits.values() if token.weight >= 1.0}


def _window(read: Read) -> Span:
    """Return the best passage, as the place of its first token and that behind its last; the beginning if nothing matches."""
    first = min(_best_start(read), max(0, read.length - PASSAGE))
    return first, min(read.length, first + PASSAGE)


def _best_start(read: Read) -> int:
    """Return the token to start with: most different words, then most weight, then close together."""
    if not read.places:
        return 0
    best = max(_passages(read), key=lambda inside: (_worth(read, inside), -inside[0]))
    return max(0, best[0] - LEAD)


def _passages(read: Read) -> Iterator[list[int]]:
    """Yield the places in each passage that begins with one, without passages that are a part of the one before."""
    end = 0
    for first, place in enumerate(read.places):
        behind = bisect_left(read.places, place + PASSAGE - LEAD, lo=end)
        if behind > end:
            end = behind
            yield read.places[first:end]


def _worth(read: Read, inside: list[int]) -> float:
    """Return what a passage with these places is worth: its different words, and a little for neighbours."""
    best: dict[str, float] = {}
    for one in inside:
        token = read.hits[one]
        best[token.folded] = max(token.weight, best.get(token.folded, 0.0))
    neighbours = sum(1 for one, other in pairwise(inside) if other == one + 1)
    return sum(best.values()) + NEIGHBOURS * neighbours


def _marks(read: Read, spans: Mapping[int, Span], wanted: Wanted) -> tuple[Span, ...]:
    """Return the marked spans; marks with nothing but space or a sign between them become one.

    `spans` are those of the tokens to look at, by place, ascending.
    """
    shown = {place: read.hits[place] for place in spans}
    exact = {token.folded for token in shown.values() if token.accented in wanted.exact}
    marks: list[Span] = []
    last = -2
    for place, token in shown.items():
        if not _is_marked(token, exact):
            continue
        start, end = spans[place]
        if last == place - 1 and start - marks[-1][1] <= 1:
            marks[-1] = (marks[-1][0], end)
        else:
            marks.append((start, end))
        last = place
    return tuple(marks)


def _is_marked(token: Token, exact: set[str]) -> bool:
    """Tell whether a token is marked: a folded match only where its word does not occur as typed."""
    if token.weight in {1.0, 0.05}:
        return token.folded not in exact and token.weight == 1.0
    return token.weight > 0
