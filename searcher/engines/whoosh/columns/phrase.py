"""Phrases: take the rarest word's places, drop those with other neighbours, look at the tokens around.

A phrase with slop is the union of exact ones with gaps: at most `slop` strangers, spread in every way.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from searcher.engines.whoosh.columns.fields import texts_at
from searcher.engines.whoosh.columns.segment import Segment
from searcher.model import View, Word

Ints = NDArray[np.int64]
Range = tuple[int, int]
HANDFUL = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Ranges of terms, and at which distance from the first word each of them must stand."""

    ranges: tuple[Range, ...]
    offsets: tuple[int, ...]


def key_as_typed(word: Word) -> tuple[View, str]:
    """Return the key that a word must have to stand as typed."""
    if word.exact or word.marked:
        return View.ACCENTED, word.accented
    return View.FOLDED, word.folded


def phrase_articles(
    segment: Segment, ranges: Sequence[Range], slop: int, field: int | None
) -> Ints:
    """Return the articles of a segment in which terms of these ranges stand in order in one field, sorted."""
    patterns = [
        Pattern(ranges=tuple(ranges), offsets=offsets) for offsets in spreads(len(ranges), slop)
    ]
    found = [_texts(segment, pattern) for pattern in patterns]
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


def _texts(segment: Segment, pattern: Pattern) -> Ints:
    """Return the texts in which a pattern occurs (repeated where it occurs again)."""
    sizes = [segment.places.count(*range_) for range_ in pattern.ranges]
    order = sorted(range(len(sizes)), key=sizes.__getitem__)
    rarest = order[0]
    places = _candidates(segment, pattern, rarest)
    for other in order[1:]:
        if not len(places):
            return places
        distance = pattern.offsets[other] - pattern.offsets[rarest]
        places = places[_stands(segment, places + distance, pattern.ranges[other])]
    first = places - pattern.offsets[rarest]
    return _in_one_text(segment, first, pattern.offsets[-1])


def _candidates(segment: Segment, pattern: Pattern, rarest: int) -> Ints:
    before = _signature(segment, pattern, rarest, -1)
    after = _signature(segment, pattern, rarest, +1)
    return segment.places.beside(*pattern.ranges[rarest], before, after)


def _signature(segment: Segment, pattern: Pattern, at: int, step: int) -> int | None:
    """Return the signature of the neighbouring word of a pattern, None where a gap or nothing is there."""
    other = at + step
    if not 0 <= other < len(pattern.offsets):
        return None
    if abs(pattern.offsets[other] - pattern.offsets[at]) != 1:
        return None
    return int(segment.places.signatures[pattern.ranges[other][0] + 1])


def _stands(segment: Segment, places: Ints, wanted: Range) -> Ints:
    """Return which of the places hold one of the terms."""
    low, high, some_are_rare = segment.tokens.code_range(wanted[0] + 1, wanted[1] + 1)
    if some_are_rare:
        terms = segment.tokens.terms(np.clip(places, 0, len(segment.tokens) - 1))
        return np.flatnonzero((terms > wanted[0]) & (terms <= wanted[1]))
    codes = segment.tokens.codes.take(places, mode="clip")
    if high == low + 1:
        return np.flatnonzero(codes == low)
    return np.flatnonzero((codes >= low) & (codes < high))


def _in_one_text(segment: Segment, first: Ints, length: int) -> Ints:
    """Return the texts of the places whose pattern does not run on into the next text."""
    texts = texts_at(segment, first)
    return texts[first + length < segment.starts.take(texts + 1)]
