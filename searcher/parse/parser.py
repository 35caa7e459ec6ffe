"""Tokens become a tree. What is not well formed is read as the nearest thing that is.

query   = either*                        all of them must match
either  = clause ( OR clause )*
clause  = ( "-" | "+" | field )* ( word | prefix"*" | "phrase" | "(" query ")" )

Behind a field that names articles (`nguồn:`) stands a name instead, see `naming.py`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from searcher.model import All, Field, Node, Prefix, Span, Word
from searcher.model.limits import LIMITS, Limits
from searcher.parse.building import all_of, any_of, exactly, negated, phrase
from searcher.parse.fields import KEYWORDS
from searcher.parse.lexer import Kind, Token, has_signs, tokens_of
from searcher.parse.limits import check_depth, check_terms
from searcher.parse.naming import named
from searcher.parse.reading import as_read, words_of
from searcher.parse.walking import with_words, words_in
from searcher.vietnamese.folding import prefix_keys

PREFIX_LETTERS = 2
"""Letters before a `*`: fewer begin too many words to mean any, and are read as a word."""
_STAR = re.compile(r"\w\*+[.,;:!?]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """The tree of a text, None where it has no word, and where each plain word first stood in it.

    `is_plain` tells that nothing but words and phrases was typed.
    """

    tree: Node | None
    spans: Mapping[Word, Span]
    is_plain: bool


def tree_of(text: str, limits: Limits = LIMITS) -> Parsed:
    """Return the tree of a normalised text, each word with its readings.

    Raises ParameterError for more words or deeper brackets than anybody means.
    """
    parsed = _parsed(tokens_of(text), limits) if has_signs(text) else _plain_words(text)
    if parsed.tree is None:  # nothing but signs, some of which are words: `OR`
        parsed = _plain_words(text)
    check_terms(parsed.tree, limits, is_plain=parsed.is_plain)
    return parsed


def _plain_words(text: str) -> Parsed:
    """Return the tree of a text whose signs mean nothing."""
    found = words_of(text)
    read = as_read([word for word, _ in found])
    spans: dict[Word, Span] = {}
    for word, (_, span) in zip(read, found, strict=True):
        spans.setdefault(word, span)
    return Parsed(tree=all_of(spans), spans=spans, is_plain=True)


def _parsed(tokens: list[Token], limits: Limits) -> Parsed:
    parser = _Parser(tokens, limits)
    root = parser.whole()
    words = list(dict.fromkeys(words_in(root)))
    read = dict(zip(words, as_read(words), strict=True))
    return Parsed(
        tree=with_words(root, read) if root else None,
        spans={read[word]: span for word, span in parser.spans.items() if word in read},
        is_plain=all(token.kind in {Kind.TEXT, Kind.QUOTED} for token in tokens),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Signs:
    """What stands before a clause; of several fields the last one counts."""

    negated: bool = False
    exact: bool = False
    field: str | None = None

    def around(self, node: Node | None) -> Node | None:
        """Return the clause with its signs."""
        if node is None:
            return None
        if self.exact:
            node = exactly(node)
        if self.field and self.field not in KEYWORDS:
            node = Field(name=self.field, child=node)
        return negated(node) if self.negated else node


class _Parser:
    """Reads tokens from left to right, one of them ahead."""

    def __init__(self, tokens: list[Token], limits: Limits) -> None:
        self.spans: dict[Word, Span] = {}
        self._tokens = tokens
        self._limits = limits
        self._at = 0
        self._depth = 0

    def whole(self) -> Node | None:
        """Return the tree of all tokens; a bracket closed too often is left out."""
        parts: list[Node] = []
        while self._at < len(self._tokens):
            parts.extend(self._sequence())
            self._at += 1
        return all_of(parts)

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
        return any_of(choice for choice in choices if choice is not None)

    def _clause(self) -> Node | None:
        signs = self._signs()
        token = self._peek()
        if token is None or token.kind in {Kind.CLOSE, Kind.OR}:
            return None
        self._at += 1
        if signs.field in KEYWORDS:
            return signs.around(self._named(signs.field, token))
        return signs.around(self._operand(token, signs))

    def _signs(self) -> _Signs:
        signs = _Signs()
        while (token := self._peek()) and token.kind in {Kind.MINUS, Kind.PLUS, Kind.FIELD}:
            self._at += 1
            match token.kind:
                case Kind.MINUS:
                    signs = replace(signs, negated=not signs.negated)
                case Kind.PLUS:
                    signs = replace(signs, exact=True)
                case _:
                    signs = replace(signs, field=token.text)
        return signs

    def _operand(self, token: Token, signs: _Signs) -> Node | None:
        match token.kind:
            case Kind.TEXT if signs.negated and not _ends_in_star(token):
                return phrase([word for word, _ in words_of(token.text)])
            case Kind.TEXT:
                return all_of(self._plain(token))
            case Kind.QUOTED:
                return phrase([word for word, _ in words_of(token.text)], token.slop, quoted=True)
            case _:
                return self._bracket()

    def _plain(self, token: Token) -> list[Node]:
        """Return the words of a token; remember where each different one first stood."""
        words = words_of(token.text)
        for word, (start, end) in words:
            self.spans.setdefault(word, (token.start + start, token.start + end))
        found = [word for word, _ in words]
        return [*found[:-1], _prefix(found[-1])] if _is_prefix(token, found) else list(found)

    def _bracket(self) -> Node | None:
        self._depth += 1
        check_depth(self._depth, self._limits)
        inside = all_of(self._sequence())
        self._depth -= 1
        self._at += self._is_at(Kind.CLOSE)
        return inside

    def _named(self, field: str, token: Token) -> Node | None:
        """Return the names behind a field; those in brackets are one choice."""
        if token.kind is not Kind.OPEN:
            return named(field, [token])
        start, depth = self._at, 1
        while depth and (token_ := self._peek()):
            depth += (token_.kind is Kind.OPEN) - (token_.kind is Kind.CLOSE)
            check_depth(self._depth + depth, self._limits)
            self._at += 1
        return named(field, self._tokens[start : self._at])

    def _peek(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _is_at(self, kind: Kind) -> bool:
        token = self._peek()
        return token is not None and token.kind is kind


def _is_prefix(token: Token, words: list[Word]) -> bool:
    return _ends_in_star(token) and len(words[-1].typed) >= PREFIX_LETTERS


def _ends_in_star(token: Token) -> bool:
    return "*" in token.text and _STAR.search(token.text) is not None


def _prefix(word: Word) -> Prefix:
    accented, folded = prefix_keys(word.typed)
    return Prefix(typed=word.typed, accented=accented, folded=folded, marked=word.marked)
