"""Errors as exit codes: one table for every command."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from searcher.errors import TimTinError, UsageError

DONE = 0
SKIPPED = 1
"""Done, but some input was skipped."""
USAGE = 2
"""Wrong usage or settings."""
NOTHING = 3
"""Nothing could be done: index missing, locked or damaged, source unreachable."""
STOPPED = 130
"""Stopped by Ctrl-C."""
_STOPPED = "Đã dừng; chỉ mục đang hiển thị không thay đổi. (Stopped.)"
_AS_STARTED: dict[signal.Signals, Any] = {
    signal.SIGINT: signal.default_int_handler,
    signal.SIGTERM: signal.SIG_DFL,
}
"""What Python does about signals by itself."""


@contextmanager
def loading(*numbers: signal.Signals) -> Iterator[None]:
    """Let these signals (SIGINT, SIGTERM) end the process at once, until the block or `exit_codes` in it begins its work.

    While modules are loaded nothing is open. An exception would show where it came, or be lost in a callback of the
    import system. A signal that is ignored (`nohup`) or heard otherwise stays so.
    """
    told = [number for number in numbers if signal.getsignal(number) is _AS_STARTED[number]]
    if threading.current_thread() is not threading.main_thread():  # signals are not its business
        told = []
    for number in told:
        signal.signal(number, end_at_once)
    try:
        yield
    finally:
        _end_no_more(*told)


def end_at_once(*_told: object) -> NoReturn:
    """End the process as Ctrl-C does, with nothing put away: only while nothing is open."""
    try:
        os.write(2, f"{_STOPPED}\n".encode())
    finally:
        os._exit(STOPPED)


def _end_no_more(*numbers: signal.Signals) -> None:
    for number in numbers:
        if signal.getsignal(number) is end_at_once:
            signal.signal(number, _AS_STARTED[number])


@contextmanager
def exit_codes() -> Iterator[None]:
    """End a command with one sentence on standard error and the code of its error, never a traceback."""
    _end_no_more(*_AS_STARTED)
    try:
        yield
    except TimTinError as error:
        print(f"Lỗi: {error.vi}\n({error.en})", file=sys.stderr)
        sys.exit(USAGE if isinstance(error, UsageError) else NOTHING)
    except KeyboardInterrupt:
        print(_STOPPED, file=sys.stderr)
        sys.exit(STOPPED)
    except BrokenPipeError:  # `timtin dump | head` is no error
        sys.stderr.close()
        sys.exit(DONE)
    except OSError as error:  # a folder without permission, a disk that went away
        print(f"Lỗi hệ thống tệp: {error}\n(File system error.)", file=sys.stderr)
        sys.exit(NOTHING)
