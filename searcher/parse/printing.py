"""A tree printed back as a query string; parsing the string gives the same tree."""

import re

from searcher.model import All, Any, Field, Keyword, Node, Not, Number, Phrase, Prefix, Word
from searcher.parse.fields import SHOWN
from searcher.parse.lexer import OPERATORS

_BARE = re.compile(r"\w(?:[\w.-]*\w)?")
"""A name that needs no quotation marks."""


def printed(node: Node) -> str:
    """Return the tree as a query string."""
    match node:
        case Not():
            return f"-{_bracketed(node.child)}"
        case Field():
            return f"{SHOWN[node.name]}:{_bracketed(node.child)}"
        case Any():
            return " OR ".join(map(_bracketed, node.children))
        case All():
            return " ".join(map(printed, node.children))  # OR binds closer than the space
        case _:
            return _leaf(node)


def _leaf(node: Word | Phrase | Prefix | Number | Keyword) -> str:
    match node:
        case Word():
            return _word(node)
        case Phrase():
            words = " ".join(word.typed for word in node.words)
            return f'"{words}"' + (f"~{node.slop}" if node.slop else "")
        case Keyword():
            return f"{SHOWN[node.name]}:{_name(node.value)}"
        case Prefix():
            return f"{node.typed}*"
        case Number():
            return node.typed


def _word(word: Word) -> str:
    """Return a word, in quotes where it would be read as an operator."""
    shown = f'"{word.typed}"' if word.typed in OPERATORS else word.typed
    return f"+{word.typed}" if word.exact else shown


def _name(value: str) -> str:
    is_bare = _BARE.fullmatch(value) and value not in OPERATORS
    return value if is_bare else f'"{value}"'


def _bracketed(node: Node) -> str:
    return f"({printed(node)})" if isinstance(node, All | Any) else printed(node)
