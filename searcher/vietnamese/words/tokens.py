"""Text -> the tokens that pyvi's sequence labels stand on.

pyvi finds them with one regular expression over the text in NFC. No alternative of it matches across
white space, so that a text can be cut there, and each chunk between white space has the same tokens
in every text: that is what makes a vocabulary of chunks possible.
"""

import re
from collections.abc import Iterator

_LETTERS = "a-zA-ZÀ-ÖØ-öø-ɏḀ-ỹ"

_PYVI = (
    r"[A-ZĐ]+\.|Tp\.|Mr\.|Mrs\.|Ms\.|Dr\.|ThS\.|==>|->|\.\.\.|>>|\n|\w+://[^\s]+"
    r"|[a-zA-Z0-9_.+-]+@(?:[a-zA-Z0-9-]+\.)+[a-zA-Z0-9-]+|\d+(?:[\.,_]\d+)+|[^\w\s]|\w+"
)
"""The alternatives of pyvi 0.1.1, in its order."""

_PLAIN = rf"[{_LETTERS}]++(?![\w@:.+-])|[,)(]|\d++(?![\w@:.,+-])|"
"""Tokens that no earlier alternative of pyvi could have matched longer: twice as fast to find."""

TOKEN = re.compile(_PLAIN + _PYVI)

NEWLINE = "\n"


def chunks(text: str) -> Iterator[list[str]]:
    """Yield the chunks of each line; a token NEWLINE stands between lines."""
    return map(str.split, text.split(NEWLINE))


def tokens(text: str) -> list[str]:
    """Return pyvi's tokens of a text in NFC."""
    return TOKEN.findall(text)


def each_token(text: str) -> Iterator[str]:
    """Yield pyvi's tokens of a text in NFC, one at a time."""
    return (match[0] for match in TOKEN.finditer(text))
