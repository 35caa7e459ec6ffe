"""What is seen of a run while it goes on: a bar on a terminal, now and then a line elsewhere, a line per phase.

What draws the bar is imported where there is a terminal: a run that cron starts every few minutes does without.
"""

import logging
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from searcher import Counts, Order, Settings, expected_bytes

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

EVERY = 15.0
"""Seconds between two lines where there is no terminal."""

Shown = Callable[[Counts], None]


@contextmanager
def logged(*, quiet: bool) -> Iterator[None]:
    """Write a line per phase to standard error, unless nothing is to be said."""
    logger = logging.getLogger("searcher.indexing")
    if quiet or sys.stderr.isatty():  # there the bar says it
        yield
        return
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(message)s", "%Y-%m-%dT%H:%M:%S%z"))
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.setLevel(level)
        logger.removeHandler(handler)


@contextmanager
def shown_progress(order: Order, settings: Settings, *, quiet: bool) -> Iterator[Shown]:
    """Show how far a run is: rate and remaining time on a terminal, plain lines elsewhere."""
    if quiet:
        yield _nothing
    elif sys.stderr.isatty():
        with _bar() as bar:
            total = expected_bytes(order, settings)
            yield _on_bar(bar, bar.add_task("Đang đọc…", total=total))
    else:
        yield _Lines()


def _nothing(counts: Counts) -> None:
    """Show nothing."""


def _bar() -> "Progress":
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TimeElapsedColumn(),
        TextColumn("còn"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )


def _on_bar(bar: "Progress", task: "TaskID") -> Shown:
    def show(counts: Counts) -> None:
        elapsed = bar.tasks[0].elapsed or 0.0
        bar.update(task, completed=counts.bytes, description=_line(counts, elapsed))

    return show


class _Lines:
    """Prints a line now and then."""

    def __init__(self) -> None:
        self._started = self._said = time.monotonic()

    def __call__(self, counts: Counts) -> None:
        now = time.monotonic()
        if now - self._said >= EVERY:
            self._said = now
            print(_line(counts, now - self._started), file=sys.stderr, flush=True)


def _line(counts: Counts, seconds: float) -> str:
    rate = counts.read / seconds if seconds else 0.0
    written = counts.written + counts.updated
    return (
        f"Đã đọc {counts.read} · ghi {written} · bỏ qua {counts.all_skipped} · {rate:.0f} bài/giây"
    )
