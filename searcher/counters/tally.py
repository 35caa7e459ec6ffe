"""What was counted and is not written yet, and what the database is known to have: together the count."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock

from searcher.counters.batch import Batch
from searcher.counters.sums import Sums

_FRESH = 5.0
"""Seconds after which pages ask again what other processes counted."""
_ARTICLES = 20_000
"""Articles whose reads are remembered, about 5 MB."""
_VISITS = "visits"


@dataclass(slots=True, kw_only=True)
class _Known:
    """A count as the database had it `at` a time, with this process's batches up to `batch`."""

    count: int
    batch: int
    at: float


class Tally:
    """Counts of one process on their way to the database. Safe to share between threads.

    A batch is added to what is known at the moment it is no longer waiting, so that no page sees it
    twice or not at all; an answer of the database says which batches are in it.
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = Lock()  # never held while anything is asked or written
        self._waiting = Sums()
        self._batch: Batch | None = None
        self._written = 0
        self._visits: OrderedDict[str, _Known] = OrderedDict()
        self._reads: OrderedDict[str, _Known] = OrderedDict()

    @contextmanager
    def counting(self) -> Iterator[Sums]:
        """Give the sums to add to, for a moment."""
        with self._lock:
            yield self._waiting

    def batch(self, make: Callable[[int, Sums], Batch], *, even_empty: bool) -> Batch | None:
        """Return what is to be written now: what may have been written already comes first, as it was."""
        with self._lock:
            if self._batch is None and (self._waiting or even_empty):
                self._batch = make(self._written + 1, self._waiting)
                self._waiting = Sums()
            return self._batch

    def written(self, batch: Batch) -> None:
        """Know that the database has the batch now."""
        with self._lock:
            self._batch, self._written = None, batch.number
            _add(self._visits, {_VISITS: batch.sums.visits.total()}, batch.number)
            _add(self._reads, batch.sums.reads_by_article(), batch.number)

    def rows_waiting(self) -> int:
        """Return the rows that are not written yet."""
        with self._lock:
            return sum(len(sums) for sums in self._unwritten(0))

    def learn_visits(self, count: int, batch: int) -> bool:
        """Remember what the database has; False if more was written since it answered: ask again."""
        return self._learn(self._visits, {_VISITS: count}, batch)

    def learn_reads(self, counts: Mapping[str, int], batch: int) -> bool:
        """Remember the reads of articles by their keys; False if more was written since the answer."""
        return self._learn(self._reads, counts, batch)

    def visits(self) -> int | None:
        """Return all visits; None while nobody knows how many the database has."""
        with self._lock:
            known = self._visits.get(_VISITS)
            unwritten = self._unwritten(known.batch if known else 0)
            waiting = sum(sums.visits.total() for sums in unwritten)
            return known.count + waiting if known else None

    def reads(self, key: str) -> int:
        """Return the reads of an article, those that are known of."""
        with self._lock:
            known = self._reads.get(key)
            unwritten = self._unwritten(known.batch if known else 0)
            return (known.count if known else 0) + sum(sums.reads_of(key) for sums in unwritten)

    def is_fresh(self) -> bool:
        """Tell whether the visits need not be asked for."""
        return not self._stale(self._visits, [_VISITS])

    def stale(self, keys: Iterable[str]) -> list[str]:
        """Return the keys whose reads should be asked for."""
        return self._stale(self._reads, keys)

    def _stale(self, known: Mapping[str, _Known], keys: Iterable[str]) -> list[str]:
        now = self._clock()
        with self._lock:
            found = {key: known.get(key) for key in keys}
        return [key for key, one in found.items() if one is None or not 0 <= now - one.at < _FRESH]

    def _unwritten(self, known: int) -> Iterator[Sums]:
        """Yield the sums that are not in a count with the batches up to `known`."""
        yield self._waiting
        if self._batch is not None and self._batch.number > known:
            yield self._batch.sums

    def _learn(
        self, known: "OrderedDict[str, _Known]", counts: Mapping[str, int], batch: int
    ) -> bool:
        with self._lock:
            if batch < self._written:
                return False
            for key, count in counts.items():
                known[key] = _Known(count=count, batch=batch, at=self._clock())
                known.move_to_end(key)
            while len(known) > _ARTICLES:
                known.popitem(last=False)
            return True


def _add(known: Mapping[str, _Known], counts: Mapping[str, int], batch: int) -> None:
    """Add a batch to the counts that do not have it."""
    for key in known.keys() & counts.keys():
        one = known[key]
        if one.batch < batch:
            one.count, one.batch = one.count + counts[key], batch
