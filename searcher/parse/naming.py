"""The names behind a field: `nguồn:"Báo Lâm Đồng"`, `thẻ:(bão OR lũ)`, `tác-giả:("Hà Anh" OR "Lê Bình")`.

names = run ( OR run )*          run = ( [ "-" ] "name" | word+ )*

Words side by side are one name. Several names in one run are a choice, or must all be there where an
article can have several (tags).
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from searcher.model import Keyword, Node, Not
from searcher.parse.building import all_of, any_of, negated
from searcher.parse.fields import MANY_VALUED
from searcher.parse.lexer import Kind, Token
from searcher.vietnamese import syllables

_EDGES = ".,;:!?*"
"""Signs at the ends of a name without quotation marks that are not part of it."""


def named(field: str, tokens: Iterable[Token]) -> Node | None:
    """Return the names that these tokens say; brackets and signs other than a hyphen say nothing."""
    said = [token for token in tokens if token.kind not in {Kind.OPEN, Kind.CLOSE, Kind.PLUS}]
    runs = groupby(said, lambda token: token.kind is Kind.OR)
    return any_of(node for is_or, run in runs if not is_or for node in _choice(field, list(run)))


def _choice(field: str, run: list[Token]) -> Iterator[Node]:
    names = list(_names(field, run))
    refused = [name for name in names if isinstance(name, Not)]
    wanted = [name for name in names if name not in refused]
    choice = all_of(wanted) if field in MANY_VALUED else any_of(wanted)
    both = all_of(node for node in (choice, *refused) if node is not None)
    if both is not None:
        yield both


def _names(field: str, run: list[Token]) -> Iterator[Node]:
    texts: list[str] = []
    minus = False
    for token in run:
        if token.kind in {Kind.TEXT, Kind.FIELD}:
            texts.append(token.text)
            continue
        yield from _name(field, " ".join(texts).strip(_EDGES), is_negated=minus)
        minus, texts = minus and not texts, []
        if token.kind is Kind.QUOTED:
            yield from _name(field, token.text, is_negated=minus)
        minus = token.kind is Kind.MINUS
    yield from _name(field, " ".join(texts).strip(_EDGES), is_negated=minus)


def _name(field: str, text: str, *, is_negated: bool) -> Iterator[Node]:
    value = " ".join(text.split())
    if syllables(value):
        keyword = Keyword(name=field, value=value)
        yield negated(keyword) if is_negated else keyword
