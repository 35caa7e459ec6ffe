r"""Bytes -> text, whatever Vietnamese encoding they are in, and text that holds another encoding.

`decode` asks, in this order: the byte order mark, UTF-8 (bytes that are UTF-8 by chance do not
occur in Vietnamese), what the transport and the page declare, the Vietnamese code pages, and
charset-normalizer last. A declared encoding that does not fit loses to one that does.
"""

from dataclasses import dataclass

from searcher.errors import BrokenText
from searcher.vietnamese.encodings.code_pages import decode_page, western
from searcher.vietnamese.encodings.declared import byte_order_mark, claims, encoding_name
from searcher.vietnamese.encodings.likeness import Likeness, likeness
from searcher.vietnamese.encodings.remnants import repair
from searcher.vietnamese.encodings.signatures import is_binary, unmarked_utf16

__all__ = ["Decoded", "decode", "decode_as", "encoding_name", "likely_encoding", "repair"]

_CODE_PAGES = ("windows-1258", "tcvn3", "vni-win", "viscii")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A `text`, NFC where a code page made it, and the `encoding` its bytes were in."""

    text: str
    encoding: str


def decode(content: bytes, declared: str | None = None) -> Decoded:
    """Return the text of `content`; `declared` is the charset named by its transport.

    Raises BrokenText for bytes that are no text.
    """
    marked = _by_mark(content)
    if marked:
        return marked
    wide = unmarked_utf16(content)
    if wide:
        return Decoded(text=content.decode(wide, "replace"), encoding=wide)
    if is_binary(content):
        raise _no_text(content)
    return _as_utf8(content) or _as_claimed(content, declared) or _as_guessed(content)


def decode_as(content: bytes, encoding: str) -> str:
    """Return the text of `content` in one encoding by our name; raises UnicodeError where it does not fit."""
    return _text(content, encoding)


def likely_encoding(sample: bytes) -> str:
    """Return the encoding that the beginning of a file is in; UTF-8 where it is no text at all."""
    try:
        return decode(sample).encoding
    except BrokenText:
        return "utf-8"


def _by_mark(content: bytes) -> Decoded | None:
    found = byte_order_mark(content)
    if found is None:
        return None
    encoding, length = found
    return Decoded(text=content[length:].decode(encoding, "replace"), encoding=encoding)


def _no_text(content: bytes) -> BrokenText:
    return BrokenText(
        "Nội dung này là dữ liệu nhị phân, không phải văn bản.",
        f"These {len(content)} bytes are binary, not text in any encoding we know.",
        length=len(content),
    )


def _as_utf8(content: bytes) -> Decoded | None:
    """Read `content` as UTF-8, a few damaged letters (one in fifty) allowed."""
    text = content.decode("utf-8", "replace")
    damaged = text.count("\ufffd") - content.count("\ufffd".encode())
    beyond_ascii = len(text) - len(content.translate(None, _BEYOND_ASCII))
    if damaged * 50 > beyond_ascii:
        return None
    return Decoded(text=repair(text), encoding="utf-8")


_BEYOND_ASCII = bytes(range(0x80, 0x100))


def _as_claimed(content: bytes, declared: str | None) -> Decoded | None:
    """Read `content` as the first claim that fits, unless a Vietnamese code page fits better."""
    for encoding in claims(content, declared):
        read = _read(content, encoding)
        if read:
            best, judged = _best_code_page(content)
            better = best and judged.clearly_better_than(likeness(read.text))
            return best if better else read
    return None


def _as_guessed(content: bytes) -> Decoded:
    best, judged = _best_code_page(content)
    if best and judged.clearly_better_than(likeness(western(content))):
        return best
    return _by_statistics(content)


def _best_code_page(content: bytes) -> tuple[Decoded | None, Likeness]:
    """Return `content` in the Vietnamese code page in which most of it is Vietnamese."""
    best, judged = None, Likeness(words=0, syllables=0)
    for encoding in _CODE_PAGES:
        read = _read(content, encoding)
        found = likeness(read.text) if read else judged
        if (found.share, found.words) > (judged.share, judged.words):
            best, judged = read, found
    return best, judged


def _read(content: bytes, encoding: str) -> Decoded | None:
    """Return `content` in `encoding`, or None if it does not fit."""
    try:
        text = _text(content, encoding)
    except (UnicodeError, ValueError):
        return None
    return Decoded(text=text, encoding=encoding)


def _text(content: bytes, encoding: str) -> str:
    if encoding in _CODE_PAGES:
        return decode_page(content, encoding)
    return western(content) if encoding == "windows-1252" else content.decode(encoding)


def _by_statistics(content: bytes) -> Decoded:
    """Return what charset-normalizer makes of `content`, windows-1252 where it gives up."""
    from charset_normalizer import from_bytes  # 20 ms to import, and hardly ever needed

    found = from_bytes(content[:_STATISTICS]).best()
    encoding = encoding_name(found.encoding) if found else None
    read = _read(content, encoding) if encoding else None
    return read or Decoded(text=western(content), encoding="windows-1252")


_STATISTICS = 1 << 16
"""Bytes shown to charset-normalizer, which takes seconds for a megabyte."""
