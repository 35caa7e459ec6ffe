"""What is learned of an archive: the same by every way that leads to it, carried over, and made anew in time."""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from searcher import Order, Report, Settings, load_settings, reindex
from searcher.engines import engine_named
from searcher.indexing import preparing
from searcher.indexing.learning import learn_from_index
from searcher.publish import INDEX, LEXICON, RESTORATION

Run = Callable[..., Report]
Write = Callable[..., str]
Record = dict[str, object]
MODELS = (RESTORATION, LEXICON)
PLACES = ("Huế", "Đà Nẵng", "Quảng Trị", "Thừa Thiên", "Cần Thơ")


@pytest.fixture
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let some pages be worth processes."""
    monkeypatch.setattr(preparing, "BATCH_PAGES", 4)
    monkeypatch.setattr(preparing, "RUN_PAGES", 9)


def news(number: int, word: str = "khánh thành") -> Record:
    place = PLACES[number % len(PLACES)]
    return {
        "id": f"n{number}",
        "title": f"Lễ hội áo dài {word} ở {place} lần thứ {number}",
        "body": f"Theo Nghị quyết số {number % 3 + 10}/NQ-CP, {place} {word}.\n\nÔng Trần Văn Nam: “Tốt, TP.HCM!”",
        "tags": ["lễ hội", place],
        "published": f"2024-03-{number % 27 + 1:02d}T08:00:00+07:00",
    }


def records() -> list[Record]:
    """Return articles of which some are replaced, some return, and some are deleted again."""
    first = [news(number) for number in range(40)]
    return [*first, news(3, "bế mạc"), {"id": "n5", "deleted": True}, news(7, "hoãn"), news(7)]


def models_of(folder: Path) -> list[bytes]:
    return [(folder / name).read_bytes() for name in MODELS]


def test_models_are_the_same_with_any_number_of_workers_and_from_the_index_alone(
    few_are_many: None, tmp_path: Path
) -> None:
    place = tmp_path / "tin.jsonl"
    place.write_text("".join(json.dumps(one) + "\n" for one in records()))
    found: list[list[bytes]] = []
    for workers in (1, 2, 3):
        settings = replace(load_settings(), home=tmp_path / str(workers))
        report = reindex(Order(places=(str(place),), workers=workers), settings)
        found.append(models_of(settings.folder / str(report.generation)))
    reader = engine_named(settings.engine, settings).reader(
        settings.folder / str(report.generation) / INDEX
    )
    learn_from_index(reader, tmp_path)
    reader.close()
    assert found == [models_of(tmp_path)] * 3


def test_nothing_that_was_noted_to_learn_from_stays(
    few_are_many: None, run: Run, write: Write, settings: Settings
) -> None:
    report = run(write(*records()), workers=2)
    folder = settings.folder / str(report.generation)
    assert not [path for path in folder.rglob("*") if path.is_dir() and path.name != INDEX]
    assert report.counts.deleted == 1


def nodes(settings: Settings, report: Report) -> Sequence[int]:
    folder = settings.folder / str(report.generation)
    return [(folder / name).stat().st_ino for name in MODELS]


def test_models_are_carried_over_until_the_archive_has_grown_by_a_tenth(
    run: Run, write: Write, settings: Settings
) -> None:
    many = [news(number) for number in range(30)]
    made = [nodes(settings, run(write(*many[:count]))) for count in (20, 21, 22, 24, 25)]
    assert made[0] == made[1]
    assert not set(made[2]) & set(made[1])
    assert made[2] == made[3]
    assert made[4] != made[3]


def test_a_full_run_makes_models_anew(run: Run, write: Write, settings: Settings) -> None:
    place = write(*(news(number) for number in range(20)))
    before = nodes(settings, run(place))
    after = nodes(settings, run(place, full=True))
    assert not set(before) & set(after)
