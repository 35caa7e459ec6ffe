"""Bytes that are no text, and UTF-16 that does not say so."""

_SIGNATURES = (
    b"%PDF-",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",  # JPEG
    b"PK\x03\x04",  # zip, and the office formats inside one
    b"\x1f\x8b",  # gzip
    b"BZh",
    b"\xfd7zXZ",
    b"(\xb5/\xfd",  # Zstandard
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x7fELF",
    b"\xd0\xcf\x11\xe0",  # the older office formats
    b"SQLite format 3",
)
_SAMPLE = 1 << 16

# VISCII puts six letters among the control bytes; ESC starts a shift in the encodings of East Asia.
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b\x02\x05\x06\x14\x19\x1e")) + b"\x7f"


def is_binary(content: bytes) -> bool:
    """Tell whether `content` is a known binary format, or one byte in fifty is a control byte."""
    if content.startswith(_SIGNATURES):
        return True
    sample = content[:_SAMPLE]
    controls = len(sample) - len(sample.translate(None, _CONTROLS))
    return controls * 50 > len(sample)


def unmarked_utf16(content: bytes) -> str | None:
    """Return the UTF-16 that `content` is without saying so, or None.

    Three in ten letters of any text with spaces, digits and markup have a zero byte, all on one side.
    """
    sample = content[:_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) * 20 <= 3 * len(sample) or min(even, odd) * 10 > max(even, odd):
        return None
    return "utf-16-be" if even > odd else "utf-16-le"
