"""Runs that were killed: what the next one does again, and what it does not."""

import io
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from searcher import Archive, Counts, Order, Report, Settings, load_settings, reindex
from searcher.indexing import preparing
from searcher.settings.sources import SourceSettings
from tests.site import Site, article, site

__all__ = ["site"]

ROOT = Path(__file__).resolve().parent.parent.parent
Write = Callable[..., str]


class Killed(BaseException):
    """The run ends here; what is on disk is what a kill leaves, up to the generation being cleared sooner."""


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let some pages be worth a journal."""
    monkeypatch.setattr(preparing, "BATCH_PAGES", 1)
    monkeypatch.setattr(preparing, "RUN_PAGES", 3)


def news(count: int, word: str = "Tin") -> list[dict[str, object]]:
    return [{"id": f"n{n}", "title": f"{word} số {n}", "body": "Nội dung."} for n in range(count)]


def killed_after(batches: int, order: Order, settings: Settings) -> None:
    """Run until so many batches were written."""
    left = [batches]

    def count(counts: Counts) -> None:
        left[0] -= 1
        if not left[0]:
            raise Killed

    with pytest.raises(Killed):
        reindex(order, settings, count)


def archived(settings: Settings) -> dict[str, str]:
    return {one.id: one.title for one in Archive(settings).articles()}


def same(one: Report, other: Report) -> bool:
    without = {"seconds", "peak_bytes", "resumed", "generation"}
    left, right = one.record(), other.record()
    return all(left[key] == right[key] for key in left.keys() - without)


@pytest.mark.parametrize(("engine", "workers"), [("whoosh", 1), ("whoosh", 2), ("memory", 1)])
def test_a_killed_run_goes_on_and_ends_like_one_that_was_not(
    settings: Settings, write: Write, tmp_path: Path, engine: str, workers: int
) -> None:
    settings = replace(settings, engine=engine, workers=workers)
    whole = replace(settings, home=tmp_path / "whole", index="whole")
    order = Order(places=(write(*news(20), {"id": "x"}, *news(3, "Sửa")),), resume=True)
    killed_after(3, order, settings)
    report = reindex(order, settings)
    assert report.is_resumed
    assert same(report, reindex(order, whole))
    assert archived(settings) == archived(whole)
    assert [one for one in settings.folder.iterdir() if one.name == "journal"] == []


def test_files_that_were_finished_are_not_read_again(
    settings: Settings, write: Write, tmp_path: Path
) -> None:
    folder = tmp_path / "trang"
    folder.mkdir()
    for n in range(12):
        (folder / f"{n:02d}.txt").write_text(f"Tin {n}\n\nNội dung.", encoding="utf-8")
    first = write(*news(6))
    order = Order(places=(first, str(folder)), resume=True)
    killed_after(4, order, settings)
    Path(first).write_text("{this was read\n" * 6)
    for n in range(5):
        (folder / f"{n:02d}.txt").unlink()
        os.mkfifo(folder / f"{n:02d}.txt")  # whoever opens one waits for ever
    report = reindex(order, settings)
    assert (report.counts.written, report.counts.skipped) == (18, [])


def test_a_file_that_changed_meanwhile_is_read_anew(settings: Settings, write: Write) -> None:
    order = Order(places=(write(*news(20)),), resume=True)
    killed_after(3, order, settings)
    write(*news(20, "Sửa"))
    report = reindex(order, settings)
    assert (report.counts.written, report.counts.updated) == (20, 9)
    assert set(archived(settings).values()) == {f"Sửa số {n}" for n in range(20)}


def test_pages_that_were_fetched_are_not_asked_for_again(site: Site, settings: Settings) -> None:
    http = replace(settings.http, delay=0, tries=1, timeout=1)
    settings = replace(settings, http=http)
    links = "".join(f"<url><loc>{site.url(f'/{n}.html')}</loc></url>" for n in range(12))
    site.page("/s.xml", f"<urlset>{links}</urlset>", content_type="text/xml")
    for n in range(12):
        site.page(f"/{n}.html", article(f"Tin {n}"))
    order = Order(places=(f"sitemap:{site.url('/s.xml')}",), resume=True)
    killed_after(3, order, settings)
    before = [path for path in site.paths if path.endswith("html")]
    site.asked.clear()
    report = reindex(order, settings)
    again = [path for path in site.paths if path.endswith("html")]
    assert report.articles == 12
    assert set(before[:9]).isdisjoint(again)


def test_another_standard_input_is_read_from_its_start(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = Order(places=("-",), resume=True)
    for word, is_last in (("Tin", False), ("Sửa", True)):
        lines = "".join(f"{json.dumps(one)}\n" for one in news(20, word)).encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(lines)))
        if is_last:
            reindex(order, settings)
        else:
            killed_after(3, order, settings)
    assert set(archived(settings).values()) == {f"Sửa số {n}" for n in range(20)}


def test_without_resume_a_run_begins_anew(settings: Settings, write: Write) -> None:
    order = Order(places=(write(*news(20)),))
    killed_after(3, order, settings)
    report = reindex(order, settings)
    assert not report.is_resumed
    assert len(archived(settings)) == 20
    assert not (settings.folder / "journal").exists()


@pytest.mark.parametrize("change", ["place", "full", "generation", "settings"])
def test_another_order_does_not_go_on(settings: Settings, write: Write, change: str) -> None:
    order = Order(places=(write(*news(20)),), resume=True)
    killed_after(3, order, settings)
    if change == "place":
        order = replace(order, places=(write(*news(5), name="khac.jsonl"),))
    elif change == "full":
        order = replace(order, full=True)
    elif change == "settings":
        told = SourceSettings(index="tin", place=order.places[0], default=(("source", "Báo"),))
        settings = replace(settings, sources=(told,))
    else:
        reindex(Order(places=(write({"id": "z", "title": "Z"}, name="z.jsonl"),)), settings)
    report = reindex(order, settings)
    assert not report.is_resumed
    assert set(archived(settings)) >= {f"n{n}" for n in range(5)}


def spoil(folder: Path, how: str) -> None:
    """Damage the second batch of a journal."""
    entry = folder / "000002.json"
    if how == "cut":
        entry.write_bytes(entry.read_bytes()[:-20])
    elif how == "gone":
        entry.unlink()
    else:
        name = json.loads(entry.read_text())["packs"][0][0]["file"]
        content = bytearray((folder / name).read_bytes())
        content[len(content) // 2] ^= 0xFF
        (folder / name).unlink()
        if how == "flipped":
            (folder / name).write_bytes(content)


@pytest.mark.parametrize("how", ["cut", "gone", "flipped", "unpacked"])
def test_from_a_damaged_batch_on_everything_is_read_again(
    settings: Settings, write: Write, how: str
) -> None:
    order = Order(places=(write(*news(20)),), resume=True)
    killed_after(4, order, settings)
    spoil(settings.folder / "journal", how)
    killed_after(1, order, settings)
    report = reindex(order, settings)
    assert (report.is_resumed, report.counts.written) == (True, 20)
    assert archived(settings) == {f"n{n}": f"Tin số {n}" for n in range(20)}


def test_a_run_may_be_killed_again_and_again(settings: Settings, write: Write) -> None:
    order = Order(places=(write(*news(30)),), resume=True)
    for _ in range(6):
        killed_after(1, order, settings)
    report = reindex(order, settings)
    assert (report.counts.written, report.counts.read) == (30, 30)
    assert len(archived(settings)) == 30


RECORDS = st.lists(
    st.one_of(
        st.builds(
            lambda id_, title: {"id": id_, "title": title},
            st.sampled_from("abcdef"),
            st.sampled_from(["Một tin", "Hai tin"]),
        ),
        st.builds(lambda id_: {"id": id_, "deleted": True}, st.sampled_from("abcdef")),
    ),
    min_size=8,
    max_size=20,
)


@hypothesis_settings(max_examples=5)
@given(before=RECORDS, now=RECORDS, batches=st.integers(1, 2))
def test_whatever_was_read_a_resumed_run_ends_like_a_whole_one(
    before: Sequence[dict[str, object]],
    now: Sequence[dict[str, object]],
    batches: int,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    folder = tmp_path_factory.mktemp("law")
    reports, kept = [], []
    for name, is_killed in (("whole", False), ("killed", True)):
        settings = replace(load_settings(), home=folder / name, workers=1)
        place = folder / "tin.jsonl"
        order = Order(places=(str(place),), resume=True)
        place.write_text("".join(f"{json.dumps(one)}\n" for one in before))
        reindex(order, settings)
        place.write_text("".join(f"{json.dumps(one)}\n" for one in now))
        if is_killed:
            killed_after(batches, order, settings)
        reports.append(reindex(order, settings))
        kept.append(archived(settings))
    assert kept[0] == kept[1]
    assert same(*reports)


def test_a_process_killed_in_the_middle_is_gone_on_with(tmp_path: Path) -> None:
    place = tmp_path / "tin.jsonl"
    place.write_text("".join(f"{json.dumps(one)}\n" for one in news(6_000)), encoding="utf-8")
    command = [sys.executable, str(ROOT / "reindex.py"), str(place), "--home", str(tmp_path / "h")]
    run = subprocess.Popen([*command, "--quiet"], start_new_session=True)
    second = tmp_path / "h" / "tin" / "journal" / "000002.json"
    while not second.exists() and run.poll() is None:
        time.sleep(0.01)
    os.killpg(run.pid, signal.SIGKILL)
    run.wait()
    assert not (tmp_path / "h" / "tin" / "CURRENT").exists()
    done = subprocess.run([*command, "--resume", "--json"], capture_output=True, check=True)
    report = json.loads(done.stdout)
    assert (report["resumed"], report["written"], report["articles"]) == (True, 6_000, 6_000)
    shutil.rmtree(tmp_path / "h")
