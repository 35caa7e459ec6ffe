"""Two texts side by side: what they share is marked in both, what they do not share is cut short."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from searcher import Article, NearCopy, Span, text_of

_PARAGRAPH = re.compile(r"[^\n]+")
_APART = 160
"""Characters that are shown of a paragraph that shares nothing."""
_MOST = 80
"""Paragraphs of a pane; a longer text goes on in the article."""

Marked = tuple[Span, int]
"""A span of a text and the number of its passage, from 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A stretch of a paragraph; `passage` is the number of the shared passage it belongs to, 0 for none."""

    text: str
    passage: int = 0
    first: bool = False
    """The first piece of its passage: where links lead."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """The pieces of a paragraph; `skipped` paragraphs that share nothing were left out instead, if not 0."""

    pieces: tuple[Piece, ...] = ()
    skipped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A text beside one of its near-copies; the shares are whole percents."""

    article: Article
    ours: tuple[Paragraph, ...]
    theirs: tuple[Paragraph, ...]
    our_share: int
    their_share: int
    passages: int


def comparison(text: str, copy: NearCopy) -> Comparison:
    """Return a text beside a near-copy."""
    passages = list(enumerate(copy.shared.passages, start=1))
    ours = _apart((each.first, number) for number, each in passages)
    theirs = _apart((each.second, number) for number, each in passages)
    both = {number for _span, number in ours} & {number for _span, number in theirs}
    return Comparison(
        article=copy.article,
        ours=tuple(_pane(text, ours, both)),
        theirs=tuple(_pane(text_of(copy.article), theirs, both)),
        our_share=percent(copy.shared.first),
        their_share=percent(copy.shared.second),
        passages=len(passages),
    )


def percent(share: float) -> int:
    """Return a share as a whole percent: 100 only where nothing is missing, 0 only where nothing is there."""
    if 0 < share < 1:
        return min(99, max(1, round(100 * share)))
    return round(100 * share)


def _apart(spans: Iterable[Marked]) -> list[Marked]:
    """Return spans in order, each cut to begin where the one before it ends; what is covered is dropped."""
    found, done = list[Marked](), 0
    for (start, end), number in sorted(spans):
        if end > max(start, done):
            found.append(((max(start, done), end), number))
            done = end
    return found


def _pane(text: str, spans: Sequence[Marked], linked: set[int]) -> Iterator[Paragraph]:
    seen = set[int]()
    read = (
        tuple(_pieces(text, match.span(), spans, linked, seen))
        for match in _PARAGRAPH.finditer(text)
        if match[0].strip()
    )
    shown = 0
    for shares, group in groupby(read, key=lambda pieces: any(piece.passage for piece in pieces)):
        for paragraph in _shown(list(group), shares=shares):
            if shown == _MOST:
                return
            shown += 1
            yield paragraph


def _shown(group: list[tuple[Piece, ...]], *, shares: bool) -> Iterator[Paragraph]:
    if shares:
        yield from (Paragraph(pieces=pieces) for pieces in group)
        return
    whole = "".join(piece.text for piece in group[0])
    cut = whole if len(whole) <= _APART else whole[:_APART].rsplit(None, 1)[0] + " …"
    yield Paragraph(pieces=(Piece(text=cut),))
    if len(group) > 1:
        yield Paragraph(skipped=len(group) - 1)


def _pieces(
    text: str, paragraph: Span, spans: Sequence[Marked], linked: set[int], seen: set[int]
) -> Iterator[Piece]:
    """Yield a paragraph in pieces; `seen` collects the passages that have begun."""
    done, end = paragraph
    first = bisect_right(spans, done, key=lambda marked: marked[0][1])
    for (start, stop), number in spans[first:]:
        if start >= end:
            break
        if start > done:
            yield Piece(text=text[done:start])
        stop, start = min(stop, end), max(start, done)
        passage = number if number in linked else -1
        yield Piece(text=text[start:stop], passage=passage, first=number not in seen)
        seen.add(number)
        done = stop
    if done < end:
        yield Piece(text=text[done:end])
