"""Worker processes do not outlive the one that started them, and say nothing when they are interrupted."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

PROGRAM = """
import os, sys, time
from searcher.processes import processes
if __name__ == "__main__":
    pool = processes(2)
    tasks = [pool.submit(time.sleep, 0.2) for _ in range(4)]
    [task.result() for task in tasks]
    print(*pool._processes, flush=True)
    time.sleep(60)
"""
PATIENCE = 30.0


def test_ctrl_c_ends_a_worker_without_a_word(tmp_path: Path) -> None:
    program = tmp_path / "run.py"
    program.write_text(PROGRAM)
    said = tmp_path / "said.txt"
    command = [sys.executable, str(program)]
    with (
        said.open("w") as errors,
        subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, text=True) as run,
    ):
        assert run.stdout is not None
        workers = [int(pid) for pid in run.stdout.readline().split()]
        for worker in workers:
            os.kill(worker, signal.SIGINT)
        _wait_for_the_end(workers)
        assert said.read_text() == ""
        run.kill()


def test_workers_that_wait_end_when_their_run_is_killed(tmp_path: Path) -> None:
    program = tmp_path / "run.py"
    program.write_text(PROGRAM)
    with subprocess.Popen([sys.executable, program], stdout=subprocess.PIPE, text=True) as run:
        assert run.stdout is not None
        workers = [int(pid) for pid in run.stdout.readline().split()]
        os.kill(run.pid, signal.SIGKILL)
    assert len(workers) == 2
    _wait_for_the_end(workers)


def _wait_for_the_end(workers: Sequence[int]) -> None:
    until = time.monotonic() + PATIENCE
    while any(map(_is_alive, workers)):
        assert time.monotonic() < until, workers
        time.sleep(0.05)


def _is_alive(pid: int) -> bool:
    try:
        fields = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):  # gone, before or while it was read
        return False
    return fields.rpartition(")")[2].split()[0] != "Z"
