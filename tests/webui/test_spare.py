"""Memory that a server gives back."""

import weakref
from pathlib import Path

import numpy as np
import pytest

from webui.serving.spare import Spare


def held() -> int:
    """Return the bytes of this process that are in memory."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


@pytest.mark.skipif(
    not Path("/proc/self/statm").exists(), reason="memory is read as Linux tells it"
)
def test_what_is_free_goes_back_after_a_while() -> None:
    now = [0.0]
    spare = Spare(clock=lambda: now[0])
    if spare._trim is None:
        pytest.skip("another C library")
    pieces = [np.ones(2_000) for _ in range(5_000)]  # 80 MB in pieces that malloc keeps
    last = pieces[::500]
    full = held()
    del pieces
    now[0] = 10.0
    spare.beat()
    now[0] = 60.0
    spare.beat()
    assert full - held() > 40_000_000
    assert len(last) == 10


def test_what_belonged_to_another_generation_goes_though_it_is_a_cycle() -> None:
    now, generation = [0.0], ["000001"]
    spare = Spare(lambda: generation[0], lambda: now[0])
    now[0] = 30.0
    spare.beat()
    gone: list[str] = []
    old = _Cycle()
    weakref.finalize(old, gone.append, "old")
    del old
    generation[0] = "000002"
    now[0] = 60.0
    spare.beat()
    assert gone == ["old"]


class _Cycle:
    def __init__(self) -> None:
        self.itself = self
