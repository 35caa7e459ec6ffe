"""The Vietnamese code pages that Python lacks, read from one table each.

A font code page (TCVN3, VNI-Win) has Western text underneath: what is not in its table means what
windows-1252 says. VISCII has all 134 letters in one byte each.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

FONT_PAGES = ("tcvn3", "vni-win")
"""Code pages that were only fonts, so that their letters also get pasted as Unicode text."""

_CAPITALS = re.compile(r"[A-Z]")


@cache
def letters(page: str) -> Mapping[str, str]:
    """Return what each letter of code page `page` looks like in windows-1252, and what it means."""
    table = {}
    for row in files(__package__).joinpath(f"{page}.tsv").read_text("utf-8").splitlines():
        if not row.startswith("#"):
            written, letter = row.split("\t")
            table[bytes.fromhex(written).decode("latin-1")] = unicodedata.normalize("NFC", letter)
    return table | _mixed_case(table)


def _mixed_case(table: Mapping[str, str]) -> dict[str, str]:
    """Return the pairs of a capital and a small mark: people left the caps lock for the mark."""
    pairs = {code: letter for code, letter in table.items() if len(code) == 2}
    return {code[0] + code[1].lower(): letter for code, letter in pairs.items()}


@cache
def _pattern(page: str) -> re.Pattern[str]:
    """Return the pattern that finds the letters of `page`, longest first."""
    codes = sorted(letters(page), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, codes)))


def western(content: bytes) -> str:
    """Decode `content` as windows-1252 as browsers do: its five unused bytes stay what they are."""
    return content.decode("cp1252", "surrogateescape").translate(_HOLES)


_HOLES = {0xDC00 + byte: chr(byte) for byte in range(0x80, 0x100)}


def from_western(text: str, page: str) -> str:
    """Return `text`, which shows the bytes of `page` as windows-1252 letters, as what it means."""
    table = letters(page)
    meant = _pattern(page).sub(lambda found: table[found[0]], text)
    return _with_capitals(text, meant) if page == "tcvn3" else meant


def decode_page(content: bytes, page: str) -> str:
    """Return the NFC text of `content` in the Vietnamese code page `page`.

    Raises UnicodeDecodeError for a byte that windows-1258 does not use.
    """
    if page == "windows-1258":
        return unicodedata.normalize("NFC", content.decode("cp1258"))
    text = content.decode("latin-1") if page == "viscii" else western(content)
    return from_western(text, page)


def _with_capitals(written: str, meant: str) -> str:
    """Return `meant` with capitals in the words whose other letters are all capitals.

    TCVN3 has no capitals with a tone: titles were set in a font that draws all letters large.
    Both strings have the same length.
    """
    pieces = []
    last = 0
    for word in re.finditer(r"\S+", written):
        ascii_only = re.sub(r"[^A-Za-z]", "", word[0])
        if len(_CAPITALS.findall(word[0])) >= 2 and ascii_only.isupper():
            pieces += [meant[last : word.start()], meant[word.start() : word.end()].upper()]
            last = word.end()
    return "".join([*pieces, meant[last:]])
