"""Phrases: take the rarest word's places, drop those with other neighbours, look at the tokens around.

A phrase with slop is the union of exact ones with gaps: at most `slop` strangers, spread in every way.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from searcher.engines.whoosh.columns.fields import term_range, texts_at
from searcher.engines.whoosh.columns.segment import Segment
from searcher.model import View, Word

Ints = NDArray[np.int64]
HANDFUL = 64
Offsets = tuple[int, ...]
"""At which distance from the first word each word must stand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a phrase must know of a word in a segment, looked up once and remembered.

    Its terms are `first` to `last` - 1, their codes among the tokens `low` to `high` - 1 unless some of
    them are `rare`; they occur `count` times, and `signature` marks them beside their neighbours.
    """

    first: int
    last: int
    count: int
    signature: int
    low: int
    high: int
    rare: bool


def standing(segment: Segment, view: View, number: int) -> Standing | None:
    """Return how the key of this number stands in a segment; None for -1, a key that is not there."""
    if number < 0:
        return None
    first, last = term_range(segment, view, number)
    low, high, rare = segment.tokens.code_range(first + 1, last + 1)
    return Standing(
        first=first,
        last=last,
        count=segment.places.count(first, last),
        signature=int(segment.places.signatures[first + 1]),
        low=low,
        high=high,
        rare=rare,
    )


def key_as_typed(word: Word) -> tuple[View, str]:
    """Return the key that a word must have to stand as typed."""
    if word.exact or word.marked:
        return View.ACCENTED, word.accented
    return View.FOLDED, word.folded


def phrase_articles(
    segment: Segment, words: Sequence[Standing], offsets: Sequence[Offsets], field: int | None
) -> Ints:
    """Return the articles of a segment in which words stand in a field at one of these offsets, sorted."""
    order = sorted(range(len(words)), key=lambda n: words[n].count)
    found = [_texts(segment, words, spread, order) for spread in offsets]
    texts = found[0] if len(found) == 1 else np.concatenate(found)
    if not len(texts):
        return texts
    if field is not None:
        texts = texts[texts // segment.documents == field]
    return _distinct(texts % segment.documents, segment.documents)


def _distinct(numbers: Ints, size: int) -> Ints:
    """Return the different numbers below `size`, sorted. np.unique needs ten times as long for them."""
    if len(numbers) <= HANDFUL:
        return np.array(sorted(set(numbers.tolist())), np.int64)
    there = np.zeros(size, bool)
    there[numbers] = True
    return there.nonzero()[0]


def spreads(words: int, slop: int) -> Iterator[tuple[int, ...]]:
    """Yield every choice of offsets of `words` words with at most `slop` strangers among them."""
    if words == 1:
        yield (0,)
        return
    for shorter in spreads(words - 1, slop):
        used = shorter[-1] - (words - 2)
        for gap in range(slop - used + 1):
            yield (*shorter, shorter[-1] + 1 + gap)


def _texts(
    segment: Segment, words: Sequence[Standing], offsets: Offsets, order: Sequence[int]
) -> Ints:
    """Return the texts in which words stand at these offsets (repeated where they do so again)."""
    rarest = order[0]
    places = segment.places.beside(
        words[rarest].first,
        words[rarest].last,
        _signature(words, offsets, rarest, -1),
        _signature(words, offsets, rarest, +1),
    )
    for other in order[1:]:
        if not len(places):
            return places
        distance = offsets[other] - offsets[rarest]
        places = places.take(_stands(segment, places + distance, words[other]))
    return _in_one_text(segment, places - offsets[rarest], offsets[-1], len(words))


def _signature(words: Sequence[Standing], offsets: Offsets, at: int, step: int) -> int | None:
    """Return the signature of the neighbour of a word, None where a gap or nothing is."""
    other = at + step
    if not 0 <= other < len(offsets) or abs(offsets[other] - offsets[at]) != 1:
        return None
    return words[other].signature


def _stands(segment: Segment, places: Ints, wanted: Standing) -> Ints:
    """Return which of the places hold a word."""
    if wanted.rare:
        terms = segment.tokens.terms(np.clip(places, 0, len(segment.tokens) - 1))
        rare: Ints = ((terms > wanted.first) & (terms <= wanted.last)).nonzero()[0]
        return rare
    codes = segment.tokens.codes.take(places)
    if wanted.high == wanted.low + 1:
        standing = codes == wanted.low
    else:
        standing = (codes >= wanted.low) & (codes < wanted.high)
    found: Ints = standing.nonzero()[0]
    return found


def _in_one_text(segment: Segment, first: Ints, length: int, words: int) -> Ints:
    """Return the texts of the places whose phrase does not run on into the next text.

    Only a gap can hide the separator between two texts.
    """
    if not len(first):
        return first
    texts = texts_at(segment, first)
    if length == words - 1:
        return texts
    return texts[first + length < segment.starts.take(texts + 1)]
