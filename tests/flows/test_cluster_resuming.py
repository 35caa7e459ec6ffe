"""Runs into a cluster that were killed: the next one takes up their journal, and readers see none of it before."""

import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from searcher import Archive, Order, Settings, load_settings, reindex
from tests.flows.test_resuming import (
    ROOT,
    Write,
    archived,
    few_are_many,
    killed_after,
    news,
    same,
)

__all__ = ["few_are_many"]

pytestmark = pytest.mark.cluster

MANY = 2_400
"""Articles of a run that lasts long enough to be killed after its second batch."""
PATIENCE = 180.0


@pytest.fixture
def settings(tmp_path: Path, addresses: list[str]) -> Settings:
    name = "".join(letter for letter in tmp_path.name.lower() if letter.isalnum())
    told = replace(load_settings(), engine="opensearch", index=name[-30:])
    return replace(told, home=tmp_path / "indexes", workers=1)


def test_a_killed_run_goes_on_and_ends_like_one_that_was_not(
    settings: Settings, write: Write
) -> None:
    whole = replace(settings, index=f"{settings.index}-whole")
    order = Order(places=(write(*news(20), {"id": "x"}, *news(3, "Sửa")),), resume=True)
    killed_after(3, order, settings)
    report = reindex(order, settings)
    assert report.is_resumed
    assert same(report, reindex(order, whole))
    assert archived(settings) == archived(whole)
    assert list(Archive(settings).check()) == []
    first, second = (Archive(one).search("tin số", per_page=30) for one in (settings, whole))
    assert [(h.article.id, h.score) for h in first.hits] == [
        (h.article.id, h.score) for h in second.hits
    ]


def written(path: Path, records: list[dict[str, object]]) -> str:
    path.write_text("".join(f"{json.dumps(one)}\n" for one in records), encoding="utf-8")
    return str(path)


def test_a_process_killed_while_it_sends_articles_is_gone_on_with(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its half-written index stays in the cluster until the next run makes a whole one of it."""
    place = tmp_path / "tin.jsonl"
    reindex(Order(places=(written(place, news(3, "Cũ")),)), settings)
    written(place, news(MANY))
    monkeypatch.setenv("TIMTIN_ENGINE", "opensearch")
    command = [sys.executable, str(ROOT / "reindex.py"), str(place), "--full", "--quiet"]
    command += ["--home", str(settings.home), "--index", settings.index, "--workers", "1"]
    run = subprocess.Popen(command, start_new_session=True)
    second, ends = settings.folder / "journal" / "000002.json", time.monotonic() + PATIENCE
    while not second.exists() and run.poll() is None and time.monotonic() < ends:
        time.sleep(0.01)
    os.killpg(run.pid, signal.SIGKILL)
    assert run.wait() == -signal.SIGKILL
    assert archived(settings) == {f"n{n}": f"Cũ số {n}" for n in range(3)}
    done = subprocess.run([*command, "--resume", "--json"], capture_output=True, check=True)
    report = json.loads(done.stdout)
    assert (report["resumed"], report["written"], report["articles"]) == (True, MANY, MANY)
    archive = Archive(settings)
    titles = Counter((one.id, one.title) for one in archive.articles())
    assert titles == {(f"n{n}", f"Tin số {n}"): 1 for n in range(MANY)}
    assert list(archive.check()) == []
