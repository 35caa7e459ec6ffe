"""Text -> the tokens that pyvi's sequence labels stand on.

pyvi finds them with one regular expression over the text in NFC. No alternative of it matches across
white space, so that a text can be cut there, and each chunk between white space has the same tokens
in every text: that is what makes a vocabulary of chunks possible. Inside a chunk the tokens follow one
another without gaps.
"""

import re
from collections.abc import Iterator

_LETTERS = "a-zA-ZÀ-ÖØ-öø-ɏḀ-ỹ"

_PLAIN = rf"[{_LETTERS}]++(?![\w@:.+-])|[,)(]|\d++(?![\w@:.,+-])"
"""Tokens that no earlier alternative of pyvi could have matched longer: twice as fast to find."""

_FIRST = r"[A-ZĐ]+\.|Tp\.|Mr\.|Mrs\.|Ms\.|Dr\.|ThS\.|==>|->|\.\.\.|>>|\n|\w+://[^\s]+"
_DOMAIN = r"@(?:[a-zA-Z0-9-]+\.)+[a-zA-Z0-9-]+"
_LAST = r"\d+(?:[\.,_]\d+)+|[^\w\s]|\w+"
"""The alternatives of pyvi 0.1.1, in its order; between first and last it has the e-mail address."""

_TOKEN = re.compile(f"{_PLAIN}|{_FIRST}|[a-zA-Z0-9_.+-]+{_DOMAIN}|{_LAST}")
_NO_MAIL = re.compile(f"{_PLAIN}|{_FIRST}|{_LAST}")
_MAIL_RUN = re.compile(f"[a-zA-Z0-9_.+-]++{_DOMAIN}")
_MAIL_START = re.compile(f"(?<![a-zA-Z0-9_.+-]){_MAIL_RUN.pattern}")

_LONG = 256
"""In chunks of more characters the search for e-mail addresses, quadratic in pyvi, is done by hand."""

_CHUNK = re.compile(r"\n|\S+")

NEWLINE = "\n"


def chunks(text: str) -> Iterator[list[str]]:
    """Yield the chunks of each line; a token NEWLINE stands between lines."""
    return map(str.split, text.split(NEWLINE))


def tokens(chunk: str) -> list[str]:
    """Return pyvi's tokens of a chunk (in NFC), in time linear to its length."""
    if "@" not in chunk:
        return _NO_MAIL.findall(chunk)
    return _TOKEN.findall(chunk) if len(chunk) <= _LONG else list(_tokens_of_long(chunk))


def each_token(text: str) -> Iterator[str]:
    """Yield pyvi's tokens of a text in NFC, holding one chunk at a time."""
    for chunk in _CHUNK.finditer(text):
        yield from _tokens_of_long(chunk[0])


def token_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the span of each token of a text in NFC."""
    for chunk in _CHUNK.finditer(text):
        end = chunk.start()
        for token in _tokens_of_long(chunk[0]):
            start, end = end, end + len(token)
            yield start, end


def _tokens_of_long(chunk: str) -> Iterator[str]:
    """Yield the tokens of a chunk, one at a time.

    An address can only begin in a run of its letters that ends before a good `@domain`. Outside such runs
    pyvi tries in vain, from every token to the end of its run; we do not try.
    """
    place = 0
    while run := _MAIL_RUN.match(chunk, place) or _MAIL_START.search(chunk, place):
        while place < run.end():
            pattern = _TOKEN if place >= run.start() else _NO_MAIL
            token = pattern.match(chunk, place)[0]  # type: ignore[index]  # every sign matches
            place += len(token)
            yield token
    yield from (match[0] for match in _NO_MAIL.finditer(chunk, place))
