"""The lexicon as a part of a generation: shared, missing, damaged, of another format."""

import json
from pathlib import Path

import pytest
from flask import Flask

from searcher import Archive, IndexDamaged, IndexFormat, Order, Settings, reindex
from searcher.container import write_container
from searcher.publish import LEXICON
from searcher.suggesters import Lexicon
from tests.suggesters.conftest import SAMPLES
from webui import create_app

NEWS = sorted(path for path in SAMPLES.rglob("*.jsonl"))[0]


@pytest.fixture
def own(tmp_path: Path) -> Settings:
    made = Settings(home=tmp_path / "home", workers=1, engine="memory")
    reindex(Order(places=(str(NEWS),)), made)
    return made


def lexicon_of(settings: Settings, generation: str = "000001") -> Path:
    return settings.folder / generation / LEXICON


def test_a_small_change_shares_the_lexicon_by_a_hard_link(own: Settings, tmp_path: Path) -> None:
    more = tmp_path / "more.jsonl"
    more.write_text('{"id": "x", "title": "Một bài mới", "body": "Nội dung"}\n', encoding="utf-8")
    reindex(Order(places=(str(more),)), own)
    assert lexicon_of(own).samefile(lexicon_of(own, "000002"))


def test_a_generation_that_never_had_a_lexicon_searches_and_completes_nothing(
    own: Settings,
) -> None:
    lexicon_of(own).unlink()
    path = own.folder / "000001" / "manifest.json"
    record = json.loads(path.read_text(encoding="utf-8"))
    del record["digest"], record["files"][LEXICON]
    path.write_text(json.dumps(record), encoding="utf-8")
    archive = Archive(own)
    assert archive.search("a").total >= 0
    advice = archive.suggest("le hoi")
    assert advice.completions == ()


@pytest.mark.parametrize("damage", ["truncated", "flipped", "nonsense", "empty"])
def test_a_damaged_lexicon_costs_suggestions_only_and_check_names_it(
    own: Settings, damage: str
) -> None:
    path = lexicon_of(own)
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 0x10
    whole = {
        "truncated": bytes(content[: len(content) // 2]),
        "flipped": bytes(content),
        "nonsense": b"\x80" * len(content),
        "empty": b"",
    }
    path.unlink()
    path.write_bytes(whole[damage])
    with pytest.raises((IndexDamaged, IndexFormat)):
        Lexicon(path)
    archive = Archive(own)
    assert archive.search("").total > 0
    with pytest.raises((IndexDamaged, IndexFormat), match=LEXICON):
        archive.suggest("le hoi")
    assert any(LEXICON in sentence for sentence in archive.check())


def test_another_format_is_refused(tmp_path: Path) -> None:
    write_container(tmp_path / "x", {}, {"format": 99, "articles": 0})
    with pytest.raises(IndexFormat, match="99"):
        Lexicon(tmp_path / "x")


def test_an_empty_archive_has_an_empty_lexicon(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, workers=1, engine="memory")
    (tmp_path / "none.jsonl").write_text("", encoding="utf-8")
    reindex(Order(places=(str(tmp_path / "none.jsonl"),)), settings)
    assert Archive(settings).suggest("le hoi").completions == ()


@pytest.fixture
def app(settings: Settings) -> Flask:
    return create_app(settings)


def test_the_interface_answers_with_completions_and_marks(app: Flask) -> None:
    answer = app.test_client().get("/api/suggest?q=le hoi ao&limit=3").get_json()
    assert answer["query"] == {"typed": "le hoi ao"}
    assert 0 < len(answer["completions"]) <= 3
    for way in answer["completions"]:
        assert set(way) == {"text", "kind", "count", "marks"}
        assert all(0 <= start < end <= len(way["text"]) for start, end in way["marks"])


@pytest.mark.parametrize(
    ("query", "parameter"),
    [("q=" + "a" * 513, "q"), ("q=a&limit=0", "limit"), ("q=a&limit=x", "limit")],
)
def test_wrong_parameters_are_named(app: Flask, query: str, parameter: str) -> None:
    answer = app.test_client().get(f"/api/suggest?{query}")
    assert answer.status_code == 400
    assert answer.get_json()["error"]["parameter"] == parameter
    assert answer.get_json()["error"]["vi"]


def test_nothing_typed_is_no_error(app: Flask) -> None:
    answer = app.test_client().get("/api/suggest")
    assert (answer.status_code, answer.get_json()["completions"]) == (200, [])
