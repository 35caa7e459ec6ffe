"""Errors as exit codes: one table for every command."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

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


@contextmanager
def exit_codes() -> Iterator[None]:
    """End a command with one sentence on standard error and the code of its error, never a traceback."""
    try:
        yield
    except TimTinError as error:
        print(f"Lỗi: {error.vi}\n({error.en})", file=sys.stderr)
        sys.exit(USAGE if isinstance(error, UsageError) else NOTHING)
    except KeyboardInterrupt:
        print("Đã dừng; chỉ mục đang hiển thị không thay đổi. (Stopped.)", file=sys.stderr)
        sys.exit(STOPPED)
    except BrokenPipeError:  # `timtin dump | head` is no error
        sys.stderr.close()
        sys.exit(DONE)
    except OSError as error:  # a folder without permission, a disk that went away
        print(f"Lỗi hệ thống tệp: {error}\n(File system error.)", file=sys.stderr)
        sys.exit(NOTHING)
