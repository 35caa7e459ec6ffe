"""Scopes and leaves by name; those used lately stay in memory."""

from searcher.engines.whoosh.columns.cache import Cache
from searcher.engines.whoosh.columns.collection import Collection
from searcher.engines.whoosh.columns.leaf import Leaf
from searcher.engines.whoosh.columns.phrase import Standing, standing
from searcher.engines.whoosh.columns.scope import Scope
from searcher.model import Reading, View

LEAF_BYTES = 1 << 28
"""Memory for leaves that were put together lately."""
NUMBER_BYTES = 1 << 24
"""Memory for keys that were looked up lately."""
OVERHEAD = 256
"""Bytes that an entry costs beside its arrays."""


class Lookup:
    """Finds postings; shared by all threads."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection
        self._scopes: dict[tuple[View, str | None], Scope] = {}
        self._leaves: Cache[tuple[View, str, str | None], tuple[Leaf | None]] = Cache(LEAF_BYTES)
        self._standings: Cache[tuple[View, str], tuple[Standing | None, ...]] = Cache(NUMBER_BYTES)
        self._numbers: Cache[tuple[View, str], tuple[int, ...]] = Cache(NUMBER_BYTES)

    def scope(self, view: View, field: str | None) -> Scope:
        """Return a view over all fields or one; numbers have no fields."""
        name = (view, None if view is View.NUMBERS else field)
        found = self._scopes.get(name)
        if found is None:
            found = self._scopes[name] = Scope(self._collection, *name)
        return found

    def numbers(self, view: View, key: str) -> tuple[int, ...]:
        """Return the number of a key in each segment, -1 where it is not there."""
        found = self._numbers.get((view, key))
        if found is None:
            segments = self._collection.segments
            found = tuple(segment.strings[view].find(key) for segment in segments)
            self._numbers.put((view, key), found, OVERHEAD)
        return found

    def standings(self, view: View, key: str) -> tuple[Standing | None, ...]:
        """Return how a key stands in each segment, None where it does not."""
        found = self._standings.get((view, key))
        if found is None:
            numbered = zip(self._collection.segments, self.numbers(view, key), strict=True)
            found = tuple(standing(segment, view, number) for segment, number in numbered)
            self._standings.put((view, key), found, OVERHEAD * len(found))
        return found

    def leaf(self, view: View, key: str, field: str | None) -> Leaf | None:
        """Return the postings of a key, None where no live article has it."""
        name = (view, key, field)
        known = self._leaves.get(name)
        if known is None:
            known = (self.scope(view, field).leaf(self.numbers(view, key)),)
            self._leaves.put(name, known, _bytes(known[0]))
        return known[0]

    def rarity(self, reading: Reading) -> float:
        """Return the idf of the key of a reading over all fields; 0 where no live article has it."""
        numbers = self.numbers(reading.view, reading.key)
        return self.scope(reading.view, None).rarity(numbers)

    def of(self, reading: Reading, field: str | None) -> Leaf | None:
        """Return the postings of the key of a reading."""
        return self.leaf(reading.view, reading.key, field)


def _bytes(leaf: Leaf | None) -> int:
    return OVERHEAD + (leaf.nbytes if leaf else 0)
