"""Text that is Unicode, but shows the letters of another encoding: put right where it is clear."""

import re

from searcher.vietnamese.encodings.code_pages import FONT_PAGES, from_western
from searcher.vietnamese.encodings.likeness import likeness

# What windows-1252 shows for the bytes 80-BF, the second and later bytes of a letter in UTF-8.
_LATER = "[\x80-\xbf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"
_TAKEN_APART = re.compile(
    f"(?:[\xc2-\xdf]{_LATER}|[\xe0-\xef]{_LATER}{{2}}|[\xf0-\xf4]{_LATER}{{3}})+"
)
# No Vietnamese sentence does without one of these; looking for them first is fifty times as fast.
_SIGNS = ("á»", "áº", "Æ°", "Æ¡", "Ä‘", "Ä\x90", "Ã¡", "Ãª", "Ã´", "Ã¢", "Ã³", "â€", "Ã\xa0")
_WESTERN_LETTER = re.compile("[À-ÖØ-öø-ÿ]")


def repair(text: str) -> str:
    """Return `text` with UTF-8 taken apart, TCVN3 and VNI-Win letters put right.

    Only where the result is clearly Vietnamese and `text` is not; else `text` itself.
    """
    if text.isascii():
        return text
    joined = rejoin(text)
    return joined if joined != text else replace_font(text)


def rejoin(text: str) -> str:
    """Return `text` with the letters rejoined that were UTF-8 read as windows-1252.

    `Tiáº¿ng Viá»‡t` becomes `Tiếng Việt`; what is no UTF-8 stays.
    """
    if not any(sign in text for sign in _SIGNS):
        return text
    joined = _TAKEN_APART.sub(lambda run: _as_utf8(run[0]), text)
    if joined == text:
        return text
    before, after = likeness(text), likeness(joined)
    better = after.strangers < before.strangers and after.syllables >= before.syllables
    return joined if better else text


def _as_utf8(run: str) -> str:
    try:
        return b"".join(map(_byte, run)).decode("utf-8")
    except UnicodeDecodeError:
        return run


def _byte(letter: str) -> bytes:
    """Return the byte that windows-1252 shows as `letter`; its unused bytes stay as they are."""
    return letter.encode("latin-1") if letter < "\u0100" else letter.encode("cp1252")


def replace_font(text: str) -> str:
    """Return `text` read as TCVN3 or VNI-Win where that, and not the text, is Vietnamese."""
    if not _WESTERN_LETTER.search(text):
        return text
    before = likeness(text)
    if before.share > 0.7:  # nothing could be clearly better
        return text
    for page in FONT_PAGES:
        meant = from_western(text, page)
        if meant != text and likeness(meant).clearly_better_than(before):
            return meant
    return text
