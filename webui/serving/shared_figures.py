"""The figures of several processes: each writes a file, whoever is asked adds them up.

A process writes under a small number that is free again when it ends, not under its process id: its successor
goes on with the same file, so that after a thousand reloads there are as many files as at the beginning.
"""

import os
from collections.abc import Iterable
from pathlib import Path
from tempfile import mkdtemp

from prometheus_client import values
from prometheus_client.multiprocess import mark_process_dead

from webui.watching.metrics import SHARED_FOLDER

MASTER = "master"


class Numbering:
    """Numbers of processes; `mine` is what the figures of this one are written under."""

    def __init__(self) -> None:
        self.mine: str = MASTER

    def free(self, taken: Iterable[str]) -> str:
        """Return the smallest number that no living process has."""
        held = set(taken)
        return next(str(one) for one in range(len(held) + 1) if str(one) not in held)


def share(numbering: Numbering) -> Path:
    """Let figures that are made from now on be shared between processes; return the folder of their files."""
    folder = os.environ.get(SHARED_FOLDER) or mkdtemp(prefix="timtin-metrics-")
    os.environ[SHARED_FOLDER] = folder
    values.ValueClass = values.MultiProcessValue(lambda: numbering.mine)  # type: ignore[no-untyped-call]
    return Path(folder)


def forget(number: str, folder: Path) -> None:
    """Take away what says how a process is that has ended; what it counted stays."""
    mark_process_dead(number, str(folder))  # type: ignore[no-untyped-call]
