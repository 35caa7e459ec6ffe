"""The value of this package: one number of a text, recognised."""

from dataclasses import dataclass
from enum import StrEnum

Part = tuple[str, float]
"""A form under which a number is found, and how surely it is this number (1 = the whole of it)."""


class Kind(StrEnum):
    """What a number is."""

    DOCUMENT = "document"
    DATE = "date"
    TIME = "time"
    MONEY = "money"
    AMOUNT = "amount"
    PERCENT = "percent"
    PHONE = "phone"
    EMAIL = "email"
    URL = "url"


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number as it stands at `text[start:end]`, in code points, and its one normal `form`.

    `parts` are the forms under which it is found, the whole first with weight 1, weaker readings
    after it: `54-nq/tw` 1.0, `nq 54` 0.5. The bare `54` is none of them: it is a word like any other.
    """

    kind: Kind
    form: str
    text: str
    start: int
    end: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """What a recogniser saw, in positions of the plain text."""

    kind: Kind
    start: int
    end: int
    parts: tuple[Part, ...]
