"""What a query limits itself to, each with the query that is left without it: for a page's removable chips."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from searcher.model import All, Keyword, Node, Not, Query
from searcher.parse.dating import is_operator
from searcher.parse.printing import printed

DAYS = "days"
_LOOSE = re.compile(r"\s*;(?=\s*(?:;|$))|^\s*;")
"""A separator with nothing on one side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One limit typed into a query: `name` is a field that names articles, or DAYS.

    `value` is the name, or the operator as it was typed (`sau:2024`); `rest` is the query without it.
    """

    name: str
    value: str
    excluded: bool
    rest: str


def limits_of(query: Query) -> tuple[Limit, ...]:
    """Return the limits beside the words of a query, in their order; those inside brackets are no limits."""
    return (*_names(query), *_days(query))


def _names(query: Query) -> Iterator[Limit]:
    children = query.tree.children if isinstance(query.tree, All) else (query.tree,)
    for child in children:
        inner: Node | None = child.child if isinstance(child, Not) else child
        if child is not None and isinstance(inner, Keyword):
            yield from _limit(
                query, printed(child), inner.name, inner.value, excluded=isinstance(child, Not)
            )


def _days(query: Query) -> Iterator[Limit]:
    for said in query.spoken:
        if is_operator(said):
            yield from _limit(query, said, DAYS, said, excluded=False)


def _limit(query: Query, piece: str, name: str, value: str, *, excluded: bool) -> Iterator[Limit]:
    before, found, after = query.understood.partition(piece)
    if found:
        rest = " ".join(_LOOSE.sub("", f"{before} {after}").split())
        yield Limit(name=name, value=value, excluded=excluded, rest=rest)
