"""A typed string as tokens of the query language: words, quotes, signs, brackets, fields."""

import re
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What a token is."""

    TEXT = "text"
    QUOTED = "quoted"
    OR = "or"
    OPEN = "open"
    CLOSE = "close"
    FIELD = "field"
    MINUS = "minus"
    PLUS = "plus"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One token; `text` is what stood there (without quotes), `start` its place in the string."""

    kind: Kind
    text: str
    start: int
    slop: int = 0


FIELD_NAMES = {
    "tiêu-đề": "title",
    "tieu-de": "title",
    "title": "title",
    "tóm-tắt": "summary",
    "tom-tat": "summary",
    "summary": "summary",
    "nội-dung": "body",
    "noi-dung": "body",
    "body": "body",
}
"""The text fields that a query may name, in Vietnamese, without marks, and in English."""

OPERATORS = ("OR", "HOẶC")
"""Words that stand for `|`, in capitals only."""

_QUOTES = '"“”„«»'
_NAMES = "|".join(sorted(map(re.escape, FIELD_NAMES), key=len, reverse=True))
_TOKEN = re.compile(
    rf"(?P<quoted>[{_QUOTES}](?P<inside>[^{_QUOTES}]*)(?:[{_QUOTES}](?:~(?P<slop>[0-9]))?|$))"
    r"|(?P<open>\()|(?P<close>\))"
    rf"|(?P<or>\||(?<!\S)(?:{'|'.join(OPERATORS)})(?!\S))"
    rf"|(?P<field>(?<![\w-])(?i:{_NAMES}):(?=\S))"
    r"|(?P<minus>(?<![^\s(|:])-(?=[^\s\-)|]))"
    r"|(?P<plus>(?<![^\s(|:])\+(?=[^\s+)|]))"
    rf"|(?P<text>[^\s(){_QUOTES}|]+)"
)


def tokens_of(typed: str) -> list[Token]:
    """Return the tokens of a normalised query string; what is no operator is text."""
    return [_token(found) for found in _TOKEN.finditer(typed)]


def _token(found: re.Match[str]) -> Token:
    name = next(kind.value for kind in Kind if found[kind.value] is not None)
    text = {"quoted": found["inside"], "field": found[0][:-1].lower()}.get(name, found[0])
    return Token(
        kind=Kind(name), text=text or "", start=found.start(), slop=int(found["slop"] or 0)
    )
