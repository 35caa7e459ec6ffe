"""The batch job: what it counts, what it publishes, what it leaves alone."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from searcher import (
    Archive,
    IndexDamaged,
    IndexFormat,
    Order,
    Report,
    Settings,
    SourceUnreachable,
    UsageError,
    article_record,
    load_settings,
    reindex,
    roll_back,
)

Run = Callable[..., Report]
Write = Callable[..., str]

CAU = {
    "id": "cau",
    "title": "Khánh thành cầu",
    "body": "Cầu mới.",
    "published": "2024-03-01T08:00:00+07:00",
}
MUA = {"id": "mua", "title": "Mưa lớn", "body": "Mưa cả ngày."}


def adds_up(report: Report) -> bool:
    counts = report.counts
    return counts.read == counts.written + counts.updated + counts.unchanged + len(counts.skipped)


def test_a_run_counts_what_it_read_and_publishes_it(
    run: Run, write: Write, settings: Settings
) -> None:
    report = run(write(CAU, MUA))
    assert adds_up(report)
    assert (report.counts.read, report.counts.written, report.articles) == (2, 2, 2)
    assert Archive(settings).generation() == report.generation == "000001"


def test_the_same_input_again_changes_nothing(run: Run, write: Write) -> None:
    first, second = run(write(CAU, MUA)), run(write(CAU, MUA))
    assert second.counts.unchanged == 2
    assert second.generation == first.generation


def test_only_what_changed_is_written(run: Run, write: Write, settings: Settings) -> None:
    run(write(CAU, MUA))
    report = run(
        write({**CAU, "title": "Khánh thành cầu Hạc"}, MUA, {"id": "moi", "title": "Tin mới"})
    )
    counts = report.counts
    assert (counts.written, counts.updated, counts.unchanged) == (1, 1, 1)
    assert Archive(settings).article("cau").title == "Khánh thành cầu Hạc"
    assert Archive(settings).statistics().articles == 3


def test_of_a_repeated_id_the_last_wins_and_is_counted(
    run: Run, write: Write, settings: Settings
) -> None:
    report = run(write(CAU, MUA, {**CAU, "title": "Bản sau"}))
    assert adds_up(report)
    assert report.counts.repeated == 1
    assert Archive(settings).article("cau").title == "Bản sau"


def test_a_repeated_id_may_return_to_what_was_indexed_before(
    run: Run, write: Write, settings: Settings
) -> None:
    run(write(CAU))
    report = run(write({**CAU, "title": "Khác"}, CAU))
    assert adds_up(report)
    assert Archive(settings).article("cau").title == CAU["title"]


def test_broken_lines_are_skipped_with_file_and_line(
    run: Run, tmp_path: Path, settings: Settings
) -> None:
    place = tmp_path / "hong.jsonl"
    place.write_text(json.dumps(CAU) + "\n{oops\n[1]\n" + json.dumps(MUA) + "\n", encoding="utf-8")
    report = run(str(place))
    assert adds_up(report)
    assert [str(skipped.place) for skipped in report.counts.skipped] == [f"{place}:2", f"{place}:3"]
    assert report.articles == 2
    listed = (settings.folder / "000001" / "skipped.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["line"] for line in listed] == [2, 3]


def test_unknown_keys_are_ignored_and_counted(run: Run, write: Write) -> None:
    report = run(write({**CAU, "mood": 1}, {**MUA, "mood": 2, "x": 3}))
    assert report.counts.unknown_keys == {"mood": 2, "x": 1}
    assert report.articles == 2


def test_articles_that_are_gone_stay_until_pruned(
    run: Run, write: Write, settings: Settings
) -> None:
    many = [{"id": f"n{n}", "title": f"Tin số {n}"} for n in range(10)]
    run(write(*many))
    assert run(write(*many[1:])).counts.deleted == 0
    report = run(write(*many[1:]), prune=True)
    assert (report.counts.deleted, report.articles) == (1, 9)
    assert Archive(settings).statistics().articles == 9


def test_pruning_most_of_the_archive_needs_force(
    run: Run, write: Write, settings: Settings
) -> None:
    run(write(CAU, MUA))
    with pytest.raises(UsageError, match="--force"):
        run(write(CAU), prune=True)
    assert Archive(settings).statistics().articles == 2
    assert run(write(CAU), prune=True, force=True).articles == 1


def test_a_dry_run_says_what_would_change_and_changes_nothing(
    run: Run, write: Write, settings: Settings
) -> None:
    assert run(write(CAU), dry_run=True).counts.written == 1
    assert not settings.home.exists()
    run(write(CAU))
    assert run(write(CAU, MUA), dry_run=True).counts.written == 1
    assert Archive(settings).statistics().articles == 1


def test_a_missing_path_is_named_before_anything_is_touched(
    run: Run, write: Write, settings: Settings
) -> None:
    with pytest.raises(SourceUnreachable, match="nowhere"):
        run(write(CAU), "nowhere.jsonl")
    assert not settings.home.exists()


def test_rolling_back_shows_the_earlier_articles(
    run: Run, write: Write, settings: Settings
) -> None:
    run(write(CAU))
    archive = Archive(settings)
    run(write({**CAU, "title": "Sửa"}))
    assert archive.article("cau").title == "Sửa"
    assert roll_back(settings) == "000001"
    assert archive.article("cau").title == CAU["title"]


def test_only_as_many_generations_as_wanted_are_kept(
    run: Run, write: Write, settings: Settings
) -> None:
    for number in range(5):
        run(write({**CAU, "reads": number}), keep=2)
    kept = sorted(path.name for path in settings.folder.iterdir() if path.is_dir())
    assert kept == ["000004", "000005"]


def test_a_full_run_forgets_what_is_not_read_again(run: Run, write: Write) -> None:
    run(write(CAU, MUA))
    report = run(write(CAU), full=True)
    assert (report.counts.written, report.articles) == (1, 1)


def test_a_full_run_replaces_a_damaged_index(run: Run, write: Write, settings: Settings) -> None:
    run(write(CAU))
    for path in (settings.folder / "000001" / "index").rglob("*"):
        if path.is_file():
            path.write_bytes(b"")
    with pytest.raises(IndexDamaged):
        run(write(CAU, MUA))
    assert run(write(CAU, MUA), full=True).articles == 2
    assert Archive(settings).statistics().articles == 2


def test_an_index_of_another_analyser_asks_for_a_full_run(
    run: Run, write: Write, settings: Settings
) -> None:
    run(write(CAU))
    manifest = settings.folder / "000001" / "manifest.json"
    record = json.loads(manifest.read_text(encoding="utf-8"))
    del record["digest"]
    manifest.write_text(json.dumps({**record, "analyser": "ancient"}), encoding="utf-8")
    with pytest.raises(IndexFormat, match="--full"):
        run(write(MUA))
    with pytest.raises(IndexFormat, match="--full"):
        Archive(settings).statistics()


def test_many_pages_in_worker_processes_give_the_same_index(
    run: Run, write: Write, settings: Settings
) -> None:
    many = [{"id": f"n{n}", "title": f"Tin số {n}", "body": "Nội dung ngắn."} for n in range(731)]
    report = run(write(*many), workers=2)
    assert adds_up(report)
    assert report.counts.written == 731
    assert [one.id for one in Archive(settings).articles()] == [one["id"] for one in many]


def test_a_dump_reads_back_as_the_same_articles(
    run: Run, write: Write, settings: Settings, tmp_path: Path
) -> None:
    run(write({**CAU, "tags": ["a", "b"], "reads": 7, "author": "Hà Anh"}, MUA))
    before = list(Archive(settings).articles())
    place = tmp_path / "dump.jsonl"
    place.write_text(
        "".join(json.dumps(article_record(one)) + "\n" for one in before), encoding="utf-8"
    )
    again = replace(settings, home=tmp_path / "again")
    reindex(Order(places=(str(place),)), again)
    assert list(Archive(again).articles()) == before


def test_a_small_change_carries_the_models_over_and_a_large_one_makes_them_anew(
    run: Run, write: Write, settings: Settings
) -> None:
    news = [{"id": f"n{n}", "title": f"Lễ hội áo dài số {n}"} for n in range(30)]
    models = []
    for count in (20, 21, 30):
        report = run(write(*news[:count]))
        models.append(
            (settings.folder / str(report.generation) / "restoration.model").stat().st_ino
        )
    assert models[0] == models[1] != models[2]
    assert list(Archive(settings).restore(["le hoi ao dai"])) == ["lễ hội áo dài"]


RECORDS = st.lists(
    st.fixed_dictionaries(
        {"id": st.sampled_from("abcde"), "title": st.sampled_from(["Một tin", "Hai tin", "Ba tin"])}
    ),
    min_size=1,
    max_size=8,
)


@hypothesis_settings(max_examples=25)
@given(runs=st.lists(RECORDS, min_size=1, max_size=3))
def test_after_any_runs_the_archive_is_what_the_last_records_say(
    runs: list[list[dict[str, str]]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("law")
    settings = replace(load_settings(), home=folder / "indexes", workers=1)
    expected: dict[str, str] = {}
    for records in runs:
        place = folder / "tin.jsonl"
        place.write_text("".join(json.dumps(record) + "\n" for record in records))
        assert adds_up(reindex(Order(places=(str(place),)), settings))
        expected |= {record["id"]: record["title"] for record in records}
    found = {one.id: one.title for one in Archive(settings).articles()}
    assert found == expected
