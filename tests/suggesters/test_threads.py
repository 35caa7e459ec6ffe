"""Many readers at once ask for corrections of texts that nobody asked before: what is remembered is shared."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from searcher import Archive
from searcher.suggesting import REMEMBERED, Advisor


@pytest.mark.usefixtures("hurried")
def test_readers_at_once_disturb_nobody_and_what_is_remembered_stays_bounded(
    archive: Archive,
) -> None:
    advisor = Advisor(archive._visible().reader, None, None)

    def ask(reader: int) -> int:
        return sum(advisor.correction(f"{reader} {n}") is None for n in range(20_000))

    with ThreadPoolExecutor(4) as readers:
        assert list(readers.map(ask, range(4))) == [20_000] * 4
    assert len(advisor._known) == REMEMBERED
