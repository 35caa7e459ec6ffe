"""Published synonyms are what searches are read with, everywhere and at once, and nothing is indexed again."""

import json
import logging
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from searcher import Archive, Order, Settings, reindex
from searcher.synonyms import Synonyms, read_synonyms, table_of

ARTICLES = (
    {"id": "tho", "title": "Người chạy xe thồ ở bến", "body": "Bến xe có nhiều người chạy xe thồ."},
    {"id": "om", "title": "Tài xế xe ôm kể chuyện", "body": "Người chạy xe ôm đón khách ở chợ."},
    {"id": "mua", "title": "Mưa lớn cả ngày", "body": "Trời mưa lớn, nước dâng cao."},
)
ROWS = read_synonyms("đồng nghĩa;xe ôm;xe thồ")


@pytest.fixture
def made(tmp_path: Path) -> Settings:
    place = tmp_path / "news.jsonl"
    place.write_text("\n".join(map(json.dumps, ARTICLES)), encoding="utf-8")
    settings = Settings(home=tmp_path / "home", workers=1)
    reindex(Order(places=(str(place),)), settings)
    return settings


def exact(archive: Archive, typed: str) -> int:
    """Return how many articles have all that was asked."""
    return archive.search(typed).complete


def test_what_is_published_is_seen_by_an_open_archive_at_once(made: Settings) -> None:
    here, there = Archive(made), Archive(made)
    assert exact(here, "xe ôm") == exact(there, "xe ôm") == 1
    generation = here.generation()
    Synonyms(made).publish(ROWS, "hương", 0)
    assert exact(here, "xe ôm") == exact(there, "xe ôm") == 2
    assert exact(here, "xe tho") == 2
    Synonyms(made).publish((), "hương", 1)
    assert exact(here, "xe ôm") == 1
    assert here.generation() == generation


def test_what_was_typed_stands_before_what_it_also_means(made: Settings) -> None:
    Synonyms(made).publish(ROWS, "hương", 0)
    hits = Archive(made).search("xe ôm").hits
    assert [hit.article.id for hit in hits][:2] == ["om", "tho"]


def test_the_command_line_reads_with_them_too(made: Settings) -> None:
    Synonyms(made).publish(ROWS, "hương", 0)
    told = subprocess.run(
        [sys.executable, "-m", "timtin", "search", "xe ôm", "--json", "--home", str(made.home)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert {hit["id"] for hit in json.loads(told.stdout)["hits"]} >= {"om", "tho"}


def test_they_outlive_new_generations_and_rolling_back(made: Settings, tmp_path: Path) -> None:
    Synonyms(made).publish(ROWS, "hương", 0)
    Synonyms(made).publish(read_synonyms("đồng nghĩa;xe ôm;mưa lớn"), "hương", 1)
    reindex(Order(places=(str(tmp_path / "news.jsonl"),), full=True), made)
    assert exact(Archive(made), "xe ôm") == 2
    assert Synonyms(made).former() == (1,)


def test_trying_rows_changes_nothing_for_readers(made: Settings) -> None:
    archive = Archive(made)
    trial = archive.knowing(table_of(made, ROWS))
    assert exact(trial, "xe ôm") == 2
    assert exact(archive, "xe ôm") == 1


def test_the_own_file_of_a_deployment_holds_beside_them(made: Settings, tmp_path: Path) -> None:

    own = tmp_path / "own.tsv"
    own.write_text("đồng nghĩa\ttrời đổ nước\tmưa lớn\t\t\n", encoding="utf-8")
    both = replace(made, abbreviations=own)
    Synonyms(both).publish(ROWS, "hương", 0)
    archive = Archive(both)
    assert (exact(archive, "trời đổ nước"), exact(archive, "xe ôm")) == (1, 2)


def test_a_damaged_file_leaves_the_names_in_use_and_is_named_in_the_log_once(
    made: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    archive = Archive(made)
    Synonyms(made).publish(ROWS, "hương", 0)
    assert exact(archive, "xe ôm") == 2
    path = made.folder / "synonyms.tsv"
    path.write_bytes(path.read_bytes()[:-3])
    with caplog.at_level(logging.ERROR):
        assert exact(archive, "xe ôm") == 2
        assert exact(archive, "xe ôm") == 2
    assert len([one for one in caplog.messages if "synonyms.tsv" in one]) == 1
    assert exact(Archive(made), "xe ôm") == 1
    (told,) = Archive(made).check()
    assert "synonyms.tsv" in told
    path.unlink()
    assert exact(archive, "xe ôm") == 1
