"""Runs whose pages are prepared by several processes: the same archive and the same counts as with one."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from searcher import Archive, Order, Report, Settings, load_settings, reindex
from searcher.indexing import preparing

Run = Callable[..., Report]
Write = Callable[..., str]


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let some pages be worth processes."""
    monkeypatch.setattr(preparing, "BATCH_PAGES", 1)
    monkeypatch.setattr(preparing, "RUN_PAGES", 3)


def record(id_: str, title: str) -> dict[str, object]:
    return {"id": id_, "title": title, "body": f"Nội dung của {title}."}


def archived(settings: Settings) -> dict[str, str]:
    return {one.id: one.title for one in Archive(settings).articles()}


def test_the_last_of_an_id_wins_over_batches(run: Run, write: Write, settings: Settings) -> None:
    many = [record(f"n{n % 7}", f"Tin {n}") for n in range(20)]
    report = run(write(*many), workers=2)
    assert (report.counts.written, report.counts.updated, report.counts.repeated) == (7, 13, 13)
    assert archived(settings) == {str(one["id"]): one["title"] for one in many}


def test_an_article_may_return_to_what_it_was_before_the_run(
    run: Run, write: Write, settings: Settings
) -> None:
    before = [record(f"n{n}", f"Tin {n}") for n in range(8)]
    run(write(*before), workers=2)
    passing = [record("n3", "Tin khác"), *before, record("n5", "Tin sau cùng"), before[5]]
    report = run(write(*passing), workers=2)
    assert archived(settings) == {str(one["id"]): one["title"] for one in before}
    assert (report.counts.updated, report.counts.unchanged) == (4, 7)


def test_broken_lines_among_many_are_skipped_with_their_places(
    run: Run, write: Write, tmp_path: Path
) -> None:
    place = Path(write(*(record(f"n{n}", f"Tin {n}") for n in range(9))))
    place.write_text(place.read_text() + '{"id": "x"}\n' + "{broken\n")
    report = run(str(place), workers=2)
    assert [skipped.place.line for skipped in report.counts.skipped] == [10, 11]
    assert report.counts.written == 9


def test_a_dry_run_of_many_counts_and_writes_nothing(
    run: Run, write: Write, settings: Settings
) -> None:
    report = run(write(*(record(f"n{n}", f"Tin {n}") for n in range(9))), workers=2, dry_run=True)
    assert report.counts.written == 9
    assert not settings.folder.exists()


RECORDS = st.lists(
    st.builds(record, st.sampled_from("abcdefgh"), st.sampled_from(["Một tin", "Hai tin"])),
    min_size=6,
    max_size=12,
)


@hypothesis_settings(max_examples=2, deadline=None)
@given(runs=st.lists(RECORDS, min_size=1, max_size=2))
@pytest.mark.parametrize("engine", ["whoosh", "memory"])
def test_processes_count_and_write_what_one_process_does(
    runs: list[list[dict[str, object]]],
    engine: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("law")
    kept: list[list[object]] = []
    for workers in (1, 2):
        settings = replace(load_settings(), home=folder / str(workers), engine=engine)
        seen: list[object] = []
        for records in runs:
            place = folder / "tin.jsonl"
            place.write_text("".join(json.dumps(one) + "\n" for one in records))
            report = reindex(Order(places=(str(place),), workers=workers), settings)
            counted = {**report.record(), "seconds": 0, "peak_bytes": 0}
            seen += [counted, {one.id: one for one in Archive(settings).articles()}]
        kept.append(seen)
    assert kept[0] == kept[1]
