"""Text as it is shown to readers: NFC, no invisible characters, paragraphs set apart."""

import html
import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import urljoin, urlsplit

from searcher.vietnamese.plain import plain

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x1c-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff]"
)
"""Controls, soft hyphens, bidi marks, lone surrogates. The joiners U+200C and U+200D stay: emoji and
other scripts are written with them."""

_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_NOTHING = frozenset({"", "none", "null", "nan", "n/a", "na", "undefined", "unknown", "-", "[]"})
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,31}\d{0,2});")
_LONGEST_URL = 4_000


def one_line(text: str) -> str:
    """Return `text` as one line of visible characters, NFC, with single spaces."""
    return " ".join(_visible(text).split())


def lines(text: str) -> list[str]:
    """Return the lines of `text` as `one_line` writes them; blank ones stay, empty."""
    return [" ".join(line.split()) for line in _LINE_ENDS.sub("\n", _visible(text)).split("\n")]


def paragraphs(text: str) -> str:
    """Return `text` with one blank line between paragraphs.

    Every line is a paragraph, but a line that goes on in small letters belongs to the one before:
    texts that were wrapped to a width come out whole.
    """
    return join(unwrapped(lines(text)))


def join(parts: Iterable[str]) -> str:
    """Return the paragraphs `parts` as a body; empty ones are left out."""
    return "\n\n".join(part for part in parts if part)


def unwrapped(given: Iterable[str]) -> list[str]:
    """Return paragraphs from lines: a blank line ends one, and so does a line end, mostly."""
    found: list[str] = []
    going_on = False
    for line in given:
        if going_on and line and _continues(found[-1], line):
            found[-1] = f"{found[-1]} {line}"
        elif line:
            found.append(line)
        going_on = bool(line)
    return found


def _continues(before: str, line: str) -> bool:
    return line[0].islower() and before[-1] not in ".!?:;…”\"'»)" and len(before) > 30


def unescaped(text: str) -> str:
    """Return `text` without character references, also where they were escaped twice or thrice."""
    for _ in range(3):
        if not _ENTITY.search(text):
            break
        text = _ENTITY.sub(lambda found: html.unescape(found[0]), text)
    return text


def known(text: str | None) -> str | None:
    """Return `text` as one line; None for nothing and for words that say nothing, like N/A."""
    cleaned = one_line(text or "")
    return None if cleaned.casefold() in _NOTHING else cleaned


def http_url(text: str | None, base: str | None = None) -> str | None:
    """Return the http(s) address that `text` means on a page at `base`; None for anything else."""
    address = _visible(text or "").strip()
    if not address or len(address) > _LONGEST_URL or re.search(r"\s", address):
        return None
    try:
        whole = urljoin(base or "", address)
        parts = urlsplit(whole)
        _ = parts.port
    except ValueError:
        return None
    return whole if parts.scheme in ("http", "https") and parts.hostname else None


def same_text(one: str, other: str) -> bool:
    """Say whether two texts are the same up to case, marks, spaces and punctuation."""
    return key(one) == key(other)


def key(text: str) -> str:
    """Return the letters and digits of `text`, plain and small."""
    return "".join(character for character in plain(text).text if character.isalnum())


def _visible(text: str) -> str:
    return unicodedata.normalize("NFC", _INVISIBLE.sub("", text))
