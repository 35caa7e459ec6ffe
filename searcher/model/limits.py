"""What one question may cost, and until when it may take."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of one question; `docs/limits.md` says what happens beyond each of them."""

    query_length: int = 512
    """Characters of a query."""
    terms: int = 64
    """Different words of a query, fillers not counted; prefixes and names count too."""
    brackets: int = 10
    """Brackets within brackets."""
    prefix_keys: int = 1024
    """Keys that a prefix (`tha*`) stands for: those that most articles have."""
    fuzzy: int = 24
    """Other syllables that one typed by a slip may stand for."""
    depth: int = 10_000
    """Hits that can be paged through; who needs more wants a dump."""
    facet_size: int = 100
    """Values shown per facet; an archive has many more authors than anybody wants to read."""
    draft_size: int = 200_000
    """Bytes of a draft from which on it is refused."""


LIMITS = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """The moment `at` which the best so far is answered, in seconds of `clock`."""

    at: float = math.inf
    clock: Callable[[], float] = time.monotonic

    @classmethod
    def within(cls, milliseconds: float) -> "Deadline":
        """Return the moment so many milliseconds from now; 0 is never."""
        return cls(at=time.monotonic() + milliseconds / 1000) if milliseconds else NEVER

    @property
    def passed(self) -> bool:
        """Whether there is no time left; what is never has no need of a clock."""
        return self.at != math.inf and self.clock() >= self.at

    @property
    def left_ms(self) -> float:
        """Milliseconds until then, 0 once it has passed; inf if it never comes."""
        return math.inf if self.at == math.inf else max(0.0, (self.at - self.clock()) * 1000)


NEVER = Deadline()
