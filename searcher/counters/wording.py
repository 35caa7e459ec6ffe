"""Which texts may be kept, and in what form: what readers typed is theirs."""

import re
from hashlib import sha256

from searcher.vietnamese import normalise

LONGEST_TEXT = 80
"""Code points of a query that may be kept: longer ones are pasted, and may tell of people."""
LONGEST_KEY = 300
"""Code points of an article's id that is kept as it is; PostgreSQL indexes at most 2,700 bytes."""

_DIGITS = r"(?:[ .()_-]{0,2}\d)"
_PERSONAL = re.compile(
    r"@"  # an e-mail address, or an account
    r"|\d{9,}"  # an identity card, an account, a telephone
    rf"|(?<!\d)(?:\+ ?84|84|0){_DIGITS}{{8,10}}(?!\d)"  # a telephone written in groups
    rf"|(?<!\d)\d{{4}}(?:[ .-]\d{{4}}){{3}}(?!\d)"  # a bank card
)
_UNKEPT = re.compile("[\x00-\x1f\ud800-\udfff\ufffd]")


def kept_text(typed: str) -> str | None:
    """Return what was typed in the form that is counted: normalised, in small letters, single spaces.

    None for what must not be kept: what is long, holds an e-mail address or the number of a telephone, a
    card or a person, or is no text at all.
    """
    if len(typed) > 4 * LONGEST_TEXT:  # spaces and marks aside it is long: not worth the look
        return None
    text = " ".join(normalise(typed).casefold().split())
    refused = _UNKEPT.search(text) or _PERSONAL.search(text) or len(text) > LONGEST_TEXT
    return None if refused or not any(map(str.isalnum, text)) else text


def article_key(article_id: str) -> str:
    """Return what stands for an article in the database: its id, or a hash of one that no database takes."""
    if len(article_id) > LONGEST_KEY or _UNKEPT.search(article_id) or is_hashed(article_id):
        told = article_id.encode("utf-8", "surrogatepass")
        return f"sha256:{sha256(told).hexdigest()}"
    return article_id


def is_hashed(key: str) -> bool:
    """Tell whether a key is a hash, from which no id comes back."""
    return key.startswith("sha256:")
