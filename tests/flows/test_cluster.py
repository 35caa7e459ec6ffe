"""The batch job and the archive over a cluster: generations, moving between engines, what is told of trouble."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest

from searcher import (
    Archive,
    ArchiveError,
    IndexFormat,
    IndexMissing,
    Order,
    Report,
    Settings,
    article_record,
    load_settings,
    reindex,
    roll_back,
)
from searcher.errors import ClusterRefused
from tests.flows.conftest import ROOT

pytestmark = pytest.mark.cluster

Write = Callable[..., str]
CAU = {"id": "cau", "title": "Khánh thành cầu", "body": "Cầu mới.", "published": "2024-03-01"}
MUA = {"id": "mua", "title": "Mưa lớn", "body": "Mưa cả ngày."}
SAMPLES = str(ROOT / "samples")
ASKED = ("lễ hội áo dài", "le hoi ao dai", '"thành phố"', "khởi công OR khánh thành", "hue*", "")


@pytest.fixture
def settings(tmp_path: Path, addresses: list[str]) -> Settings:
    name = "".join(letter for letter in tmp_path.name.lower() if letter.isalnum())
    told = replace(load_settings(), engine="opensearch", index=name[-30:])
    return replace(told, home=tmp_path / "indexes", workers=1)


def index(settings: Settings, *places: str, **order: object) -> Report:
    return reindex(Order(places=places, workers=1, **order), settings)  # type: ignore[arg-type]


def ask(settings: Settings, path: str, method: str = "GET", body: object = None) -> Any:
    content = None if body is None else json.dumps(body).encode()
    kind = {"Content-Type": "application/json"}
    request = Request(f"{settings.opensearch[0]}{path}", content, kind, method=method)
    with urlopen(request, timeout=60) as answer:
        return json.load(answer)


def indexes_of(settings: Settings) -> list[str]:
    name = f"{settings.cluster.prefix}-{settings.index}-*"
    return sorted(row["index"] for row in ask(settings, f"/_cat/indices/{name}?format=json"))


def shown_by_alias(settings: Settings) -> list[str]:
    name = f"{settings.cluster.prefix}-{settings.index}"
    return sorted(row["index"] for row in ask(settings, f"/_cat/aliases/{name}?format=json"))


def found(settings: Settings, typed: str) -> list[str]:
    return [hit.article.id for hit in Archive(settings).search(typed).hits]


def test_a_generation_is_an_index_and_old_ones_are_given_back(
    settings: Settings, write: Write
) -> None:
    settings = replace(settings, keep=2)
    begin = f"{settings.cluster.prefix}-{settings.index}"
    index(settings, write(CAU))
    index(settings, write(CAU, MUA))
    assert indexes_of(settings) == [f"{begin}-000001", f"{begin}-000002"]
    index(settings, write({**CAU, "title": "Khánh thành trường"}, MUA))
    assert indexes_of(settings) == [f"{begin}-000002", f"{begin}-000003"]
    assert found(settings, "trường") == ["cau"]


def test_rolling_back_shows_what_was_there(settings: Settings, write: Write) -> None:
    begin = f"{settings.cluster.prefix}-{settings.index}"
    index(settings, write(CAU))
    assert shown_by_alias(settings) == [f"{begin}-000001"]
    index(settings, write({**CAU, "title": "Sập cầu"}))
    assert shown_by_alias(settings) == [f"{begin}-000002"]
    assert found(settings, "sập") == ["cau"]
    assert roll_back(settings) == "000001"
    assert shown_by_alias(settings) == [f"{begin}-000001"]
    assert found(settings, "sập") == []
    assert found(settings, "khánh thành") == ["cau"]


def test_a_run_that_fails_leaves_nothing_in_the_cluster(settings: Settings, write: Write) -> None:
    index(settings, write(CAU))
    before = indexes_of(settings)
    with pytest.raises(ArchiveError):
        index(replace(settings, opensearch=("http://127.0.0.1:1",)), write(MUA))
    assert indexes_of(settings) == before
    assert found(settings, "cầu") == ["cau"]


@pytest.mark.parametrize(("source", "target"), [("opensearch", "whoosh"), ("whoosh", "opensearch")])
def test_a_dump_moves_between_engines_and_answers_stay_the_same(
    settings: Settings, tmp_path: Path, source: str, target: str
) -> None:
    old = replace(settings, engine=source)
    new = replace(settings, engine=target, home=tmp_path / "new", index=f"{settings.index}-new")
    index(old, SAMPLES)
    lines = [json.dumps(article_record(one), ensure_ascii=False) for one in Archive(old).articles()]
    (tmp_path / "dump.jsonl").write_text("\n".join(lines), encoding="utf-8")
    index(new, str(tmp_path / "dump.jsonl"))
    for typed in ASKED:
        one, other = (Archive(which).search(typed, per_page=30) for which in (old, new))
        assert [hit.article for hit in one.hits] == [hit.article for hit in other.hits]
        scores = [[hit.score for hit in which.hits] for which in (one, other)]
        assert scores[0] == pytest.approx(scores[1], abs=1e-5)
        assert (one.total, one.facets) == (other.total, other.facets)
    related = [Archive(which).related(one.hits[0].article.id) for which in (old, new)]
    assert [h.article.id for h in related[0].hits] == [h.article.id for h in related[1].hits]


def test_an_index_that_somebody_removed_is_named(settings: Settings, write: Write) -> None:
    index(settings, write(CAU))
    (name,) = indexes_of(settings)
    ask(settings, f"/{name}", "DELETE")
    with pytest.raises(IndexMissing, match=name):
        Archive(settings).search("cầu")


def test_an_index_of_another_format_is_named(settings: Settings, write: Write) -> None:
    index(settings, write(CAU))
    (name,) = indexes_of(settings)
    ask(settings, f"/{name}/_settings", "PUT", {"index.blocks.write": False})
    ask(settings, f"/{name}/_mapping", "PUT", {"_meta": {"format": 99}})
    with pytest.raises(IndexFormat, match="99"):
        Archive(settings).search("cầu")


def test_two_archives_of_one_name_do_not_take_each_others_index(
    settings: Settings, write: Write, tmp_path: Path
) -> None:
    index(settings, write(CAU))
    with pytest.raises(ClusterRefused, match="prefix"):
        index(replace(settings, home=tmp_path / "another"), write(MUA))
    assert found(settings, "cầu") == ["cau"]


def test_an_article_that_somebody_removed_is_found_by_the_check(
    settings: Settings, write: Write
) -> None:
    index(settings, write(CAU, MUA))
    assert list(Archive(settings).check()) == []
    (name,) = indexes_of(settings)
    ask(settings, f"/{name}/_settings", "PUT", {"index.blocks.write": False})
    ask(settings, f"/{name}/_doc/mua?refresh=true", "DELETE")
    assert any("1 bài" in told for told in Archive(settings).check())


def test_a_generation_is_published_while_copies_of_its_shards_are_not_made(
    settings: Settings, write: Write
) -> None:
    """A large archive needs more time for them than a run waits."""
    allocated = "cluster.routing.allocation.enable"
    hasty = replace(settings.cluster, replicas=1, patience=4.0)
    try:
        ask(settings, "/_cluster/settings", "PUT", {"transient": {allocated: "primaries"}})
        index(replace(settings, cluster=hasty), write(CAU))
        assert found(settings, "cầu") == ["cau"]
    finally:
        ask(settings, "/_cluster/settings", "PUT", {"transient": {allocated: None}})
