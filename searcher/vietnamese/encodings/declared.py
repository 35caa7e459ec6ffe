"""What a transport and the bytes themselves say about their encoding."""

import codecs
import re
from collections.abc import Iterator

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16: its mark begins like that one's
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEAD = 4096
"""Bytes searched for a declaration; HTML asks for it in the first 1,024, pages are later."""

_DECLARATIONS = (
    re.compile(rb"<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']([\w.:-]{1,40})[\"']", re.I),
    re.compile(rb"<meta\b[^>]{0,400}?\bcharset\s*=\s*[\"']?\s*([\w.:-]{1,40})", re.I),
)

_OURS = {
    "tcvn": "tcvn3",
    "tcvn3": "tcvn3",
    "tcvn-5712": "tcvn3",
    "tcvn5712-1": "tcvn3",
    "x-viet-tcvn": "tcvn3",
    "x-viet-tcvn3": "tcvn3",
    "x-viet-tcvn5712": "tcvn3",
    "vni": "vni-win",
    "vni-win": "vni-win",
    "x-viet-vni": "vni-win",
    "viscii": "viscii",
    "csviscii": "viscii",
    "viscii1.1": "viscii",
    "x-viscii": "viscii",
    "x-viet-viscii": "viscii",
}

# Labels of Western Europe all mean windows-1252 on the web (WHATWG Encoding, section 4.2).
_PYTHON = {
    "ascii": "windows-1252",
    "iso8859-1": "windows-1252",
    "cp1252": "windows-1252",
    "cp1258": "windows-1258",
    "utf-16": "utf-16-le",
    "utf-32": "utf-32-le",
}


def byte_order_mark(content: bytes) -> tuple[str, int] | None:
    """Return the encoding that the byte order mark of `content` names, and the mark's length."""
    for mark, encoding in _BOMS:
        if content.startswith(mark):
            return encoding, len(mark)
    return None


def claims(content: bytes, declared: str | None) -> Iterator[str]:
    """Yield the encodings claimed by the transport, then by the head of `content`, best first.

    Names that nobody knows are left out.
    """
    head = content[:_HEAD]
    found = [pattern.search(head) for pattern in _DECLARATIONS]
    labels = [declared or "", *(match[1].decode("ascii", "replace") for match in found if match)]
    for label in labels:
        name = encoding_name(label)
        if name:
            yield name


def encoding_name(label: str) -> str | None:
    """Return the one name we use for the encoding `label`, or None for an unknown one."""
    plain = label.strip().strip("\"'").lower().replace("_", "-")
    if plain in _OURS:
        return _OURS[plain]
    try:
        codec = codecs.lookup(plain)
    except (LookupError, ValueError):  # ValueError: a NUL or a letter beyond ASCII in the name
        return None
    if not codec._is_text_encoding or codec.name in _NOT_OF_PAGES:
        return None
    return _PYTHON.get(codec.name, codec.name)


_NOT_OF_PAGES = {"idna", "punycode", "unicode-escape", "raw-unicode-escape", "utf-7", "undefined"}
