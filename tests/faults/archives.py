"""A small archive of two generations with every kind of file, and everything that can be asked of it."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from searcher import Archive, Draft, Order, Settings, Sort, answer, article_record, reindex
from searcher.engines.whoosh.columns import merging
from searcher.model.listing import Browse
from searcher.present import advice_record
from searcher.settings.sources import SourceSettings

SAMPLES = Path(__file__).resolve().parent.parent.parent / "samples"
ID = "songhuong-0001"
Asked = Mapping[str, Callable[[Archive], Any]]


def news(count: int) -> list[dict[str, Any]]:
    """Return some of the sample articles, from every newspaper."""
    papers = [
        path.read_text(encoding="utf-8").splitlines() for path in sorted(SAMPLES.glob("*.jsonl"))
    ]
    lines = [line for row in zip(*papers, strict=False) for line in row]
    return [json.loads(line) for line in lines[:count]]


def write(path: Path, records: list[dict[str, Any]], rest: str = "") -> Path:
    """Write records as JSONL, and some more text."""
    lines = (json.dumps(record, ensure_ascii=False) for record in records)
    path.write_text("".join(f"{line}\n" for line in lines) + rest, encoding="utf-8")
    return path


def made(folder: Path, engine: str = "whoosh") -> Settings:
    """Publish two generations: the second deletes, adds and changes, and has skipped a line."""
    own = SourceSettings(place=str(folder / "own.jsonl"), index="tin")
    settings = Settings(home=folder / "home", workers=1, engine=engine, sources=(own,))
    write(folder / "own.jsonl", news(60))
    reindex(Order(), settings)
    later = news(64)
    later[3]["title"] = "Một tựa đề khác về cầu Hạc Trì"
    write(folder / "own.jsonl", later[1:], rest="{không phải JSON\n")
    with (
        pytest.MonkeyPatch.context() as patch
    ):  # small segments stay beside each other, with their masks
        patch.setattr(merging, "RATIO", 0)
        reindex(Order(prune=True, force=True), settings)
    return settings


def moved(settings: Settings, home: Path) -> Settings:
    """Return the settings of an archive that was copied."""
    return replace(settings, home=home)


TYPED = (
    "áo dài sông Hương", "ao dai song huong", '"sông Hương"', "lễ OR hội", "thành -phố", "dự*",
    "tiêu-đề:huế", "nguồn:\"Tin miền Trung\" người", "người dân có được hưởng lợi từ dự án mới của tỉnh", "",
)  # fmt: skip


def questions() -> Asked:
    """Return what can be asked, by name."""
    asked = {f"search {typed}": partial(searched, typed=typed) for typed in TYPED}
    return {
        **asked,
        "newest": lambda a: searched(a, "thành phố", sort=Sort.NEWEST),
        "related": lambda a: [hit.article.id for hit in a.related("mientrung-0002").hits],
        "draft": lambda a: [hit.id for hit in a.related_ids(DRAFT)[0]],
        "article": lambda a: article_record(a.article("mientrung-0002")),
        "articles": lambda a: [article_record(one) for one in a.articles()],
        "restore": lambda a: list(a.restore(["le hoi ao dai tren song huong"])),
        "suggest": lambda a: {**advice_record(a.suggest("le hoi")), "took_ms": 0},
        "days": lambda a: a.days(),
        "browse": lambda a: [one.id for one in a.browse(Browse()).articles],
        "statistics": lambda a: a.statistics(),
    }


DRAFT = Draft(
    title="Dem hoi ao dai tren song Huong",
    body="Hon 400 bo ao dai cua 18 nha thiet ke se duoc trinh dien tren san khau noi giua song Huong vao toi 8.3.",
)


def searched(archive: Archive, typed: str, **rest: Any) -> Any:
    """Return everything of an answer but its time and its suggestion, which may be missing."""
    found = answer(archive.search(typed, per_page=30, **rest))
    return {**found, "took_ms": 0, "suggestion": None}


def files_of(settings: Settings) -> Iterator[Path]:
    """Yield every file of the visible generation, and the pointer to it."""
    current = settings.folder / "CURRENT"
    yield current
    folder = settings.folder / current.read_text(encoding="ascii").strip()
    yield from (path for path in sorted(folder.rglob("*")) if path.is_file())
