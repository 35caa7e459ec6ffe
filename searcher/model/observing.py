"""Who wants to know how long the stages of an answer take gives a watch along; nobody else pays for it."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext

Observe = Callable[[str], AbstractContextManager[object]]
"""Called with the name of a stage (one of STAGES); what it returns is entered while the stage is at work."""

STAGES = ("parse", "search", "rank", "highlight", "suggest", "render")
"""The stages of an answer, in their order; `render` is the shell's own."""

_NOTHING = nullcontext()


def unobserved(_stage: str) -> AbstractContextManager[object]:
    """Watch nothing."""
    return _NOTHING
