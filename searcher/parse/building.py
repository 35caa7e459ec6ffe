"""Trees put together in their plainest form: no node of one child, nothing twice."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from math import comb

from searcher.model import All, Any, Node, Not, Phrase, Word
from searcher.parse.lexer import OPERATORS

SPREADS = 64
"""Ways to spread strangers among the words of a phrase that an engine must try at most."""


def all_of(parts: Iterable[Node]) -> Node | None:
    """Return All of the parts, None of none."""
    distinct = tuple(dict.fromkeys(parts))
    return All(children=distinct) if len(distinct) > 1 else next(iter(distinct), None)


def any_of(parts: Iterable[Node]) -> Node | None:
    """Return Any of the parts, those of an Any among them too; None of none."""
    flat = [
        each for part in parts for each in (part.children if isinstance(part, Any) else (part,))
    ]
    distinct = tuple(dict.fromkeys(flat))
    return Any(children=distinct) if len(distinct) > 1 else next(iter(distinct), None)


def negated(node: Node) -> Node:
    """Return what matches where the node does not."""
    return node.child if isinstance(node, Not) else Not(child=node)


def exactly(node: Node) -> Node:
    """Return the node with its words to be there as typed."""
    if isinstance(node, Word):
        return replace(node, exact=True)
    if isinstance(node, All | Any):
        return replace(node, children=tuple(map(exactly, node.children)))
    return node


def phrase(words: Sequence[Word], slop: int = 0, *, quoted: bool = False) -> Node | None:
    """Return the words one after another.

    A word alone in quotation marks is meant as typed, but for `"HOẶC"`, which is only no operator.
    """
    if len(words) > 1:
        return Phrase(words=tuple(words), slop=_bounded(slop, len(words)))
    if not words:
        return None
    word = words[0]
    is_meant = quoted and word.marked and word.typed not in OPERATORS
    return Phrase(words=(word,)) if is_meant else word


def _bounded(slop: int, words: int) -> int:
    """Return the greatest slop up to this one with at most SPREADS ways to spread it."""
    ways = (s for s in range(min(slop, SPREADS), 0, -1) if comb(words - 1 + s, s) <= SPREADS)
    return next(ways, 0)
