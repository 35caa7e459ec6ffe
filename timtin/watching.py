"""Running again and again, and stopping when asked to."""

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

from searcher import TimTinError, UsageError


class Stopped(KeyboardInterrupt):
    """SIGTERM came: what is under way is given up like after Ctrl-C, the visible index stays as it is."""


@contextmanager
def stopped_by_sigterm() -> Iterator[None]:
    """Let SIGTERM raise Stopped inside the block."""
    before = signal.signal(signal.SIGTERM, _stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def watch(run: Callable[[], int], seconds: float) -> None:
    """Call `run` every so many seconds, counted from start to start, until SIGTERM or Ctrl-C.

    A run that fails is reported and tried again the next time; what can never work (UsageError) is raised.
    """
    try:
        while True:
            started = time.monotonic()
            _tried(run)
            sys.stdout.flush()
            time.sleep(max(0.0, started + seconds - time.monotonic()))
    except KeyboardInterrupt:
        print("Đã dừng theo dõi. (Stopped watching.)", file=sys.stderr)


def _tried(run: Callable[[], int]) -> None:
    try:
        run()
    except UsageError:
        raise
    except (TimTinError, OSError) as error:
        vi = error.vi if isinstance(error, TimTinError) else str(error)
        print(f"Lỗi: {vi}\n({error})", file=sys.stderr)


def _stop(number: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG001 - signals are handled so
    raise Stopped
