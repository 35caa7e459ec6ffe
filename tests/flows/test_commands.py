"""The commands as other programs call them: output, exit codes, and never a traceback."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from searcher import Settings

ROOT = Path(__file__).resolve().parent.parent.parent
Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def command(tmp_path: Path) -> Command:
    """Run a command in an empty folder and see that it never shows a traceback."""

    def ran(
        *words: object, typed: str | None = None, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        name, *rest = map(str, words)
        program = [str(ROOT / "reindex.py")] if name == "reindex.py" else ["-m", "timtin", name]
        found = subprocess.run(
            [sys.executable, *program, *rest],
            input=typed, capture_output=True, text=True, check=False, cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        )  # fmt: skip
        assert "Traceback" not in found.stderr
        return found

    return ran


@pytest.fixture
def home(samples: Settings) -> tuple[str, str]:
    return ("--home", str(samples.home))


def test_reindex_reports_one_json_object(command: Command, tmp_path: Path) -> None:
    found = command("reindex.py", ROOT / "samples", "--json")
    report = json.loads(found.stdout)
    assert found.returncode == 0
    assert {
        "read",
        "written",
        "updated",
        "unchanged",
        "deleted",
        "skipped",
        "seconds",
        "generation",
    } <= set(report)
    assert (report["read"], report["written"], report["skipped"]) == (132, 132, [])
    assert (tmp_path / "indexes" / "tin" / "CURRENT").read_text().strip() == report["generation"]
    again = json.loads(command("reindex", ROOT / "samples", "--json").stdout)
    assert (again["unchanged"], again["generation"]) == (132, report["generation"])


def test_skipped_input_ends_with_one(command: Command, tmp_path: Path) -> None:
    (tmp_path / "tin.jsonl").write_text('{"id": "a", "title": "Tin"}\n{\n', encoding="utf-8")
    found = command("reindex.py", "tin.jsonl")
    assert found.returncode == 1
    assert "tin.jsonl:2" in found.stdout


def test_records_may_come_from_standard_input(command: Command) -> None:
    assert command("reindex.py", "-", typed='{"id": "a", "title": "Tin mới"}\n').returncode == 0
    assert json.loads(command("stats", "--json").stdout)["articles"] == 1


@pytest.mark.parametrize(
    ("words", "code", "named"),
    [
        (["reindex.py"], 2, "SOURCE"),
        (["reindex.py", "--nonsense"], 2, "--nonsense"),
        (["reindex.py", "nowhere/"], 3, "nowhere"),
        (["reindex.py", "--rollback"], 3, "indexes"),
        (["search", "huế"], 3, "reindex.py"),
        (["search", "huế", "--from", "31/02/2024"], 2, "31/02/2024"),
        (["search", "huế", "--sort", "best"], 2, "best"),
        (["search", "huế", "--limit", "0"], 2, "limit"),
        (["search", "x" * 10_000], 2, "512"),
        (["search", "   "], 2, "chữ"),
        (["search", "🙂"], 2, "chữ"),
        (["stats"], 3, "reindex.py"),
        (["check"], 3, "reindex.py"),
        (["dump"], 3, "reindex.py"),
        (["nonsense"], 2, "nonsense"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_sentence_and_a_code(
    command: Command, words: list[str], code: int, named: str
) -> None:
    found = command(*words)
    assert found.returncode == code
    assert named in found.stderr


def test_a_home_that_cannot_be_made_is_one_sentence(command: Command, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    found = command("reindex.py", ROOT / "samples", "--home", "file/inside")
    assert (found.returncode, "file" in found.stderr) == (3, True)


def test_wrong_settings_end_with_two(command: Command, tmp_path: Path) -> None:
    (tmp_path / "timtin.toml").write_text("per_page = -1", encoding="utf-8")
    found = command("stats")
    assert (found.returncode, "per_page" in found.stderr) == (2, True)
    assert command("stats", TIMTIN_ENGINE="abacus", TIMTIN_SETTINGS="none.toml").returncode == 2


def test_search_answers_in_the_shape_of_the_contract(
    command: Command, home: tuple[str, str]
) -> None:
    found = command("search", "le hoi", "ao dai", "--limit", "2", "--json", *home)
    record = json.loads(found.stdout)
    assert record["query"]["typed"] == "le hoi ao dai"
    assert len(record["hits"]) == 2
    assert command("search", "le hoi ao dai", *home).stdout.count("\n") > 3


def test_a_batch_writes_a_run_and_times(
    command: Command, home: tuple[str, str], tmp_path: Path
) -> None:
    lines = [
        {"id": "q1", "text": "lễ hội áo dài", "exclude": ["songhuong-0001"]},
        {"id": "q2", "text": "tỉnh", "from": "2024-03-01", "to": "31/03/2024", "sort": "newest"},
        {"id": "q3", "text": "🙂"},
    ]
    (tmp_path / "q.jsonl").write_text(
        "".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8"
    )
    found = command(
        "batch", "q.jsonl", "--run", "run.trec", "--times", "times.jsonl", "--limit", "20", *home
    )
    assert found.returncode == 1
    assert "q3" in found.stderr
    rows = [
        line.split() for line in (tmp_path / "run.trec").read_text(encoding="utf-8").splitlines()
    ]
    assert {row[0] for row in rows} == {"q1", "q2"}
    assert "songhuong-0001" not in [row[2] for row in rows]
    for query in ("q1", "q2"):
        mine = [row for row in rows if row[0] == query]
        assert [int(row[3]) for row in mine] == list(range(1, len(mine) + 1))
        scores = [float(row[4]) for row in mine]
        assert scores == sorted(scores, reverse=True)
        assert len(set(scores)) == len(scores)
    times = [json.loads(line) for line in (tmp_path / "times.jsonl").read_text().splitlines()]
    assert [one["id"] for one in times] == ["q1", "q2", "q3"]
    assert all(one["ms"] > 0 for one in times)


def test_a_broken_line_of_queries_is_named(
    command: Command, home: tuple[str, str], tmp_path: Path
) -> None:
    (tmp_path / "q.jsonl").write_text('{"id": "a", "text": "x"}\n{"id": "b"}\n', encoding="utf-8")
    found = command("batch", "q.jsonl", "--run", "run.trec", *home)
    assert (found.returncode, "q.jsonl:2" in found.stderr) == (2, True)


def test_a_dump_reads_back(command: Command, home: tuple[str, str], tmp_path: Path) -> None:
    dumped = command("dump", *home).stdout
    assert len(dumped.splitlines()) == 132
    assert command("reindex.py", "-", typed=dumped).returncode == 0
    assert command("dump").stdout == dumped


def test_check_names_a_flipped_byte(command: Command, tmp_path: Path) -> None:
    command("reindex.py", ROOT / "samples" / "tin-mien-trung.jsonl")
    assert command("check").returncode == 0
    folder = tmp_path / "indexes" / "tin" / "000001" / "index"
    largest = max(
        (path for path in folder.rglob("*") if path.is_file()), key=lambda p: p.stat().st_size
    )
    content = bytearray(largest.read_bytes())
    content[len(content) // 2] ^= 0xFF
    largest.write_bytes(content)
    found = command("check")
    assert (found.returncode, largest.name in found.stdout) == (3, True)


def test_segment_prints_pyvis_words_line_by_line(command: Command, tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text(
        "Trường đại học Bách Khoa Hà Nội\n\nkinh tế\n", encoding="utf-8"
    )
    assert command("segment", "t.txt").stdout == "Trường đại_học Bách_Khoa Hà_Nội\n\nkinh_tế\n"


def test_restore_reads_words_or_lines(command: Command, home: tuple[str, str]) -> None:
    assert command("restore", "le hoi", "ao dai", *home).stdout == "lễ hội áo dài\n"
    assert command("restore", "-", *home, typed="le hoi\n\nHuong giang\n").stdout.count("\n") == 3


def test_every_command_teaches_itself(command: Command) -> None:
    from timtin import COMMANDS

    for name in COMMANDS:
        assert "Usage" in command(name, "--help").stdout
