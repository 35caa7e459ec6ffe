"""A typed string as tokens of the query language: words, quotes, signs, brackets, fields."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from searcher.parse.fields import spellings


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
    AND = "and"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One token; `text` is what stood there (without quotes; of a field its name), `start` its place."""

    kind: Kind
    text: str
    start: int
    slop: int = 0


OPERATORS = frozenset({"OR", "HOẶC", "AND", "NOT"})
"""Words that are signs, in capitals only: `OR` and `HOẶC` are `|`, `NOT` is `-`, `AND` says what holds anyway."""


_SIGNS = re.compile(rf'["()|*:]|(?<!\S)[-+]|\b(?:{"|".join(sorted(OPERATORS))})\b')


def has_signs(typed: str) -> bool:
    """Tell whether a text may have more than words: most have not, and need no tokens."""
    return _SIGNS.search(typed) is not None


def tokens_of(typed: str) -> list[Token]:
    """Return the tokens of a normalised query string; what is no operator is text."""
    found = map(_token, _pattern().finditer(typed))
    return [token for token in found if token.kind is not Kind.AND]


@cache
def _pattern() -> re.Pattern[str]:
    names = "|".join(sorted(map(re.escape, spellings()), key=len, reverse=True))
    before, after = r"(?<![^\s()\"|])", r"(?![^\s()\"|])"
    sign = r"(?<![^\s(|:+-])"
    return re.compile(
        r'(?P<quoted>"(?P<inside>[^"]*)"(?:~(?P<slop>[0-9]{1,3}))?'
        r'|(?<![^\s(|:+-])"(?P<rest>[^"]*)$)'  # an open quote behind a letter is a sign of inches
        r"|(?P<open>\()|(?P<close>\))"
        rf"|(?P<or>\||{before}(?:OR|HOẶC){after})"
        rf"|(?P<and>{before}AND{after})"
        rf"|(?P<field>(?<!\w)(?<!\w[-_])(?i:{names}):(?=\S))"
        rf"|(?P<minus>{sign}-(?=[^\s\-)|])|(?<!\S)NOT(?=\s+[^\s)|]))"
        rf"|(?P<plus>{sign}\+(?=[^\s+)|]))"
        r'|(?P<text>[^\s()"|]+)'
    )


def _token(found: re.Match[str]) -> Token:
    kind = Kind(found.lastgroup or "")
    return Token(
        kind=kind, text=_text(kind, found), start=found.start(), slop=int(found["slop"] or 0)
    )


def _text(kind: Kind, found: re.Match[str]) -> str:
    if kind is Kind.QUOTED:
        return found["inside"] or found["rest"] or ""
    return spellings()[found[0][:-1].lower()] if kind is Kind.FIELD else found[0]
