"""A text as a query sees it: which of its tokens were asked for, where they stand, and how much they count."""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice
from math import inf
from typing import NamedTuple

from searcher.model import All, Any, Field, Node, Phrase, Prefix, Span, View, Word
from searcher.vietnamese.folding import accented_key, fold
from searcher.vietnamese.normalise import normalise_letters, normalise_letters_with_offsets
from searcher.vietnamese.syllables import token_texts, tokens

REMEMBERED = 1 << 15
"""Tokens whose folded keys are remembered from page to page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Keys to mark, per way to look; fillers are marked only beside other marks."""

    exact: frozenset[str]
    folded: frozenset[str]
    fallback: frozenset[str]
    prefixes: tuple[str, ...]
    fillers: frozenset[str]
    keys: frozenset[str]
    """The folded keys of all of them, prefixes aside."""

    @property
    def most(self) -> float:
        """How many different words, fillers aside, a text can have of them; nobody knows with prefixes."""
        return inf if self.prefixes else len(self.keys - self.fillers)

    def keys_among(self, folded: Iterable[str]) -> frozenset[str]:
        """Return the keys that matter in a text of these folded keys."""
        if not self.prefixes:
            return self.keys
        return self.keys | {one for one in set(folded) if one.startswith(self.prefixes)}


class Token(NamedTuple):
    """What a token of a text is to the query: its keys, and its weight (`_weight`)."""

    accented: str
    folded: str
    weight: float


class _Folded(dict[str, str]):
    """The folded keys of the tokens met so far: a page of hits has thousands, of a few hundred different ones."""

    def __missing__(self, typed: str) -> str:
        if len(self) >= REMEMBERED:
            self.clear()
        found = self[typed] = fold(typed)
        return found


_folded = _Folded()


class Marker(dict[str, Token | None]):
    """What tokens are to a query, None for those that are nothing: each is judged once a page."""

    def __init__(self, wanted: Wanted) -> None:
        super().__init__()
        self.wanted = wanted

    def __missing__(self, typed: str) -> Token | None:
        accented, folded = accented_key(typed), _folded[typed]
        weight = _weight(accented, folded, self.wanted)
        found = self[typed] = Token(accented, folded, weight) if weight else None
        return found


class Read:
    """A text of which the tokens that matter are known by their places; few of them do.

    Places in the original are looked up where they are needed.
    """

    def __init__(self, text: str, marker: Marker) -> None:
        self.text = text
        self._normalised = normalise_letters(text)
        typed = token_texts(self._normalised)
        self.length = len(typed)
        folded = [*map(_folded.__getitem__, typed)]
        keys = marker.wanted.keys_among(folded)
        self.hits = {
            place: token
            for place, key in enumerate(folded)
            if key in keys and (token := marker[typed[place]])
        }
        self.places = list(self.hits)

    def spans(self, first: int, last: int) -> list[Span]:
        """Return the spans of the tokens first..last-1 in the original text."""
        found = islice(tokens(self._normalised), first, last)
        spans = [match.span() for match in found]
        if self._normalised is self.text:  # nothing had to be changed
            return spans
        return list(normalise_letters_with_offsets(self.text).originals(spans))

    def between(self, first: int, last: int) -> list[int]:
        """Return the places of the tokens that matter among first..last-1."""
        return self.places[bisect_left(self.places, first) : bisect_left(self.places, last)]


def wanted_in(tree: Node | None) -> Wanted:
    """Return what a text is looked through for."""
    words = list(_positive(tree))
    plain = [word for word in words if isinstance(word, Word)]
    own = [word for word in plain if _has_own_form(word)]
    return Wanted(
        exact=frozenset(word.accented for word in own),
        folded=frozenset(word.folded for word in plain if word not in own),
        fallback=frozenset(word.folded for word in plain if not word.exact),
        prefixes=tuple(word.folded for word in words if isinstance(word, Prefix)),
        fillers=frozenset(word.folded for word in plain if word.filler),
        keys=frozenset(word.folded for word in plain),
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


def _weight(accented: str, folded: str, wanted: Wanted) -> float:
    """Return 2 for a match as typed, 1 for a folded one, a little for a filler, 0 for none."""
    if accented in wanted.exact or folded in wanted.folded:
        return 0.1 if folded in wanted.fillers else 2.0
    if folded in wanted.fallback:
        return 0.05 if folded in wanted.fillers else 1.0
    return 2.0 if wanted.prefixes and folded.startswith(wanted.prefixes) else 0.0
