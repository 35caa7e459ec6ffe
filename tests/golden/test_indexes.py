"""Indexes that older releases wrote still open and answer, or say what to do."""

import json
import tarfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from searcher import Archive, IndexFormat, Settings
from searcher.exits import NOTHING
from tests.golden.make_index import KEPT, answers, news, publish
from timtin import main

RELEASES = sorted(path.name.removesuffix(".tar.xz") for path in KEPT.glob("*.tar.xz"))
CLOSED: frozenset[str] = frozenset()
"""Releases whose indexes this one reads no more; it must say so, and how to go on."""


@pytest.fixture(params=RELEASES)
def release(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def settings(release: str, tmp_path: Path) -> Settings:
    """Unpack the index of a release, as a restored backup is."""
    with tarfile.open(KEPT / f"{release}.tar.xz") as archive:
        archive.extractall(tmp_path / "indexes", filter="data")
    return Settings(home=tmp_path / "indexes", workers=1)


@pytest.fixture
def said(release: str) -> Any:
    return json.loads((KEPT / f"{release}.json").read_text(encoding="utf-8"))


def test_the_index_of_a_release_answers_as_it_did(
    release: str, settings: Settings, said: Any
) -> None:
    if release in CLOSED:
        with pytest.raises(IndexFormat, match=r"reindex\.py --full"):
            Archive(settings).search("huế")
        return
    archive = Archive(settings)
    assert json.loads(json.dumps(answers(archive))) == said
    assert list(archive.check()) == []


def test_the_next_run_adds_to_it_or_says_to_build_anew(
    release: str, settings: Settings, said: Any, tmp_path: Path
) -> None:
    refusal = added(settings, tmp_path, full=False)
    if refusal:
        assert "reindex.py --full" in refusal.en
        assert "reindex.py --full" in refusal.vi
        assert not added(settings, tmp_path, full=True)
    count = 1 if refusal else len(said["articles"]) + 1
    assert Archive(settings).statistics().articles == count


def added(settings: Settings, folder: Path, *, full: bool) -> IndexFormat | None:
    """Add an article; return why it cannot be."""
    more = [{**news(40)[-1], "id": "moi-1"}]
    try:
        publish(folder / "more.jsonl", settings, more, full=full)
    except IndexFormat as error:
        return error
    return None


def test_an_index_of_a_later_release_says_what_to_do(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    current = (settings.folder / "CURRENT").read_text(encoding="ascii").strip()
    path = settings.folder / current / "manifest.json"
    record = {**json.loads(path.read_bytes()), "format": 999}
    path.write_text(json.dumps(record), encoding="utf-8")
    monkeypatch.setenv("TIMTIN_HOME", str(settings.home))
    ended = CliRunner().invoke(main, ["search", "huế"])
    assert ended.exit_code == NOTHING
    assert "999" in ended.output + ended.stderr
    assert "reindex.py --full" in ended.output + ended.stderr


def test_releases_are_kept_and_small() -> None:
    assert "1.0" in RELEASES
    assert all((KEPT / f"{name}.tar.xz").stat().st_size < 300_000 for name in RELEASES)
