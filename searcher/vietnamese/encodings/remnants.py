"""Text that is Unicode, but shows the letters of another encoding: put right where it is clear."""

import re

from searcher.vietnamese.encodings.code_pages import FONT_PAGES, from_western
from searcher.vietnamese.encodings.likeness import Likeness, likeness
from searcher.vietnamese.phonology import is_bare_syllable

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
    replaced = replaced_font(text) if joined == text else None
    return replaced[0] if replaced else joined


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


def replaced_font(text: str) -> tuple[str, str] | None:
    """Return `text` read as TCVN3 or VNI-Win, and which, where that is Vietnamese and `text` is not."""
    before = likeness(text)
    certain = _SIGN_INSIDE.search(text) is not None
    if not before.strangers or (before.share > 0.7 and not certain):
        return None  # nothing could be clearly better
    if before.words < _FEW and not certain and not _is_plausible(text, before):
        return None
    readings = [(from_western(text, page), page) for page in FONT_PAGES]
    judged = [(_worth(text, meant, before), meant, page) for meant, page in readings]
    worth, meant, page = max(judged)
    return (meant, page) if worth > (0.0, 0) else None


_SIGN_INSIDE = re.compile("[A-Za-zÀ-ÿ][¡-¿][A-Za-zÀ-ÿ]|[¢-¾]{2}[A-Za-z]")
"""A sign between letters, `ngµy`, or two before one, `§¹i`: only font pages have that."""

_FEW = 3
"""Words beyond ASCII that are beyond doubt; fewer need Vietnamese words around them."""


def _worth(text: str, meant: str, before: Likeness) -> tuple[float, int]:
    """Return how good a reading is: the share of syllables, then how many words it explains."""
    after = likeness(meant)
    whole = _SIGN_INSIDE.search(text) is not None and after.share > max(0.9, before.share)
    if meant == text or not (whole or after.clearly_better_than(before)):
        return 0.0, 0
    pairs = zip(text.split(), meant.split(), strict=False)
    return after.share, sum(old != new for old, new in pairs)


def _is_plausible(text: str, found: Likeness) -> bool:
    """Tell whether a short `text` may be in a font page at all.

    Its plain words must be Vietnamese. A lone word must not be spelled as Western words are (`aún`,
    `può`), and two need a letter or more beside their signs (`µm £m`).
    """
    plain = re.findall("[A-Za-z]+", _BEYOND_ASCII_WORD.sub(" ", text))
    if not all(map(is_bare_syllable, plain)):
        return False
    if plain:
        return True
    if found.words == 1:
        return _EUROPEAN.fullmatch(text.strip()) is None and bool(_WESTERN_LETTER.search(text))
    return bool(_WESTERN_LETTER.search(text)) or max(map(len, text.split())) > 2


_BEYOND_ASCII_WORD = re.compile(r"[A-Za-z]*[^\x00-\x7f\s][^\s]*")
_EUROPEAN = re.compile("[A-Za-zÀÁÂÄÅÆÇÈÉÊËÍÑÓÖØÚÜ]?[a-zßàáâãäåæçèéêëìíîïñòóôöøùúûüœ'’.,-]*")
