"""A bounded memory of what was made lately, for threads that never wait for each other."""

from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Cache(Generic[K, V]):
    """Two generations of entries: when the young one is full it becomes the old one, and the old one is forgotten.

    Only single dictionary operations are used, which are atomic; the worst that two threads can do to
    each other is to make an entry twice.
    """

    def __init__(self, limit: int) -> None:
        self._half = limit // 2
        self._young: dict[K, tuple[V, int]] = {}
        self._old: dict[K, tuple[V, int]] = {}
        self._bytes = 0

    def get(self, key: K) -> V | None:
        """Return an entry, None where it is not there; an old entry that is asked for is young again."""
        found = self._young.get(key)
        if found is None:
            found = self._old.get(key)
            if found is None:
                return None
            self.put(key, *found)
        return found[0]

    def put(self, key: K, value: V, size: int) -> None:
        """Remember an entry of so many bytes."""
        self._young[key] = (value, size)
        self._bytes += size
        if self._bytes > self._half:
            self._old, self._young, self._bytes = self._young, {}, 0
