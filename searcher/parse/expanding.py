"""Abbreviations and other names beside what was typed: `UBND` also finds `Ủy ban nhân dân`, and back."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from searcher.model import All, Any, Node, Phrase, Word
from searcher.parse.reading import as_read, words_of
from searcher.vietnamese.abbreviations import Expansion, expand

EXPANDED_LENGTH = 8
"""Words of a query beyond which nothing is expanded: a sentence has its names in more words than one."""


def expanded(root: Node) -> Node:
    """Return the tree with every known name among its plain words as one choice of its forms.

    A name is looked for as a phrase in each form; what was typed counts most.
    """
    children = root.children if isinstance(root, All) else (root,)
    if sum(isinstance(child, Word) for child in children) > EXPANDED_LENGTH:
        return root
    parts = tuple(_parts(children))
    return All(children=parts) if len(parts) > 1 else parts[0]


def _parts(children: Sequence[Node]) -> Iterator[Node]:
    for is_plain, run in groupby(children, _is_plain):
        words = list(run)
        yield from _with_choices([w for w in words if isinstance(w, Word)]) if is_plain else words


def _is_plain(node: Node) -> bool:
    return isinstance(node, Word) and not node.exact


def _with_choices(words: Sequence[Word]) -> Iterator[Node]:
    """Yield the words; those of a known name together, as a choice of its forms."""
    found: dict[int, list[Expansion]] = {}
    typed = [word.typed for word in words]
    for expansion in expand([word.accented for word in words], typed=typed):
        found.setdefault(expansion.start, []).append(expansion)
    place = 0
    while place < len(words):
        expansions = found.get(place)
        if expansions:
            end = expansions[0].end
            yield Any(children=(_name(words[place:end]), *_others(expansions)))
            place = end
        else:
            yield words[place]
            place += 1


def _others(expansions: Sequence[Expansion]) -> Iterator[Node]:
    for expansion in expansions:
        for keys in expansion.alternatives:
            read = as_read(words_of(" ".join(keys)))
            share = expansion.weight / len(read)  # all forms of a name say one thing
            yield _name([_weighted(word, share) for word in read])


def _name(words: Sequence[Word]) -> Node:
    return words[0] if len(words) == 1 else Phrase(words=tuple(words))


def _weighted(word: Word, share: float) -> Word:
    readings = tuple(replace(reading, weight=reading.weight * share) for reading in word.readings)
    return replace(word, readings=readings)
