"""The memory of a run: of all its processes, what they share counted once."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from searcher.indexing import memory
from searcher.indexing.memory import Peak, held_bytes

LINUX = pytest.mark.skipif(
    not Path("/proc/self/smaps_rollup").exists(), reason="only Linux tells the memory of processes"
)
HOLDER = "held = b'x' * (64 << 20); print('there', flush=True); input()"


@LINUX
def test_what_a_process_below_holds_is_counted() -> None:
    before = held_bytes(os.getpid())
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as below:
        assert below.stdout is not None
        below.stdout.readline()
        with_it = held_bytes(os.getpid())
        below.communicate(b"\n")
    assert with_it - before > 60 << 20


@LINUX
def test_a_peak_is_remembered_when_the_memory_was_given_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(memory, "EVERY", 0.01)
    with Peak() as peak:
        with subprocess.Popen(
            [sys.executable, "-c", HOLDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as below:
            assert below.stdout is not None
            below.stdout.readline()
            wanted = held_bytes(os.getpid()) - (8 << 20)
            until = time.monotonic() + 60
            while peak.bytes < wanted and time.monotonic() < until:
                time.sleep(0.01)
            below.communicate(b"\n")
        assert peak.bytes >= wanted


def test_a_run_too_short_for_a_look_still_says_what_it_held() -> None:
    with Peak() as peak:
        pass
    assert peak.bytes > 10 << 20


def test_a_process_that_is_gone_holds_nothing() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    assert held_bytes(ended.pid) == 0
