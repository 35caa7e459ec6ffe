"""Runs of `reindex.py` that cost little to start: children of a process that has everything loaded.

    python -m benchmarks.kills_runs FOLDER

The process reads orders as lines of JSON and answers each with one: `start` (arguments of the command, where its log
goes, whether by a fresh interpreter) with the id of the child, `wait` (id, seconds) with its exit code, None where
it still runs. Each child is a real process in a process group of its own, with its own worker processes, doing a
real run through the command; only what a batch is was made smaller, so that a hundred articles are many batches.
"""

import json
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE
from typing import Any, Self

ROOT = Path(__file__).resolve().parent.parent
PATIENCE = 120.0
"""Seconds after which a run that nobody kills is stuck."""
BATCH = 4
"""Pages of a batch here, of which six are worth a journal and worker processes."""
RUN = 16
_LOOK = 0.002
"""Seconds between two looks at a child."""
_PHASE = re.compile(r"phase=(\w+) seconds=([\d.]+).*\n")
Order = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Run:
    """A run under way, and its log."""

    warmed: "Warmed"
    pid: int
    log: Path

    def wait(self, seconds: float = PATIENCE) -> int | None:
        """Return the exit code, minus the signal of one that was killed; None after so many seconds."""
        code: int | None = self.warmed.ask({"wait": self.pid, "seconds": seconds})
        return code

    def kill(self) -> bool:
        """Kill all its processes at once; tell whether it was still at work."""
        if self.wait(0) is not None:
            return False
        os.killpg(self.pid, signal.SIGKILL)
        code = self.wait()
        with suppress(ProcessLookupError):
            while True:  # its workers, whom nobody waits for
                os.killpg(self.pid, 0)
                time.sleep(_LOOK)
        return code == -signal.SIGKILL

    def phases(self) -> dict[str, float]:
        """Return the phases that it said were over, and how many seconds each took."""
        told = _PHASE.findall(self.log.read_text(errors="replace"))
        return {name: float(seconds) for name, seconds in told}

    def reaches(self, phase: str) -> None:
        """Wait until a phase is over, or the run."""
        while phase not in self.phases() and self.wait(0) is None:
            time.sleep(_LOOK)


class Warmed:
    """The process that starts runs; to be used by one thread."""

    def __init__(self, folder: Path) -> None:
        command = [sys.executable, "-m", "benchmarks.kills_runs", str(folder / "warm")]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=PIPE, stdout=PIPE, text=True)
        self._logs = folder / "logs"
        self._logs.mkdir()
        self._started = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._process.communicate()

    def start(self, arguments: Sequence[str], *, is_fresh: bool = False) -> Run:
        """Start a run; `is_fresh` by an interpreter of its own, which takes a second more."""
        log = self._logs / str(self._started % 16)
        self._started += 1
        log.write_text("")
        asked = {"start": [*arguments], "log": str(log), "fresh": is_fresh}
        return Run(self, int(self.ask(asked)), log)

    def ask(self, order: Order) -> Any:
        """Return the answer to an order."""
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("no pipes")
        self._process.stdin.write(f"{json.dumps(order)}\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())


def main() -> None:
    """Warm up; follow orders until there are none."""
    _warm(Path(sys.argv[1]))
    codes: dict[int, int] = {}
    for line in sys.stdin:
        order = json.loads(line)
        found = _start(order) if "start" in order else _waited(order, codes)
        print(json.dumps(found), flush=True)


def _warm(home: Path) -> None:
    """Load what a run needs; let few pages be many, and workers be children of what is loaded."""
    from searcher.indexing import preparing

    forking = multiprocessing.get_context("fork")
    multiprocessing.get_context = lambda *_: forking  # type: ignore[assignment]
    preparing.BATCH_PAGES, preparing.RUN_PAGES = BATCH, RUN
    home.mkdir()
    place = home / "tin.jsonl"
    place.write_text('{"id": "a", "title": "Lễ hội áo dài", "body": "Bên sông Hương."}\n' * 3)
    for more in ([], ["--full"]):
        _command([str(place), "--home", str(home), "--workers", "1", "--quiet", *more])
    while threading.active_count() > 1:  # a child of threads may wait for what they held
        time.sleep(_LOOK)


def _command(arguments: Sequence[str]) -> int:
    from timtin.reindex import command

    try:
        command.main(args=[*arguments], prog_name="reindex.py", standalone_mode=False)
    except SystemExit as end:
        return int(end.code or 0)
    return 0


def _start(order: Order) -> int:
    pid = os.fork()
    if pid:
        with suppress(OSError):  # the child may have done it, or be over
            os.setpgid(pid, pid)
        return pid
    code = 99
    try:
        code = _run(order)
    finally:
        os._exit(code)


def _run(order: Order) -> int:
    """Be a run; return the exit code."""
    os.setpgid(0, 0)
    nothing = os.open(os.devnull, os.O_RDWR)
    log = os.open(order["log"], os.O_WRONLY | os.O_APPEND)
    for descriptor, target in ((nothing, 0), (nothing, 1), (log, 2)):
        os.dup2(descriptor, target)
    if order["fresh"]:
        words = [sys.executable, str(ROOT / "reindex.py"), *order["start"]]
        os.execv(sys.executable, words)  # noqa: S606 - nobody else writes these words
    return _command(order["start"])


def _waited(order: Order, codes: dict[int, int]) -> int | None:
    """Return the exit code of a child once it has one, None when the time is over."""
    pid, end = order["wait"], time.monotonic() + order["seconds"]
    while pid not in codes:
        found, status = os.waitpid(pid, os.WNOHANG)
        if found:
            codes[pid] = os.waitstatus_to_exitcode(status)
        elif time.monotonic() >= end:
            return None
        else:
            time.sleep(_LOOK)
    return codes[pid]


if __name__ == "__main__":
    main()
