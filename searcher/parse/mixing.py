"""Long queries: a sentence or a title that was pasted is words to look for, not a list of demands."""

from collections.abc import Iterable, Iterator

from searcher.model import All, Any, Node, Phrase, Word

LONG = 5
"""Different words, fillers not counted, from which on an article may lack one and still be meant."""
PASTED = 10
"""Words, those in quotation marks included, from which on the marks are part of a pasted text."""


def mixed(root: Node, expanded: Node) -> All | None:
    """Return the tree of a long query, None for any other; a name that was `expanded` is one word.

    Quotation marks within a long text are the text's own: their words become words like the others.
    Exclusions, fields and choices stay demands.
    """
    if not isinstance(root, All) or not isinstance(expanded, All):
        return None
    plain = _telling(child for child in expanded.children if isinstance(child, Word))
    plain += sum(isinstance(child, Any) for child in expanded.children)
    whole = _telling(word for child in root.children for word in _words(child))
    if plain < LONG and not (plain and whole >= PASTED):
        return None
    return All(children=tuple(dict.fromkeys(_flattened(root.children))))


def _telling(words: Iterable[Word]) -> int:
    return len({word.folded for word in words if not word.filler})


def _words(node: Node) -> tuple[Word, ...]:
    if isinstance(node, Word):
        return (node,)
    return node.words if isinstance(node, Phrase) else ()


def _flattened(children: Iterable[Node]) -> Iterator[Node]:
    for child in children:
        yield from _words(child) or (child,)
