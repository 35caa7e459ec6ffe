"""The site as users have it: the production server in a process of its own."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from searcher import Settings

_PROGRAM = (
    "import sys; from pathlib import Path; from searcher import Settings; from webui import run; "
    "run(Settings(home=Path(sys.argv[1]), engine='memory'), '127.0.0.1', 0)"
)


@dataclass(slots=True)
class Served:
    """A running server; `ending` is (exit code, rest of its output, its errors) once it ended."""

    address: str
    ending: tuple[int, str, str] | None = field(default=None)


@contextmanager
def served(settings: Settings) -> Iterator[Served]:
    """Serve the settings' index on a free port of this machine, and end the server afterwards."""
    with subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, str(settings.home)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        try:
            found = re.fullmatch(r"Tìm Tin đang chạy tại (http://127\.0\.0\.1:\d+)\n", line)
            assert found, line
            server = Served(address=found[1])
            yield server
        finally:
            process.send_signal(signal.SIGTERM)
            rest, wrong = process.communicate(timeout=30)
    server.ending = (process.returncode, rest, wrong)
