"""Hits get the passage that matches best and its marks, as code-point spans; never as markup."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from searcher.model import All, Any, Article, Field, Node, Phrase, Prefix, Query, Span, View, Word
from searcher.vietnamese import Syllable, syllables

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
    """The marks of a title, and a snippet with its own."""

    title_marks: tuple[Span, ...]
    snippet: str
    snippet_marks: tuple[Span, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    """Keys to mark, per way to look; fillers are marked only beside other marks."""

    exact: frozenset[str]
    folded: frozenset[str]
    fallback: frozenset[str]
    prefixes: tuple[str, ...]
    fillers: frozenset[str]


def highlight(article: Article, query: Query) -> Highlighted:
    """Return the snippet and the marks of one hit."""
    wanted = _wanted(query.tree)
    text, found = _passage_source(article, wanted)
    start, end = _window(found, _weights(found, wanted), len(text))
    snippet = text[start:end].rstrip()
    inside = [s for s in found if s.start >= start and s.end <= start + len(snippet)]
    return Highlighted(
        title_marks=_marks(syllables(article.title), wanted),
        snippet=snippet,
        snippet_marks=tuple((a - start, b - start) for a, b in _marks(inside, wanted)),
    )


def marks_in(text: str, query: Query) -> tuple[Span, ...]:
    """Return the spans of the query's words in a text; neighbours are one mark."""
    return _marks(syllables(text), _wanted(query.tree))


def _passage_source(article: Article, wanted: _Wanted) -> tuple[str, Sequence[Syllable]]:
    """Return the text the snippet is cut from: the one of summary and body that matches better."""
    texts = [text[:LONGEST] for text in (article.summary, article.body) if text]
    read = [(text, syllables(text)) for text in texts]
    return max(read, key=lambda pair: len(_present(pair[1], wanted)), default=("", ()))


def _present(found: Iterable[Syllable], wanted: _Wanted) -> set[str]:
    return {syllable.folded for syllable in found if _weight(syllable, wanted) >= 1.0}


def _wanted(tree: Node | None) -> _Wanted:
    words = list(_positive(tree))
    plain = [word for word in words if isinstance(word, Word)]
    own = [word for word in plain if _has_own_form(word)]
    return _Wanted(
        exact=frozenset(word.accented for word in own),
        folded=frozenset(word.folded for word in plain if word not in own),
        fallback=frozenset(word.folded for word in plain if not word.exact),
        prefixes=tuple(word.folded for word in words if isinstance(word, Prefix)),
        fillers=frozenset(word.folded for word in plain if word.filler),
    )


def _has_own_form(word: Word) -> bool:
    """Tell whether a word was typed to mean its own accent: `nam` beside `việt` is not `năm`."""
    own = (View.ACCENTED, word.accented)
    return any((reading.view, reading.key) == own for reading in word.readings)


def _positive(node: Node | None) -> Iterable[Word | Prefix]:
    """Yield the words that an article may have, not those it must not have."""
    match node:
        case Word() | Prefix():
            yield node
        case Phrase():
            yield from node.words
        case Field():
            yield from _positive(node.child)
        case All() | Any():
            for child in node.children:
                yield from _positive(child)
        case _:
            return


def _weight(syllable: Syllable, wanted: _Wanted) -> float:
    """Return 2 for a match as typed, 1 for a folded one, a little for a filler, 0 for none."""
    if syllable.accented in wanted.exact or syllable.folded in wanted.folded:
        return 0.1 if syllable.folded in wanted.fillers else 2.0
    if syllable.folded in wanted.fallback:
        return 0.05 if syllable.folded in wanted.fillers else 1.0
    return 2.0 if wanted.prefixes and syllable.folded.startswith(wanted.prefixes) else 0.0


def _weights(found: Sequence[Syllable], wanted: _Wanted) -> list[float]:
    return [_weight(syllable, wanted) for syllable in found]


def _window(found: Sequence[Syllable], weights: Sequence[float], length: int) -> Span:
    """Return the character span of the best passage; the beginning of the text when nothing matches."""
    if not found:
        return 0, min(length, CHARACTERS)
    first = _best_start(found, weights)
    if first + PASSAGE >= len(found):
        first = max(0, len(found) - PASSAGE)
    last = min(len(found), first + PASSAGE) - 1
    start = found[first].start if first else 0
    end = length if last == len(found) - 1 else found[last].end
    return start, min(end, start + CHARACTERS)


def _best_start(found: Sequence[Syllable], weights: Sequence[float]) -> int:
    """Return the syllable to start with: most different words, then most weight, then close together."""
    hits = [place for place, weight in enumerate(weights) if weight]
    if not hits:
        return 0
    best = max(hits, key=lambda place: (_worth(found, weights, place), -place))
    return max(0, best - LEAD)


def _worth(found: Sequence[Syllable], weights: Sequence[float], place: int) -> float:
    """Return what a passage beginning here is worth: its different words, and a little for neighbours."""
    inside = weights[place : place + PASSAGE - LEAD]
    best: dict[str, float] = {}
    for syllable, weight in zip(found[place:], inside, strict=False):
        best[syllable.folded] = max(weight, best.get(syllable.folded, 0.0))
    neighbours = sum(1 for pair in pairwise(inside) if all(pair))
    return sum(best.values()) + NEIGHBOURS * neighbours


def _marks(found: Sequence[Syllable], wanted: _Wanted) -> tuple[Span, ...]:
    """Return the marked spans; marks with nothing but space or a sign between them become one."""
    exact = {s.folded for s in found if s.accented in wanted.exact}
    marks: list[Span] = []
    last = -2
    for place, syllable in enumerate(found):
        if not _is_marked(syllable, wanted, exact):
            continue
        if last == place - 1 and syllable.start - marks[-1][1] <= 1:
            marks[-1] = (marks[-1][0], syllable.end)
        else:
            marks.append((syllable.start, syllable.end))
        last = place
    return tuple(marks)


def _is_marked(syllable: Syllable, wanted: _Wanted, exact: set[str]) -> bool:
    """Tell whether a syllable is marked: a folded match only where its word does not occur as typed."""
    weight = _weight(syllable, wanted)
    if weight in {1.0, 0.05}:
        return syllable.folded not in exact and weight == 1.0
    return weight > 0
