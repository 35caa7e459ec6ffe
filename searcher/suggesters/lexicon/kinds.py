"""What a line of a lexicon is, and how much it is worth to somebody who has not typed it yet."""

from dataclasses import dataclass
from enum import IntEnum


class Kind(IntEnum):
    """What a line is; the number stands in the file, the name in answers."""

    PHRASE = 0
    TITLE = 1
    NAME = 2
    DOCUMENT = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A text that may complete what is typed; `count` says how many titles or mentions have it.

    `day` is the ordinal of the newest article with this title, 0 if there is none.
    """

    text: str
    kind: Kind
    count: int = 1
    day: int = 0
