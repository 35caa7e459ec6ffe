"""Keys that were seen a short while ago."""

from collections import OrderedDict


class Recent:
    """Remembers keys for `span` seconds, and at most `most` of them: the oldest are forgotten first.

    Every call takes constant time on average: an OrderedDict finds its first key at once, where a dict
    would look through all places of keys that were deleted. Not safe between threads by itself.
    """

    def __init__(self, span: float, most: int) -> None:
        self._span, self._most = span, most
        self._seen: OrderedDict[int, float] = OrderedDict()  # in the order of their times

    def add(self, key: int, now: float) -> bool:
        """Remember a key from now on; False for one that is remembered already, and is left as it is."""
        self._forget(now)
        if key in self._seen:
            return False
        self._remember(key, now)
        return True

    def renew(self, key: int, now: float) -> bool:
        """Remember a key from now on, again if need be; tell whether it was remembered already."""
        self._forget(now)
        known = self._seen.pop(key, None) is not None
        self._remember(key, now)
        return known

    def count(self, now: float) -> int:
        """Return the number of keys of the last `span` seconds."""
        self._forget(now)
        return len(self._seen)

    def _remember(self, key: int, now: float) -> None:
        self._seen[key] = now
        if len(self._seen) > self._most:
            self._seen.popitem(last=False)

    def _forget(self, now: float) -> None:
        while self._seen and now - self._seen[next(iter(self._seen))] >= self._span:
            self._seen.popitem(last=False)
