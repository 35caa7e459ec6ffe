"""Whether a whole query was typed raw: the evidence of its words, added up.

Naive Bayes over words in log10: a prior against raw typing, for each word how much likelier its
raw reading is than the word itself, and a penalty for each word that is neither.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import searcher.vietnamese.keyboards.telex as telex
import searcher.vietnamese.keyboards.viqr as viqr
import searcher.vietnamese.keyboards.vni as vni
from searcher.vietnamese.encodings.likeness import is_written_syllable
from searcher.vietnamese.encodings.remnants import replaced_font
from searcher.vietnamese.keyboards.compose import Reading
from searcher.vietnamese.normalise import normalise
from searcher.vietnamese.phonology import is_bare_syllable, is_vietnamese_syllable

Reader = Callable[[str], Reading | None]

_PRIOR = -0.5
"""One word in three that looks raw and is not known is."""
_STRANGER = -1.0
"""A word that is neither Vietnamese nor raw: a name, a brand."""
_ACCENTED = -4.0
"""A word with its marks: the keyboard worked."""
_NEIGHBOUR = 1.3
"""Other words are raw or Vietnamese without marks and none is foreign: so is this one, likely."""
_ENOUGH = 2.0
_CONVERTED = -2.0
"""Words with lower odds stay as typed in a raw query too: `test` is not `tét`."""
_LONGEST = 1000
"""Code points of a query worth guessing about; longer ones are pasted text."""

_REMEMBERED = 1 << 14
"""Words kept judged."""

_REAL_OO = frozenset(["boong", "goong", "mooc", "rooc", "sooc", "xoong"])
"""Syllables with a real oo: no evidence of Telex for `ô`, but read so beside it."""
_CHUNK = re.compile(r"\S+")
_WORD = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"\w[@/._&:]+\w")
"""Mail and web addresses, numbers of documents: whole, never typed raw."""
_VIQR_WORD = re.compile(r"[A-Za-z][A-Za-z'`?~.^(+*-]*")
_TRAILING = re.compile(r"[?.'(-]+\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What a query means if its `keyboard` (telex, vni, viqr, tcvn3 or vni-win) did not work."""

    text: str
    keyboard: str


def guess(typed: str, known: Callable[[str], bool] | None = None) -> Guess | None:
    """Return what `typed` means if it was typed raw or pasted from a font page, else None.

    `known` may tell of a word (as typed) that the archive holds it: such a word stays what it is.
    Capitals and everything that is no word are kept.
    """
    if len(typed) > _LONGEST or _is_plainly_vietnamese(typed):
        return None
    pasted = None if typed.isascii() else replaced_font(typed)  # first: its ư is a soft hyphen
    if pasted:
        return Guess(text=pasted[0], keyboard=pasted[1])
    return _typed_raw(normalise(typed), known)


def _is_plainly_vietnamese(typed: str) -> bool:
    """Tell of most queries in a tenth of the time that they are what they are."""
    return not _SIGNS.search(typed) and all(map(_is_plain_word, _WORD.findall(typed)))


_SIGNS = re.compile(r"[^\w\s,;:!/%\"-]")


@lru_cache(maxsize=_REMEMBERED)
def _is_plain_word(word: str) -> bool:
    if word.isascii():
        return word.isdigit() or (is_bare_syllable(word) and "oo" not in word.lower())
    return is_written_syllable(word)


def _typed_raw(text: str, known: Callable[[str], bool] | None) -> Guess | None:
    trials = [_Trial(name=name, shouting=text.isupper(), known=known) for name in _KEYBOARDS]
    texts = [_CHUNK.sub(trial.chunk, text) for trial in trials]
    best = max(range(len(trials)), key=lambda i: trials[i].total())
    if not trials[best].converted or trials[best].total() < _ENOUGH:
        return None
    return Guess(text=texts[best], keyboard=trials[best].name)


_KEYBOARDS: Mapping[str, tuple[Reader, re.Pattern[str]]] = {
    "telex": (lru_cache(_REMEMBERED)(telex.read), _WORD),
    "vni": (lru_cache(_REMEMBERED)(vni.read), _WORD),
    "viqr": (lru_cache(_REMEMBERED)(viqr.read), _VIQR_WORD),
}
"""For each keyboard its reader and what a word may consist of."""


@dataclass(slots=True, kw_only=True)
class _Trial:
    """One query read through one keyboard; `score` is log10 of the odds that it was meant so."""

    name: str
    shouting: bool
    known: Callable[[str], bool] | None
    score: float = 0.0
    converted: int = 0
    bare: int = 0
    strangers: int = 0

    def total(self) -> float:
        """Return log10 of the odds that the whole query was typed raw."""
        neighbours = self.bare + self.converted > 1 and self.strangers == 0 and self.name != "viqr"
        return _PRIOR + self.score + (_NEIGHBOUR if neighbours else 0.0)

    def chunk(self, found: re.Match[str]) -> str:
        """Return what lies between two spaces, read."""
        _, pattern = _KEYBOARDS[self.name]
        if self.name != "viqr" and _ADDRESS.search(found[0]):
            self._stays(found[0])
            return found[0]
        return pattern.sub(lambda word: self.word(word[0]), found[0])

    def word(self, typed: str) -> str:
        """Return what one word means, and count its evidence."""
        read, _ = _KEYBOARDS[self.name]
        end = len(typed)
        reading = read(typed)
        if reading is None and self.name == "viqr":
            end = len(_TRAILING.sub("", typed))
            reading = read(typed[:end])
        return self._weigh(typed[:end], reading) + typed[end:]

    def _weigh(self, typed: str, reading: Reading | None) -> str:
        if reading is None or reading.odds < _CONVERTED or self._is_name(typed, reading):
            self._stays(typed)
            return typed
        if typed.lower() not in _REAL_OO:
            self.score += reading.odds
            self.converted += 1
        return reading.text

    def _is_name(self, typed: str, reading: Reading) -> bool:
        """Tell whether a word is an abbreviation among ordinary words, or one the archive knows.

        One capital vowel has several keys: `OO`, `OWR`, `AS` are Ô, Ở, Á.
        """
        shouted = typed[1:2].isupper() and typed.isupper() and len(reading.text) > 1
        return (shouted and not self.shouting) or (self.known is not None and self.known(typed))

    def _stays(self, word: str) -> None:
        """Count what a word that stays as typed says about the keyboard."""
        if is_bare_syllable(word):
            self.bare += 1
        elif not word.isdigit():
            self.strangers += 1
            self.score += _ACCENTED if _has_its_marks(word) else _STRANGER


@lru_cache(maxsize=_REMEMBERED)
def _has_its_marks(word: str) -> bool:
    return not word.isascii() and is_vietnamese_syllable(word)
