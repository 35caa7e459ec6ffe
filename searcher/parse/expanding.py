"""Other forms beside what was typed: `UBND` also finds `Ủy ban nhân dân`, `54 NQ TW` finds `54-NQ/TW`."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from searcher.model import (
    All,
    Any,
    Field,
    Node,
    Not,
    Number,
    Phrase,
    Prefix,
    Reading,
    Span,
    View,
    Word,
)
from searcher.parse.reading import as_read, may_have_numbers, words_of
from searcher.vietnamese.abbreviations import Abbreviations, Expansion, expand
from searcher.vietnamese.numbers import Kind, numbers

EXPANDED_LENGTH = 8
"""Words of a query beyond which no name is expanded: a sentence has its names in more words than one."""
WHOLE = frozenset({Kind.DOCUMENT, Kind.MONEY, Kind.PHONE, Kind.EMAIL, Kind.URL})
"""Kinds of numbers that are one thing however they are written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    """The words from `start` to `end` may also be said as one of the `others`."""

    start: int
    end: int
    others: tuple[Node, ...]
    is_name: bool


def expanded(
    root: Node, text: str, spans: Mapping[Word, Span], names: Abbreviations | None = None
) -> Node:
    """Return the tree with every number and name among its plain words as one choice of its forms.

    A name is looked for as a phrase in each form; what was typed counts most. `spans` says where
    each word of the tree stands in the normalised `text`; `names` are the packaged ones if None.
    """
    children = root.children if isinstance(root, All) else (root,)
    parts = tuple(_parts(children, text, spans, names))
    return All(children=parts) if len(parts) > 1 else parts[0]


def _parts(
    children: Sequence[Node], text: str, spans: Mapping[Word, Span], names: Abbreviations | None
) -> Iterator[Node]:
    short = sum(isinstance(child, Word) for child in children) <= EXPANDED_LENGTH
    for is_plain, run in groupby(children, _is_plain):
        nodes = list(run)
        words = [node for node in nodes if isinstance(node, Word)]
        if is_plain:
            found = [*_numbers(words, text, spans), *(_names(words, names) if short else ())]
            yield from _with_choices(words, found)
        else:
            yield from nodes


def _is_plain(node: Node) -> bool:
    return isinstance(node, Word) and not node.exact


def _with_choices(words: Sequence[Word], choices: Sequence[_Choice]) -> Iterator[Node]:
    """Yield the words, those of a choice together with their other forms; the first choice wins."""
    taken: dict[int, _Choice] = {}
    covered: set[int] = set()
    for choice in choices:
        places = set(range(choice.start, choice.end))
        if not places & covered:
            covered |= places
            taken[choice.start] = choice
    for place, word in enumerate(words):
        if place in taken:
            choice = taken[place]
            yield Any(children=(_typed(words[place : choice.end], choice), *choice.others))
        elif place not in covered:
            yield word


def _typed(words: Sequence[Word], choice: _Choice) -> Node:
    return _name(words) if choice.is_name or len(words) == 1 else All(children=tuple(words))


def _numbers(words: Sequence[Word], text: str, spans: Mapping[Word, Span]) -> Iterator[_Choice]:
    if not may_have_numbers(text):
        return
    starts = [spans[word][0] if word in spans else -1 for word in words]
    if starts != sorted(starts):  # a repeated word stands where it stood first: nothing to go by
        return
    for number in numbers(text):
        start, end = bisect_left(starts, number.start), bisect_left(starts, number.end)
        if number.kind in WHOLE and number.parts and start < end:
            yield _Choice(
                start=start,
                end=end,
                others=(_number(number.text, number.parts),),
                is_name=False,
            )


def _number(typed: str, parts: Sequence[tuple[str, float]]) -> Number:
    return Number(
        typed=typed,
        readings=tuple(Reading(view=View.NUMBERS, key=form, weight=share) for form, share in parts),
    )


def _names(words: Sequence[Word], names: Abbreviations | None) -> Iterator[_Choice]:
    typed = [word.typed for word in words]
    expansions = expand([word.accented for word in words], names, typed=typed)
    for (start, end), same in groupby(expansions, lambda found: (found.start, found.end)):
        others = tuple(other for expansion in same for other in _others(expansion))
        yield _Choice(start=start, end=end, others=others, is_name=True)


def _others(expansion: Expansion) -> Iterator[Node]:
    for keys in expansion.alternatives:
        read = as_read([word for word, _ in words_of(" ".join(keys))])
        share = expansion.weight / len(read)  # all forms of a name say one thing
        yield _name([_weighted(word, share) for word in read])


def _name(words: Sequence[Word]) -> Node:
    return words[0] if len(words) == 1 else Phrase(words=tuple(words))


def _weighted(word: Word, share: float) -> Word:
    readings = tuple(replace(reading, weight=reading.weight * share) for reading in word.readings)
    return replace(word, readings=readings)


def with_whole_words(node: Node) -> Node:
    """Return the tree with each prefix that is a word itself as a choice of both.

    Keys of words are settled (`my` is `mi`, `hoà` is `hòa`), keys that begin with letters are not.
    """
    match node:
        case Word():  # most of them
            return node
        case Prefix():
            (word, *_), *_ = words_of(node.typed)
            settled = (word.accented, word.folded) == (node.accented, node.folded)
            return node if settled else Any(children=(node, *as_read([word])))
        case Not() | Field():
            return replace(node, child=with_whole_words(node.child))
        case All() | Any():
            return replace(node, children=tuple(map(with_whole_words, node.children)))
        case _:
            return node
