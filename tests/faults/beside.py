"""What goes on beside a fault: a reader who asks again and again, and a deed done at the end of a phase of a run."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from searcher import Archive

ASKED = ("lễ hội áo dài", "khanh thanh", '"thành phố"', "hue*", "")

Answer = tuple[int, tuple[str, ...]]


def answers(archive: Archive) -> dict[str, Answer]:
    """Return what is answered to ASKED: totals and ids, none of it in part."""
    found = {typed: archive.search(typed) for typed in ASKED}
    assert not any(one.partial for one in found.values())
    return {
        typed: (one.total, tuple(h.article.id for h in one.hits)) for typed, one in found.items()
    }


@contextmanager
def a_reader_who_never_stops(archive: Archive) -> Iterator[list[dict[str, Answer] | Exception]]:
    """Ask again and again beside what happens; every answer and every error is kept."""
    told: list[dict[str, Answer] | Exception] = []
    enough = Event()

    def reads() -> None:
        while not enough.wait(0.05):
            try:
                told.append(answers(archive))
            except Exception as error:
                told.append(error)

    thread = Thread(target=reads)
    thread.start()
    try:
        yield told
    finally:
        enough.set()
        thread.join()


def wait_for(told: list[dict[str, Answer] | Exception], more: int) -> None:
    """Wait until the reader has more answers."""
    seen = len(told)
    while len(told) < seen + more:
        Event().wait(0.1)


class Once(logging.Handler):
    """Does something at the end of a phase of the batch job, once."""

    def __init__(self, name: str, deed: Callable[[], None]) -> None:
        super().__init__()
        self._begin, self._deed = f"phase={name} ", deed
        self.is_done = False

    def emit(self, record: logging.LogRecord) -> None:
        """Look whether this is the phase."""
        if not self.is_done and record.getMessage().startswith(self._begin):
            self.is_done = True
            self._deed()


@contextmanager
def at_the_end_of(name: str, deed: Callable[[], None]) -> Iterator[Once]:
    """Do something at the end of a phase of the run within; yield what says whether it was done."""
    phases, once = logging.getLogger("searcher.indexing"), Once(name, deed)
    level = phases.level
    phases.addHandler(once)
    phases.setLevel(logging.INFO)
    try:
        yield once
    finally:
        phases.removeHandler(once)
        phases.setLevel(level)
