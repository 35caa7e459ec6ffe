"""Processes side by side: some make runs, one turns them into segments meanwhile."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from itertools import chain, islice
from typing import TypeVar

from searcher.engines.whoosh.columns.parts import Run
from searcher.processes import processes, result

T = TypeVar("T")

RUN_ITEMS = 1024
"""Articles of a run: enough that its keys are shared, few enough to be a small piece of work."""
RUNS_AHEAD = 3
"""Runs waiting per process."""


def runs_in_parallel(
    batches: Iterable[Sequence[T]], make: Callable[[Sequence[T]], Run], workers: int
) -> Iterator[Run]:
    """Yield what `make` makes of the items of all batches, in their order; few items are in memory at a time."""
    items = chain.from_iterable(batches)
    jobs = iter(lambda: list(islice(items, RUN_ITEMS)), [])
    if workers <= 1:
        yield from map(make, jobs)
        return
    waiting: deque[Future[Run]] = deque()
    with processes(workers) as pool:
        for job in jobs:
            waiting.append(pool.submit(make, job))
            if len(waiting) >= workers * RUNS_AHEAD:
                yield result(waiting.popleft())
        while waiting:
            yield result(waiting.popleft())
