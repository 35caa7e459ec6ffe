"""Small files that prove themselves, so that no flipped bit passes for what was written.

A record is JSON whose last key is a digest of all before it; a pointer is a name and, in blanks and tabs, its CRC-32:
`$(cat CURRENT)` is still the name. What has no seal was written by an older program, or by hand.
"""

import hashlib
import json
import re
import zlib
from collections.abc import Mapping
from typing import Any

_KEY = "digest"
_LAST = f',\n "{_KEY}": '.encode()
_POINTER = re.compile(rb"(\d{6,12})([ \t]{32})?\n")


def sealed(record: Mapping[str, Any], indent: int | None = None) -> bytes:
    """Return a record (not empty, without a key `digest`) as JSON that ends with its BLAKE2b-256."""
    text = json.dumps(record, ensure_ascii=False, indent=indent)
    head = text[:-1].rstrip().encode("utf-8", "surrogatepass") + _LAST
    return head + _seal(head)


def unsealed(content: bytes) -> dict[str, Any]:
    """Return a record without its seal; raises ValueError where that is broken."""
    record = parsed(content)
    if not isinstance(record, dict):
        raise ValueError("no record")
    if record.pop(_KEY, None) is not None:
        head, last, seal = content.rpartition(_LAST)
        if seal != _seal(head + last):
            raise ValueError(_KEY)
    return record


def parsed(content: bytes) -> Any:
    """Return what JSON says; raises ValueError, also where it is nested beyond reading."""
    try:
        return json.loads(content)
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def _seal(head: bytes) -> bytes:
    return f'"{hashlib.blake2b(head, digest_size=32).hexdigest()}"\n}}\n'.encode()


def pointer(name: str) -> bytes:
    """Return what a file says that points to a generation."""
    return name.encode() + _blanks(name.encode()) + b"\n"


def pointed(content: bytes) -> str:
    """Return the name in a pointer; raises ValueError where it is not what was written."""
    found = _POINTER.fullmatch(content)
    if not found or found[2] not in {None, _blanks(found[1])}:
        raise ValueError("pointer")
    return found[1].decode()


def _blanks(name: bytes) -> bytes:
    return f"{zlib.crc32(name):032b}".replace("0", " ").replace("1", "\t").encode()
