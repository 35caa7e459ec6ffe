"""Tokens become a tree. What is not well formed is read as the nearest thing that is.

query   = either*                        all of them must match
either  = clause ( OR clause )*
clause  = ( "-" | "+" | field )* ( word | prefix"*" | "phrase" | "(" query ")" )
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from searcher.errors import ParameterError
from searcher.model import All, Any, Field, Node, Not, Phrase, Prefix, Span, Word
from searcher.parse.lexer import FIELD_NAMES, Kind, Token, tokens_of
from searcher.parse.reading import as_read, words_of

TERM_LIMIT = 96
"""Different syllables of a query, fillers not counted: about 64 words, a long sentence."""
DEPTH_LIMIT = 10
"""Brackets within brackets."""
PREFIX_LETTERS = 2
"""Letters before a `*`: fewer begin too many words to mean any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """The tree of a text, None where it has no word, and where each plain word first stood in it."""

    tree: Node | None
    spans: Mapping[Word, Span]


def tree_of(text: str) -> Parsed:
    """Return the tree of a normalised text, each word with its readings.

    Raises ParameterError for more words or deeper brackets than anybody means.
    """
    parser = _Parser(tokens_of(text))
    root = parser.whole()
    words = list(_words(root)) if root else []
    _check_terms(words)
    read = dict(zip(words, as_read(words), strict=True))
    spans = {read[word]: span for word, span in parser.spans.items() if word in read}
    return Parsed(tree=_replaced(root, read) if root else None, spans=spans)


class _Parser:
    """Reads tokens from left to right, one of them ahead."""

    def __init__(self, tokens: list[Token]) -> None:
        self.spans: dict[Word, Span] = {}
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
                return _all_of(self._plain(token))
            case Kind.QUOTED:
                return _phrase([word for word, _ in words_of(token.text)], token.slop)
            case Kind.OPEN:
                return self._bracket()
            case _:
                return _signed(token, self._clause())

    def _plain(self, token: Token) -> list[Node]:
        """Return the words of a token; remember where each different one first stood."""
        words = words_of(token.text)
        for word, (start, end) in words:
            self.spans.setdefault(word, (token.start + start, token.start + end))
        found = [word for word, _ in words]
        return [*found[:-1], _prefix(found[-1])] if _is_prefix(token, found) else list(found)

    def _bracket(self) -> Node | None:
        self._depth += 1
        if self._depth > DEPTH_LIMIT:
            raise _refused(
                f"Câu tìm có quá {DEPTH_LIMIT} tầng ngoặc.",
                f"The query has more than {DEPTH_LIMIT} levels of brackets.",
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


def _is_prefix(token: Token, words: list[Word]) -> bool:
    return token.text.endswith("*") and bool(words) and len(words[-1].typed) >= PREFIX_LETTERS


def _prefix(word: Word) -> Prefix:
    return Prefix(typed=word.typed, accented=word.accented, folded=word.folded, marked=word.marked)


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


def _check_terms(words: Iterable[Word]) -> None:
    count = len({word.folded for word in words if not word.filler})
    if count > TERM_LIMIT:
        raise _refused(
            f"Câu tìm có {count} từ khác nhau, quá giới hạn {TERM_LIMIT}.",
            f"The query has {count} different words, the limit is {TERM_LIMIT}.",
        )


def _refused(vi: str, en: str) -> ParameterError:
    return ParameterError(vi, en, parameter="q")
