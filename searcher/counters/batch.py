"""What one process counted since it last wrote."""

from dataclasses import dataclass

from searcher.counters.sums import Sums


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Sums under a `number` that grows by one with each batch of a process, so that none is added twice.

    `online` are the visitors of the process in the last minutes at the time `at`, in seconds since 1970.
    """

    writer: str
    number: int
    sums: Sums
    online: int
    at: float
