"""The site as users have it: the production server in a process of its own."""

import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from searcher import Settings

_PROGRAM = (
    "import sys; from pathlib import Path; from searcher import Settings; from webui import run; "
    "from searcher.settings.admin import AdminSettings as Admin; "
    "from searcher.settings.limits import LimitSettings as Limits; "
    "run(Settings(home=Path(sys.argv[1]), engine='memory', limits=Limits(deadline_ms=0), "
    "admin=Admin(second_factor=sys.argv[2])), '127.0.0.1', 0)"
)


@dataclass(slots=True)
class Served:
    """A running server; `ending` is (exit code, rest of its output, its errors) once it ended."""

    address: str
    ending: tuple[int, str, str] | None = field(default=None)


def complaints(log: str) -> str:
    """Return the lines of a log that are more than news."""
    return "".join(line for line in log.splitlines(True) if '"level": "INFO"' not in line)


@contextmanager
def served(settings: Settings) -> Iterator[Served]:
    """Serve the settings' index on a free port of this machine, and end the server afterwards."""
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as log,  # a pipe that nobody reads fills up
        subprocess.Popen(
            [sys.executable, "-c", _PROGRAM, str(settings.home), settings.admin.second_factor],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            encoding="utf-8",
        ) as process,
    ):
        assert process.stdout is not None
        line = process.stdout.readline()
        try:
            found = re.fullmatch(r"Tìm Tin đang chạy tại (http://127\.0\.0\.1:\d+)\n", line)
            assert found, line
            server = Served(address=found[1])
            yield server
        finally:
            process.send_signal(signal.SIGTERM)
            rest, _ = process.communicate(timeout=30)
        log.seek(0)
        server.ending = (process.returncode, rest, complaints(log.read()))
