"""Keys as the cluster is sent them: one token each, whatever is in them."""

import re
from collections.abc import Collection
from hashlib import blake2b

LONGEST = 120
"""Characters of a key that are sent as they are; the whitespace tokenizer cuts tokens at 255 units of UTF-16."""

_UNSAFE = re.compile("[\\s\\\\\x00-\x20\x7f-\xa0\u0085\u2028\u2029\ud800-\udfff]")


def wire(key: str) -> str:
    """Return a key without spaces, control characters and lone surrogates, and not too long.

    Different keys stay different, and what begins another key still does as long as it is short.
    """
    safe = _UNSAFE.sub(lambda found: f"\\{ord(found[0]):x};", key)
    if len(safe) <= LONGEST:
        return safe
    rest = blake2b(safe.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
    return f"{safe[:LONGEST]}…{rest}"


def text_of(keys: Collection[str]) -> str:
    """Return keys as a text that the whitespace analyzer takes apart into the same keys.

    Nearly always they stay as they are, and one look at all of them together tells: what is unsafe
    but a backslash is not printable either, and the only printable space is the blank.
    """
    text = " ".join(keys)
    whole = text.count(" ") == len(keys) - 1 and text.isprintable() and "\\" not in text
    if whole and max(map(len, keys)) <= LONGEST:
        return text
    return " ".join(map(wire, keys))
