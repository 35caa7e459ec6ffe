"""A tree printed back as a query string; parsing the string gives the same tree."""

from searcher.model import All, Any, Field, Node, Not, Phrase, Prefix, Query, Word

_SHOWN_FIELDS = {"title": "tiêu-đề", "summary": "tóm-tắt", "body": "nội-dung"}


def understood(query: Query) -> str:
    """Return the query as it was understood."""
    return _printed(query.tree) if query.tree else ""


def _printed(node: Node) -> str:
    match node:
        case Word():
            return f"+{node.typed}" if node.exact else node.typed
        case Phrase():
            words = " ".join(word.typed for word in node.words)
            return f'"{words}"' + (f"~{node.slop}" if node.slop else "")
        case Prefix():
            return f"{node.typed}*"
        case Not():
            return f"-{_bracketed(node.child)}"
        case Field():
            return f"{_SHOWN_FIELDS[node.name]}:{_bracketed(node.child)}"
        case Any():
            return " OR ".join(map(_bracketed, node.children))
        case All():
            return " ".join(_inside_all(child) for child in node.children)


def _bracketed(node: Node) -> str:
    return f"({_printed(node)})" if isinstance(node, All | Any) else _printed(node)


def _inside_all(node: Node) -> str:
    """Return a part of All: OR binds closer than the space between words, so Any needs no brackets."""
    return _printed(node)
