"""The first score taken apart, word by word: the same for every engine over what each knows of its articles."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from searcher.model import All, Any, Field, Node, Number, Phrase, Prefix, Query, Reading, View, Word
from searcher.model.explanation import Explanation, Form, Occurrence, Part
from searcher.vietnamese import syllables

SAME = 1e-9
"""Readings whose points differ by less are as good: the first of them is named."""


class Evidence(Protocol):
    """What an engine knows of some articles and one query; `at` counts the articles from 0."""

    def points(self, reading: Reading, field: str | None, at: int) -> float:
        """Return the weighted score of a reading, 0 where its key does not occur."""

    def holds(self, node: Phrase | Prefix, field: str | None, at: int) -> bool:
        """Tell whether a phrase or a prefix matches."""

    def occurrences(
        self, view: View, key: str, field: str | None, at: int, *, prefix: bool = False
    ) -> tuple[Occurrence, ...]:
        """Return how often a key stands in each field, per form that it has there.

        Forms are accented keys, or words; with `prefix` those of all folded keys that begin so. The
        most frequent form comes first, equal ones by code points. Numbers have none.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Where in the tree a node stands."""

    at: int
    said: frozenset[str]
    field: str | None = None
    phrase: str = ""
    is_choice: bool = False
    """One of several forms, of which not every one need be there."""


def explained(query: Query, evidence: Evidence, articles: int) -> list[Explanation]:
    """Return for each article what makes its first score, in the order of the query."""
    said = frozenset(syllable.folded for syllable in syllables(query.understood))
    places = (_Place(at=at, said=said) for at in range(articles))
    return [Explanation(parts=tuple(_whole(query, evidence, place))) for place in places]


def _whole(query: Query, evidence: Evidence, place: _Place) -> Iterator[Part]:
    if query.tree is not None:
        yield from _parts(query.tree, evidence, place)
    for extra in query.extras:
        yield from _found([_reading(extra, evidence, place)])


def _parts(node: Node, evidence: Evidence, place: _Place) -> Iterator[Part]:
    match node:
        case Word():
            yield from _kept([_word(node, evidence, place)], place)
        case Number():
            yield from _kept([_number(node, evidence, place)], place)
        case Prefix():
            yield from _kept([_prefix(node, evidence, place)], place)
        case Phrase():
            yield from _phrase(node, evidence, place)
        case Field():
            yield from _parts(node.child, evidence, replace(place, field=node.name))
        case Any():
            yield from _choice(node.children, evidence, place)
        case All():
            for child in node.children:
                yield from _parts(child, evidence, place)
        case _:  # what must not be there, and keywords, score nothing
            return


def _kept(parts: Sequence[Part], place: _Place) -> Iterator[Part]:
    """Yield the parts; of a choice only those that were found."""
    return _found(parts) if place.is_choice else iter(parts)


def _found(parts: Sequence[Part]) -> Iterator[Part]:
    return (part for part in parts if part.form is not Form.MISSING)


def _choice(children: Sequence[Node], evidence: Evidence, place: _Place) -> Iterator[Part]:
    inside = replace(place, is_choice=True)
    found = [part for child in children for part in _parts(child, evidence, inside)]
    if found or place.is_choice or not children:
        yield from found
    else:
        yield from _parts(children[0], evidence, place)


def _phrase(phrase: Phrase, evidence: Evidence, place: _Place) -> Iterator[Part]:
    text = " ".join(word.typed for word in phrase.words)
    if evidence.holds(phrase, place.field, place.at):
        inside = replace(place, phrase=text if len(phrase.words) > 1 else place.phrase)
        yield from (_word(word, evidence, inside) for word in phrase.words)
    elif not place.is_choice:
        yield Part(typed=text, form=Form.MISSING, field=place.field, phrase=text)


def _word(word: Word, evidence: Evidence, place: _Place) -> Part:
    best = _best(word.readings, evidence, place)
    if best is None:
        return Part(typed=word.typed, form=Form.MISSING, field=place.field, phrase=place.phrase)
    part = _reading(best, evidence, place)
    other_name = place.is_choice and word.folded not in place.said
    return replace(part, typed=word.typed, form=Form.NAME if other_name else _form(word, best))


def _form(word: Word, reading: Reading) -> Form:
    if reading.view is View.WORDS:
        return Form.WORD
    if reading.view is View.NUMBERS:
        return Form.NUMBER
    if reading.view is View.ACCENTED:
        return Form.TYPED if reading.key == word.accented else Form.RESTORED
    return Form.FOLDED if word.marked else Form.UNMARKED


def _number(number: Number, evidence: Evidence, place: _Place) -> Part:
    best = _best(number.readings, evidence, place)
    if best is None:
        return Part(typed=number.typed, form=Form.MISSING, field=place.field, phrase=place.phrase)
    return replace(_reading(best, evidence, place), typed=number.typed)


def _prefix(prefix: Prefix, evidence: Evidence, place: _Place) -> Part:
    if not evidence.holds(prefix, place.field, place.at):
        return Part(typed=prefix.typed, form=Form.MISSING, field=place.field)
    return Part(
        typed=prefix.typed,
        form=Form.PREFIX,
        points=1.0,
        field=place.field,
        occurrences=evidence.occurrences(
            View.FOLDED, prefix.folded, place.field, place.at, prefix=True
        ),
    )


def _best(readings: Sequence[Reading], evidence: Evidence, place: _Place) -> Reading | None:
    """Return the first of the readings that score best, None where none was found."""
    points = [evidence.points(reading, place.field, place.at) for reading in readings]
    best = max(points, default=0.0)
    if best <= 0:
        return None
    return next(r for r, found in zip(readings, points, strict=True) if found >= best - SAME)


def _reading(reading: Reading, evidence: Evidence, place: _Place) -> Part:
    """Return what a reading adds by itself."""
    typed = reading.key.replace("_", " ")
    points = evidence.points(reading, place.field, place.at)
    if not points:
        return Part(typed=typed, form=Form.MISSING, field=place.field, phrase=place.phrase)
    return Part(
        typed=typed,
        form=Form.NUMBER if reading.view is View.NUMBERS else Form.WORD,
        points=points,
        field=place.field,
        phrase=place.phrase,
        occurrences=evidence.occurrences(reading.view, reading.key, place.field, place.at),
    )
