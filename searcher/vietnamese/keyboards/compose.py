"""Keystrokes -> one syllable: what the three keyboards have in common."""

from dataclasses import dataclass, field

from searcher.vietnamese.phonology import (
    STOPPED_TONES,
    STOPS,
    place_tone,
    syllable_parts,
)

VOWELS = frozenset("aeiouyăâêôơư")
_ROUND = {"a": "â", "e": "ê", "o": "ô"}
_HORNED = {"o": "ơ", "u": "ư"}


SURE = 6.0
"""The odds of a raw word whose keystrokes can hardly be anything else: `tieengs`, `Vie65t`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a raw word means: its `text`, and the `odds` of that against the word as typed, log10."""

    text: str
    odds: float


@dataclass(slots=True)
class Syllable:
    """A syllable in the making: letters, which of them are capitals, and one tone mark."""

    letters: list[str] = field(default_factory=list)
    capitals: list[bool] = field(default_factory=list)
    tone: str = ""
    marks: int = 0
    broken: bool = False

    def type(self, key: str) -> None:
        """Add a letter that means itself."""
        self.letters.append(key.lower())
        self.capitals.append(key.isupper())

    def has_vowel(self) -> bool:
        """Tell whether a vowel was typed, so that a tone has its place."""
        return not VOWELS.isdisjoint(self.letters)

    def set_tone(self, tone: str) -> None:
        """Set the tone mark; nobody types two, and none before the vowel."""
        self.broken |= bool(self.tone) or not self.has_vowel()
        self.tone = tone

    def round(self, among: str = "aeo") -> None:
        """Put a circumflex on the last plain vowel of those in `among`."""
        self._shape({letter: _ROUND[letter] for letter in among})

    def breve(self) -> None:
        """Put a breve on the last plain a."""
        self._shape({"a": "ă"})

    def horn(self) -> None:
        """Put horns on the last plain o and u, both in `uo`: `truong` -> `trương`."""
        pair = "".join(self.letters).rfind("uo")
        if pair > 0 and self.letters[pair - 1] == "q":
            pair = -1
        self._shape(_HORNED)
        if pair >= 0 and self.letters[pair + 1] == "ơ":
            self.letters[pair] = "ư"

    def stroke(self) -> None:
        """Make the d at the start a đ."""
        if self.letters[:1] == ["d"]:
            self.letters[0] = "đ"
            self.marks += 1
        else:
            self.broken = True

    def _shape(self, shapes: dict[str, str]) -> None:
        places = [i for i, letter in enumerate(self.letters) if letter in shapes]
        if places:
            self.letters[places[-1]] = shapes[self.letters[places[-1]]]
            self.marks += 1
        else:
            self.broken = True

    def text(self) -> str | None:
        """Return the written syllable with its capitals, or None if there is no such syllable."""
        toneless = "".join(self.letters)
        for spelling in (toneless, toneless.replace("ươ", "uơ")):  # thương, but thuở
            if not self.broken and _is_possible(spelling, self.tone):
                return self._with_capitals(_written(spelling, self.tone))
        return None

    def _with_capitals(self, written: str) -> str:
        pairs = zip(written, self.capitals, strict=True)
        return "".join(letter.upper() if capital else letter for letter, capital in pairs)


_HIGHLAND = {"đăk": "đăc", "đak": "đac", "lăk": "lăc"}
"""Syllables of the Central Highlands (Đắk Lắk), and the ones they are built like."""


def _is_possible(toneless: str, tone: str) -> bool:
    parts = syllable_parts().get(_HIGHLAND.get(toneless, toneless))
    return parts is not None and (parts.coda not in STOPS or tone in STOPPED_TONES)


def _written(toneless: str, tone: str) -> str:
    placed = place_tone(_HIGHLAND.get(toneless, toneless), tone)
    return placed[:-1] + "k" if toneless in _HIGHLAND else placed
