"""What the columns know of some hits for their explanation: points from the scorer, occurrences from the tokens."""

from collections.abc import Iterator
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from searcher.engines.whoosh.columns.collection import Collection, Floats, Ints
from searcher.engines.whoosh.columns.docs import Mask
from searcher.engines.whoosh.columns.fields import term_range
from searcher.engines.whoosh.columns.lookup import Lookup
from searcher.engines.whoosh.columns.match import Matcher
from searcher.engines.whoosh.columns.score import Scorer
from searcher.engines.whoosh.columns.segment import FIELDS, Segment
from searcher.engines.whoosh.columns.squeeze import doubled
from searcher.model import Phrase, Prefix, Reading, View
from searcher.model.explanation import Occurrence

Counts = NDArray[np.int64]


class Text:
    """The syllables and words of one article, read when they are first asked for."""

    def __init__(self, segment: Segment, number: int) -> None:
        self.segment = segment
        self.number = number

    @cached_property
    def _tokens(self) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
        """Terms, counted from 0, and the field of each."""
        spans = [(start, end - 1) for start, end in self._spans(self.segment.starts)]
        return _by_field([self.segment.tokens.span(*span) for span in spans])

    @cached_property
    def _bag(self) -> tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.int64]]:
        """Distinct words of each field, counted from 0, the field and the place of each."""
        spans = self._spans(self.segment.container["words.starts"])
        words, fields = _by_field([self.segment.word_bags.span(*span) for span in spans])
        return words, fields, np.concatenate([np.arange(*span) for span in spans])

    def _spans(self, starts: NDArray[np.int32]) -> list[tuple[int, int]]:
        at = np.arange(FIELDS) * self.segment.documents + self.number
        return list(zip(starts[at].tolist(), starts[at + 1].tolist(), strict=True))

    def syllables(self, first: int, last: int) -> Iterator[tuple[str, Counts]]:
        """Yield accented keys among the terms first..last-1 and how often each stands in each field."""
        terms, fields = self._tokens
        inside = np.flatnonzero((terms >= first) & (terms < last))
        found, where = terms[inside], fields[inside]
        for term in sorted(set(found.tolist())):
            counts = np.bincount(where[found == term], minlength=FIELDS)
            yield self.segment.strings[View.ACCENTED][term], counts

    def word(self, number: int) -> Counts:
        """Return how often a word stands in each field."""
        words, fields, places = self._bag
        counts = np.zeros(FIELDS, np.int64)
        for at in np.flatnonzero(words == number).tolist():
            place = int(places[at])
            found = doubled(self.segment.container, "words.count", place, place + 1)
            counts[fields[at]] = found[0]
        return counts


def _by_field(
    parts: list[NDArray[np.int32]],
) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """Return terms of all fields, counted from 0 instead of 1, and the field of each."""
    return np.concatenate(parts) - 1, np.repeat(np.arange(FIELDS), [len(part) for part in parts])


class ColumnsEvidence:
    """Some articles of a collection and one query; what was computed is kept for the next article."""

    def __init__(self, collection: Collection, lookup: Lookup, numbers: Ints) -> None:
        self._numbers = numbers
        self._lookup = lookup
        self._matcher = Matcher(collection, lookup)
        self._scorer = Scorer(lookup, self._matcher)
        self._texts = [Text(*collection.place(number)) for number in numbers.tolist()]
        self._indexes = {id(segment): at for at, segment in enumerate(collection.segments)}
        self._points: dict[tuple[Reading, str | None], Floats] = {}
        self._held: dict[tuple[int, str | None], Mask] = {}

    def points(self, reading: Reading, field: str | None, at: int) -> float:
        """Return the weighted score of a reading."""
        name = (reading, field)
        if name not in self._points:
            self._points[name] = self._scorer.best_reading((reading,), self._numbers, field)
        return float(self._points[name][at])

    def holds(self, node: Phrase | Prefix, field: str | None, at: int) -> bool:
        """Tell whether a phrase or a prefix matches."""
        name = (id(node), field)
        if name not in self._held:
            matching = self._matcher.match(node, folded=True, field=field)
            self._held[name] = matching.as_mask().take(self._numbers)
        return bool(self._held[name][at])

    def occurrences(
        self, view: View, key: str, field: str | None, at: int, *, prefix: bool = False
    ) -> tuple[Occurrence, ...]:
        """Return how often a key stands in each field, per form; prefixes are of folded keys."""
        found = self._standing(view, key, self._texts[at], prefix)
        only = [field in {None, name} for name in ("title", "summary", "body")]
        listed = [(form, (counts * only).tolist()) for form, counts in found]
        listed.sort(key=lambda one: (-sum(one[1]), one[0]))
        return tuple(
            Occurrence(key=form, title=title, summary=summary, body=body)
            for form, (title, summary, body) in listed
            if title or summary or body
        )

    def _standing(
        self, view: View, key: str, text: Text, prefix: bool
    ) -> Iterator[tuple[str, Counts]]:
        keys = self._keys(view, key, text.segment, prefix)
        if view is View.NUMBERS or not keys:
            return
        if view is View.WORDS:
            yield key, text.word(keys[0])
        else:
            first, last = (term_range(text.segment, view, number) for number in keys)
            yield from text.syllables(first[0], last[1])

    def _keys(self, view: View, key: str, segment: Segment, prefix: bool) -> tuple[int, ...]:
        """Return the first and the last of the keys that are looked for; they are neighbours."""
        if prefix:
            found = segment.strings[view].beginning_with(key)
            return (int(found[0]), int(found[-1])) if len(found) else ()
        number = self._lookup.numbers(view, key)[self._indexes[id(segment)]]
        return (number, number) if number >= 0 else ()
