"""Answers of the database that pages may show for a few seconds."""

from collections.abc import Callable, Hashable
from typing import TYPE_CHECKING, Generic, TypeVar

from searcher.counters.door import Door
from searcher.counters.remembered import Remembered

if TYPE_CHECKING:
    from searcher.counters.store import Store

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

_MOST = 64


class Told(Generic[Key, Value]):
    """Remembers answers for `fresh` seconds, and the last ones for as long as the database is away."""

    def __init__(self, door: Door, clock: Callable[[], float], fresh: float) -> None:
        self._door = door
        self._known = Remembered[Key, Value](fresh, _MOST, clock)

    def ask(self, key: Key, question: Callable[["Store"], Value]) -> Value | None:
        """Return the answer to the question that `key` stands for; None where it was never known."""
        known = self._known.get(key)
        if known is None:
            known = self._door.ask(question)
            if known is not None:
                return self._known.put(key, known)
        return known or self._known.latest(key)
