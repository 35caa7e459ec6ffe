"""Why an article is among the hits: which words stand where in it, and what each adds to its score."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Form(StrEnum):
    """In which form a word of the query was found."""

    TYPED = "typed"
    """As it was typed."""
    UNMARKED = "unmarked"
    """It was typed without diacritics and counts in every accent."""
    FOLDED = "folded"
    """It was typed with diacritics and found in other accents."""
    RESTORED = "restored"
    """With the diacritics it probably was meant to have."""
    NAME = "name"
    """As part of another form of the name that was typed."""
    NUMBER = "number"
    """As a document number, an amount of money and the like, whole."""
    WORD = "word"
    """As a whole word of several syllables, which counts beside its syllables."""
    PREFIX = "prefix"
    """As the beginning of a syllable."""
    MISSING = "missing"
    """It was not found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Occurrence:
    """How often a key stands in each field of an article, as it is written there."""

    key: str
    title: int
    summary: int
    body: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one word of a query, or one word beside it, adds to the first score.

    `points` are weighted; `phrase` is the phrase the word is part of, `field` the only field it was looked for
    in. Numbers have no `occurrences`: they stand for the whole article.
    """

    typed: str
    form: Form
    points: float = 0.0
    field: str | None = None
    phrase: str = ""
    occurrences: tuple[Occurrence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why an article has its score.

    The points of the `parts` add up to `first`, the engine's score. `shares` are what the second look gave by
    name (see `rank/look.py`); they are empty for a hit it did not look at. The score of the hit is

        with shares      tier + (1 + s / (1 + s)) / 2      s is their sum
        without          tier + p / (1 + p) / 2            p is `first`; not halved where nothing is looked at

    where the tier counts 0 for a mixed query.
    """

    parts: tuple[Part, ...]
    shares: Mapping[str, float] = field(default_factory=dict)

    @property
    def first(self) -> float:
        """The engine's own score."""
        return sum(part.points for part in self.parts)

    @property
    def look(self) -> float:
        """What the second look gave altogether."""
        return sum(self.shares.values())
