"""Processes side by side: some make runs, one turns them into segments meanwhile."""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import chain, islice
from typing import TypeVar

from searcher.engines.whoosh.columns.parts import Run
from searcher.errors import ArchiveError

T = TypeVar("T")
R = TypeVar("R")

RUN_ITEMS = 1024
"""Articles of a run: enough that its keys are shared, few enough to be a small piece of work."""
RUNS_AHEAD = 3
"""Runs waiting per process."""


def processes(count: int) -> ProcessPoolExecutor:
    """Return a pool of fresh processes: forking one that has threads is not safe."""
    return ProcessPoolExecutor(count, mp_context=multiprocessing.get_context("forkserver"))


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


def result(future: Future[R]) -> R:
    """Return what a process made; raises ArchiveError where it died."""
    try:
        return future.result()
    except BrokenProcessPool as error:
        raise ArchiveError(
            "Một tiến trình ghi chỉ mục đã bị dừng đột ngột (có thể do hết bộ nhớ); chỉ mục không thay đổi.",
            "A process that writes the index died (out of memory, perhaps); the index is unchanged.",
        ) from error
