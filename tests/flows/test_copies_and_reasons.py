"""Near-copies and explanations on the command line, and a run for evaluation that knows neither."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from searcher import Report, Settings
from timtin import main

BODY = (
    "Sáng nay nước trên sông Bồ dâng nhanh, tràn qua đoạn đê đang sửa. Hơn hai trăm hộ dân ở vùng trũng "
    "được đưa lên trường học. Lực lượng tại chỗ chở gạo, mì và nước sạch bằng thuyền máy."
)


@pytest.fixture
def timtin(
    run: Callable[..., Report], write: Callable[..., str], settings: Settings
) -> Callable[..., str]:
    """Run commands over an index with an article and its copy."""
    run(write({"id": "goc", "title": "Lũ sông Bồ", "body": BODY}, {"id": "chep", "title": "Lũ", "body": BODY}))  # fmt: skip

    def ran(*words: str) -> str:
        found = CliRunner().invoke(main, [*words, "--home", str(settings.home)])
        assert found.exit_code == 0, found.output
        return found.stdout

    return ran


def test_copies_are_counted_listed_and_shown_apart(timtin: Callable[..., str]) -> None:
    assert "Lũ sông Bồ (+1 bài gần giống)" in timtin("search", "lũ sông bồ")
    assert "  2. Lũ\n" in timtin("search", "lũ sông bồ", "--copies")
    found = json.loads(timtin("search", "lũ sông bồ", "--copies-of", "chep", "--json"))
    assert [hit["id"] for hit in found["hits"]] == ["goc", "chep"]


def test_an_explanation_has_a_line_for_every_part(timtin: Callable[..., str]) -> None:
    text = timtin("search", "lu sông bồ", "--explain")
    assert "lu: typed" in text or "lu: folded" in text or "lu: unmarked" in text
    assert "= điểm các từ (first score)" in text
    assert "= xem lại (second look)" in text


def test_a_run_for_evaluation_has_every_copy(timtin: Callable[..., str], tmp_path: Path) -> None:
    (tmp_path / "queries.jsonl").write_text('{"id": "1", "text": "lũ sông bồ"}\n', encoding="utf-8")
    timtin("batch", str(tmp_path / "queries.jsonl"), "--run", str(tmp_path / "run.trec"))
    lines = (tmp_path / "run.trec").read_text(encoding="utf-8").splitlines()
    assert [line.split()[2] for line in lines] == ["goc", "chep"]
