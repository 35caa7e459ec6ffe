"""A tree printed back as a query string; parsing the string gives the same tree."""

from searcher.model import All, Any, Field, Node, Not, Number, Phrase, Prefix, Word
from searcher.parse.lexer import OPERATORS

_SHOWN_FIELDS = {"title": "tiêu-đề", "summary": "tóm-tắt", "body": "nội-dung"}


def printed(node: Node) -> str:
    """Return the tree as a query string."""
    match node:
        case Word():
            return _word(node)
        case Phrase():
            words = " ".join(word.typed for word in node.words)
            return f'"{words}"' + (f"~{node.slop}" if node.slop else "")
        case Number():
            return node.typed
        case Prefix():
            return f"{node.typed}*"
        case Not():
            return f"-{_bracketed(node.child)}"
        case Field():
            return f"{_SHOWN_FIELDS[node.name]}:{_bracketed(node.child)}"
        case Any():
            return " OR ".join(map(_bracketed, node.children))
        case All():
            return " ".join(map(printed, node.children))  # OR binds closer than the space


def _word(word: Word) -> str:
    """Return a word, in quotes where it would be read as an operator."""
    shown = f'"{word.typed}"' if word.typed in OPERATORS else word.typed
    return f"+{word.typed}" if word.exact else shown


def _bracketed(node: Node) -> str:
    return f"({printed(node)})" if isinstance(node, All | Any) else printed(node)
