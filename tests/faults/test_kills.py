"""Real runs killed at random moments while another process asks: nothing lost, nothing doubled, no failed query."""

from pathlib import Path

import pytest

from benchmarks.kills import kill_often, told

KILLS = 30


def test_runs_that_are_killed_at_any_moment_leave_the_archive_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    course = kill_often(tmp_path, KILLS, articles=60, seed=9)
    with capsys.disabled():
        print(f"\n{course.kills} kills: {told(course)}")
    assert course.wrong == []
    assert course.kills >= KILLS
    assert len(course.phases) > 3
    assert course.answers > 0
