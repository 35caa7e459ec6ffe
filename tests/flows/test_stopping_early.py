"""Ctrl-C and SIGTERM while a command still loads its modules: it ends as later, and shows no traceback."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
JOB, TIMTIN = [str(ROOT / "reindex.py")], ["-m", "timtin", "reindex"]
STOPPED = "Đã dừng; chỉ mục đang hiển thị không thay đổi. (Stopped.)\n"
SLOW = """
import sys
from pathlib import Path
from time import sleep

begun = Path(__file__).with_suffix(".begun")
if not begun.exists():
    begun.touch()
    sleep(600)
sys.path.remove(str(begun.parent))
del sys.modules[__name__]
__import__(__name__)
"""
"""Stands for another module, and is loaded in no time from the second time on only."""
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start Python with one module that is slow to load; what still runs at the end is killed."""
    started: list[subprocess.Popen[str]] = []
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # behind `nohup`, too

    def start(slow: str, words: list[str]) -> subprocess.Popen[str]:
        (tmp_path / f"{slow}.py").write_text(SLOW)
        path = os.pathsep.join([str(tmp_path), str(ROOT)])
        process = subprocess.Popen(
            [sys.executable, *words, "--home", str(tmp_path)], text=True, stderr=subprocess.PIPE,
            cwd=tmp_path, env={**os.environ, "PYTHONPATH": path}, start_new_session=True,
        )  # fmt: skip
        started.append(process)
        while not (tmp_path / f"{slow}.begun").exists():
            assert process.poll() is None
            time.sleep(0.01)
        return process

    yield start
    signal.signal(signal.SIGINT, before)
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.parametrize(
    ("slow", "words", "number"),
    [
        ("threading", JOB, signal.SIGINT),
        ("click", JOB, signal.SIGINT),
        ("click", JOB, signal.SIGTERM),
        ("numpy", JOB, signal.SIGINT),
        ("numpy", JOB, signal.SIGTERM),
        ("threading", TIMTIN, signal.SIGINT),
        ("click", TIMTIN, signal.SIGINT),
        ("numpy", TIMTIN, signal.SIGINT),
        ("numpy", TIMTIN, signal.SIGTERM),
    ],
)
def test_a_command_that_is_still_loading_ends_with_a_sentence_and_its_code(
    start: Start, slow: str, words: list[str], number: signal.Signals
) -> None:
    process = start(slow, words)
    os.killpg(process.pid, number)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (130, STOPPED)


def test_a_command_that_shall_not_hear_ctrl_c_does_not(start: Start, tmp_path: Path) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # as a shell does for what runs beside it
    process = start("numpy", JOB)
    os.killpg(process.pid, signal.SIGINT)
    os.killpg(process.pid, signal.SIGTERM)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (130, STOPPED)
