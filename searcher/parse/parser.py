"""Tokens become a tree. What is not well formed is read as the nearest thing that is.

query   = either*                        all of them must match
either  = clause ( OR clause )*
clause  = ( "-" | "+" | field )* ( word | "phrase" | "(" query ")" )
"""

from collections.abc import Iterable
from dataclasses import replace

from searcher.errors import ParameterError
from searcher.model import All, Any, Field, Filters, Node, Not, Phrase, Query, Sort, Word
from searcher.model.query import ANY
from searcher.parse.expanding import expanded
from searcher.parse.lexer import FIELD_NAMES, Kind, Token, tokens_of
from searcher.parse.printing import printed
from searcher.parse.reading import as_read, extras_of, words_of
from searcher.vietnamese.normalise import normalise

LENGTH_LIMIT = 512
"""Characters of a query."""
TERM_LIMIT = 96
"""Different syllables of a query, fillers not counted: about 64 words, a long sentence."""
DEPTH_LIMIT = 10
"""Brackets within brackets."""


def parse_query(
    typed: str,
    *,
    filters: Filters = ANY,
    sort: Sort = Sort.RELEVANCE,
    page: int = 1,
    per_page: int = 10,
    exclude: frozenset[str] = frozenset(),
) -> Query:
    """Return the query; raises ParameterError for one that is too long or has nothing to look for.

    Nothing typed at all asks for every article within the filters.
    """
    _check_length(typed)
    text = normalise(typed)
    tree = _tree(text)
    if tree is None and typed:
        raise _refused(
            "Câu tìm không có chữ nào để tìm.", "The query has no word to look for.", typed
        )
    return Query(
        typed=typed,
        tree=expanded(tree) if tree else None,
        understood=printed(tree) if tree else "",
        extras=extras_of(text) if tree else (),
        filters=filters,
        sort=sort,
        page=page,
        per_page=per_page,
        exclude=exclude,
    )


def _tree(text: str) -> Node | None:
    root = _Parser(tokens_of(text)).whole()
    if root is None:
        return None
    words = list(_words(root))
    _check_terms(words)
    read = as_read(words)
    return _replaced(root, dict(zip(words, read, strict=True)))


class _Parser:
    """Reads tokens from left to right, one of them ahead."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def whole(self) -> Node | None:
        """Return the tree of all tokens; a bracket closed too often is left out."""
        parts: list[Node] = []
        while self._at < len(self._tokens):
            parts.extend(self._sequence())
            self._at += 1
        return _all_of(parts)

    def _sequence(self) -> list[Node]:
        parts: list[Node] = []
        while (token := self._peek()) and token.kind is not Kind.CLOSE:
            node = self._either()
            if node is not None:
                parts.extend(node.children if isinstance(node, All) else (node,))
        return parts

    def _either(self) -> Node | None:
        choices = [self._clause()]
        while self._is_at(Kind.OR):
            self._at += 1
            choices.append(self._clause())
        found = [choice for choice in choices if choice is not None]
        return Any(children=tuple(found)) if len(found) > 1 else next(iter(found), None)

    def _clause(self) -> Node | None:
        token = self._peek()
        if token is None or token.kind in {Kind.CLOSE, Kind.OR}:
            return None
        self._at += 1
        match token.kind:
            case Kind.TEXT:
                return _all_of(words_of(token.text))
            case Kind.QUOTED:
                return _phrase(words_of(token.text), token.slop)
            case Kind.OPEN:
                return self._bracket()
            case _:
                return _signed(token, self._clause())

    def _bracket(self) -> Node | None:
        self._depth += 1
        if self._depth > DEPTH_LIMIT:
            raise _refused(
                f"Câu tìm có quá {DEPTH_LIMIT} tầng ngoặc.",
                f"The query has more than {DEPTH_LIMIT} levels of brackets.",
                "(",
            )
        inside = _all_of(self._sequence())
        self._depth -= 1
        if self._is_at(Kind.CLOSE):
            self._at += 1
        return inside

    def _peek(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _is_at(self, kind: Kind) -> bool:
        token = self._peek()
        return token is not None and token.kind is kind


def _signed(token: Token, node: Node | None) -> Node | None:
    """Return the clause after a sign or a field name."""
    if node is None:
        return None
    match token.kind:
        case Kind.MINUS:
            return node.child if isinstance(node, Not) else Not(child=node)
        case Kind.PLUS:
            return _exact(node)
        case _:
            return Field(name=FIELD_NAMES[token.text], child=node)


def _exact(node: Node) -> Node:
    if isinstance(node, Word):
        return replace(node, exact=True)
    if isinstance(node, All | Any):
        return replace(node, children=tuple(map(_exact, node.children)))
    return node


def _phrase(words: list[Word], slop: int) -> Node | None:
    if len(words) > 1:
        return Phrase(words=tuple(words), slop=slop)
    return replace(words[0], exact=words[0].marked) if words else None


def _all_of(parts: Iterable[Node]) -> Node | None:
    """Return All of the parts, each once."""
    distinct = tuple(dict.fromkeys(parts))
    return All(children=distinct) if len(distinct) > 1 else next(iter(distinct), None)


def _words(node: Node) -> Iterable[Word]:
    """Yield the different words of a tree, in order."""
    match node:
        case Word():
            found: Iterable[Word] = (node,)
        case Phrase():
            found = node.words
        case Not() | Field():
            found = _words(node.child)
        case All() | Any():
            found = (word for child in node.children for word in _words(child))
        case _:
            found = ()
    return dict.fromkeys(found)


def _replaced(node: Node, read: dict[Word, Word]) -> Node:
    match node:
        case Word():
            return read[node]
        case Phrase():
            return replace(node, words=tuple(read[word] for word in node.words))
        case Not() | Field():
            return replace(node, child=_replaced(node.child, read))
        case All() | Any():
            return replace(node, children=tuple(_replaced(c, read) for c in node.children))
        case _:
            return node


def _check_length(typed: str) -> None:
    if len(typed) > LENGTH_LIMIT:
        raise _refused(
            f"Câu tìm dài {len(typed)} ký tự, quá giới hạn {LENGTH_LIMIT}.",
            f"The query has {len(typed)} characters, the limit is {LENGTH_LIMIT}.",
            typed,
        )


def _check_terms(words: Iterable[Word]) -> None:
    count = len({word.folded for word in words if not word.filler})
    if count > TERM_LIMIT:
        raise _refused(
            f"Câu tìm có {count} từ khác nhau, quá giới hạn {TERM_LIMIT}.",
            f"The query has {count} different words, the limit is {TERM_LIMIT}.",
            "",
        )


def _refused(vi: str, en: str, typed: str) -> ParameterError:
    return ParameterError(vi, en, parameter="q", value=typed[:LENGTH_LIMIT])
