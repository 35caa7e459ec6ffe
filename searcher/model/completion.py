"""How a text goes on that somebody has begun to type, and what else may have been meant."""

from dataclasses import dataclass

from searcher.model.results import Span, Suggestion


@dataclass(frozen=True, slots=True, kw_only=True)
class Completion:
    """A way on from what is typed; `kind` is phrase, title, name or document.

    `typed` are the parts of the text that were typed already; `count` says how often the archive has it.
    """

    text: str
    kind: str
    typed: tuple[Span, ...] = ()
    count: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What is said while somebody types: ways on, best first, and what may have been meant instead."""

    typed: str
    completions: tuple[Completion, ...] = ()
    suggestion: Suggestion | None = None
    took_ms: float = 0.0
