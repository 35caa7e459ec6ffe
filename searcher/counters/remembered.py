"""Answers that may be a few seconds old."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Remembered(Generic[Key, Value]):
    """Keeps at most `most` answers for `span` seconds each. Safe to share between threads."""

    def __init__(self, span: float, most: int, clock: Callable[[], float]) -> None:
        self._span, self._most, self._clock = span, most, clock
        self._lock = Lock()
        self._known: OrderedDict[Key, tuple[float, Value]] = OrderedDict()

    def get(self, key: Key) -> Value | None:
        """Return what is known and not too old."""
        found = self._known.get(key)
        return found[1] if found and 0 <= self._clock() - found[0] < self._span else None

    def latest(self, key: Key) -> Value | None:
        """Return what is known, however old."""
        found = self._known.get(key)
        return found[1] if found else None

    def put(self, key: Key, value: Value) -> Value:
        """Know the answer from now on; the one that came first is forgotten where there are too many."""
        with self._lock:
            self._known.pop(key, None)
            self._known[key] = (self._clock(), value)
            if len(self._known) > self._most:
                self._known.popitem(last=False)
        return value

    def forget(self, key: Key) -> None:
        """Ask again next time."""
        with self._lock:
            self._known.pop(key, None)
