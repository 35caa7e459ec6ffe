"""The two keys of a syllable: accented (tone placement and i/y do not matter) and folded (ASCII).

Both are functions of one syllable, never of running text: a vocabulary is small, and what was
computed is remembered.
"""

import unicodedata
from functools import lru_cache

from unidecode import unidecode

from searcher.vietnamese.alphabet import LATIN_MARKS
from searcher.vietnamese.phonology import place_tone, split_tone, syllable_parts, with_one_i

LONGEST_KEY = 128
"""Keys are cut after so many characters: what is longer is no word, and must not fill an index."""

_REMEMBERED = 1 << 17
"""Keys remembered per function: the syllables of a big archive, some 40 MB."""


def accented_key(syllable: str) -> str:
    """Return the key under which spellings of one syllable meet: `Hoà` -> `hòa`, `kỹ` -> `kĩ`.

    `syllable` is a token of normalised text.
    """
    return _accented(syllable[:LONGEST_KEY])


def fold(syllable: str) -> str:
    """Return the key without marks: lower case, ASCII letters and digits, never empty for a token.

    `Đường` -> `duong`, `kỹ` -> `ki`, `Москва` -> `moskva`.
    """
    return _folded(syllable[:LONGEST_KEY])


@lru_cache(maxsize=_REMEMBERED)
def is_marked(syllable: str) -> bool:
    """Tell whether a syllable has any diacritic, or đ: whether its writer meant the marks."""
    if syllable.isascii():
        return False
    letters = unicodedata.normalize("NFD", syllable)
    return "đ" in letters or "Đ" in letters or LATIN_MARKS.search(letters) is not None


@lru_cache(maxsize=_REMEMBERED)
def _accented(syllable: str) -> str:
    lower = _lower(syllable)
    toneless, tone = split_tone(lower)
    if len(tone) == 1 and toneless in syllable_parts():
        return place_tone(with_one_i(toneless), tone)
    return lower if tone else with_one_i(lower)


@lru_cache(maxsize=_REMEMBERED)
def _folded(syllable: str) -> str:
    # From the accented key, so that one accented key never has two folded ones: engines count on it.
    accented = _accented(syllable)
    plain = unidecode(accented).lower()
    if not plain.isalnum():
        plain = "".join(c for c in plain if c.isalnum())
    return with_one_i(plain) or "".join(f"u{ord(c):x}" for c in accented)


def _lower(syllable: str) -> str:
    """Return the lower case without the marks that Python leaves behind: `İ` -> `i`."""
    lower = syllable.lower()
    return lower if lower.isascii() else LATIN_MARKS.sub("", unicodedata.normalize("NFC", lower))


def prefix_keys(letters: str) -> tuple[str, str]:
    """Return what accented and folded keys begin with where a word begins with these letters.

    Unlike whole syllables, i and y stay what they are (`my*` is not `mi*`), and so does the tone:
    `hoà*` begins `hoàng`, `hòa*` does not.
    """
    accented = _lower(letters[:LONGEST_KEY])
    return accented, "".join(c for c in unidecode(accented).lower() if c.isalnum())
