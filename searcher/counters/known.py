"""What pages show on every request: asked of the database now and then, counted on in between."""

from collections.abc import Callable, Sequence

from searcher.counters.door import Door
from searcher.counters.tally import Tally
from searcher.counters.writing import REPORTED, Writer

_SILENT = 3 * REPORTED
"""Seconds after which a process that says nothing is no more, nor are its visitors."""
_TRIES = 3
"""How often a page asks again because more was written meanwhile."""


class Known:
    """Visits and reads of all processes. Safe to share between threads."""

    def __init__(
        self, door: Door, tally: Tally, writer: Writer, clock: Callable[[], float]
    ) -> None:
        self._door, self._tally, self._writer, self._clock = door, tally, writer, clock
        self._elsewhere = 0

    def visits(self) -> int | None:
        """Return all visits; None while unknown."""
        for _ in range(_TRIES):
            if self._tally.is_fresh() or self._asked_visits():
                break
        return self._tally.visits()

    def elsewhere(self) -> int:
        """Return the visitors of other processes, as they were told when visits were asked for."""
        return self._elsewhere

    def reads(self, keys: Sequence[str]) -> list[int]:
        """Return the reads of the articles with these keys, as far as they are known."""
        for _ in range(_TRIES):
            stale = self._tally.stale(keys)
            if not stale or self._asked_reads(stale):
                break
        return [self._tally.reads(key) for key in keys]

    def _asked_visits(self) -> bool:
        """Ask for the visits; False if it is worth asking again."""
        since, name = self._clock() - _SILENT, self._writer.name
        ours = self._writer.group or name
        found = self._door.ask(lambda store: store.totals(since, name, ours))
        if found is None:
            return True
        self._elsewhere = found.online
        return self._tally.learn_visits(found.visits, found.batch)

    def _asked_reads(self, keys: Sequence[str]) -> bool:
        name = self._writer.name
        found = self._door.ask(lambda store: store.reads(keys, name))
        if found is None:
            return True
        told = {key: found.reads.get(key, 0) for key in keys}
        return self._tally.learn_reads(told, found.batch)
