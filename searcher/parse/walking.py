"""Ways through a tree."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from searcher.model import All, Any, Field, Node, Not, Phrase, Word


def leaves_in(node: Node | None) -> Iterator[Node]:
    """Yield what is looked up: words, those of phrases, prefixes, numbers and keywords, in order."""
    match node:
        case None:
            return
        case Phrase():
            yield from node.words
        case Not() | Field():
            yield from leaves_in(node.child)
        case All() | Any():
            for child in node.children:
                yield from leaves_in(child)
        case _:
            yield node


def words_in(node: Node | None) -> Iterator[Word]:
    """Yield the words of a tree, in order."""
    return (leaf for leaf in leaves_in(node) if isinstance(leaf, Word))


def with_words(node: Node, read: Mapping[Word, Word]) -> Node:
    """Return the tree with other words in the place of its own."""
    match node:
        case Word():
            return read.get(node, node)
        case Phrase():
            return replace(node, words=tuple(read.get(word, word) for word in node.words))
        case Not() | Field():
            return replace(node, child=with_words(node.child, read))
        case All() | Any():
            return replace(node, children=tuple(with_words(c, read) for c in node.children))
        case _:
            return node


def positive(node: Node | None) -> Iterable[tuple[Word, ...]]:
    """Yield the runs of words that an article may have, as they stand together."""
    match node:
        case Word():
            yield (node,)
        case Phrase():
            yield node.words
        case Field():
            yield from positive(node.child)
        case All():
            yield from _runs(node)
        case Any():
            for child in node.children:
                yield from positive(child)


def _runs(node: All) -> Iterator[tuple[Word, ...]]:
    run: list[Word] = []
    for child in node.children:
        if isinstance(child, Word):
            run.append(child)
            continue
        if run:
            yield tuple(run)
            run = []
        yield from positive(child)
    if run:
        yield tuple(run)
