"""Segments written by several processes side by side: each analyses, inverts and writes its own."""

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import chain, islice
from pathlib import Path
from typing import TypeVar

from searcher.engines.whoosh.columns.draft import DRAFT_DOCUMENTS, Draft
from searcher.engines.whoosh.columns.manifest import Entry
from searcher.model import Document

T = TypeVar("T")
Written = tuple[Entry, list[str]]
"""A segment and the ids of its articles."""

STEP = 256
"""Items analysed at a time."""


def written_in_parallel(
    folder: Path,
    batches: Iterable[Sequence[T]],
    analyse: Callable[[Sequence[T]], Sequence[Document]],
    workers: int,
) -> Iterator[Written]:
    """Yield the segments written, in the order of their items; at most one job waits per process."""
    items = chain.from_iterable(batches)
    jobs = iter(lambda: list(islice(items, DRAFT_DOCUMENTS)), [])
    if workers <= 1:
        yield from chain.from_iterable(_write(folder, job, analyse) for job in jobs)
        return
    context = multiprocessing.get_context("forkserver")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        waiting: list[Future[list[Written]]] = []
        for job in jobs:
            waiting.append(pool.submit(_write, folder, job, analyse))
            if len(waiting) > workers:
                yield from waiting.pop(0).result()
        for future in waiting:
            yield from future.result()


def _write(
    folder: Path, items: Sequence[T], analyse: Callable[[Sequence[T]], Sequence[Document]]
) -> list[Written]:
    written: list[Written] = []
    draft = Draft()
    for start in range(0, len(items), STEP):
        draft.add(analyse(items[start : start + STEP]))
        if draft.is_full:
            written.append((draft.write(folder), draft.ids))
            draft = Draft()
    return [*written, (draft.write(folder), draft.ids)] if len(draft) else written
