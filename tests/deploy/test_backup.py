"""A backup taken at any time is restored into an empty folder and answers as before."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import threading
from pathlib import Path

import pytest

from searcher import Archive, Order, Settings, reindex
from tests.deploy.servers import DEPLOY


def script(name: str, *arguments: Path | str) -> subprocess.CompletedProcess[str]:
    """Run a script of deploy/ as the page of backups has it."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["sh", str(DEPLOY / name), *map(str, arguments)],
        env={**os.environ, "PATH": path, "TIMTIN_PYTHON": sys.executable},
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )


@pytest.fixture
def running(settings: Settings, tmp_path: Path) -> Settings:
    """Return an index that may be written to, with counts and a key beside it."""
    home = tmp_path / "indexes"
    shutil.copytree(settings.home, home)
    with sqlite3.connect(home / "tin.counters.sqlite3") as counts:
        counts.execute("CREATE TABLE said (text TEXT)")
        counts.execute("INSERT INTO said VALUES ('áo dài')")
    counts.close()
    (home / "secret.key").write_text("x" * 40, encoding="ascii")
    (tmp_path / "timtin.toml").write_text('index = "tin"\n', encoding="utf-8")
    return Settings(home=home, workers=1)


def test_what_was_backed_up_answers_elsewhere(running: Settings, tmp_path: Path) -> None:
    kept = script("backup", running.home, "tin", tmp_path / "tin.tar", tmp_path / "timtin.toml")
    assert kept.returncode == 0, kept.stderr
    assert (tmp_path / "tin.tar").stat().st_mode & 0o077 == 0  # it holds users and a key
    again = script("restore", tmp_path / "tin.tar", tmp_path / "elsewhere")
    assert again.returncode == 0, again.stdout + again.stderr
    restored = Settings(home=tmp_path / "elsewhere", workers=1)
    assert ids(restored) == ids(running)
    assert list(Archive(restored).check()) == []
    with sqlite3.connect(tmp_path / "elsewhere" / "tin.counters.sqlite3") as counts:
        assert counts.execute("SELECT text FROM said").fetchall() == [("áo dài",)]
    counts.close()
    assert (tmp_path / "elsewhere" / "settings" / "timtin.toml").exists()
    assert (tmp_path / "elsewhere" / "secret.key").read_text(encoding="ascii") == "x" * 40
    assert not list(running.home.glob(".backup*"))


def ids(settings: Settings) -> list[str]:
    return sorted(article.id for article in Archive(settings).articles())


def test_the_job_goes_on_from_what_was_restored(running: Settings, tmp_path: Path) -> None:
    script("backup", running.home, "tin", tmp_path / "tin.tar")
    script("restore", tmp_path / "tin.tar", tmp_path / "elsewhere")
    restored = Settings(home=tmp_path / "elsewhere", workers=1)
    before = ids(restored)
    publish(tmp_path, restored, 1)
    assert ids(restored) == sorted([*before, "moi-1"])


def publish(folder: Path, settings: Settings, number: int) -> None:
    new = {"id": f"moi-{number}", "title": f"Tin mới số {number}", "body": "Thân bài của tin mới."}
    (folder / "new.jsonl").write_text(json.dumps(new), encoding="utf-8")
    reindex(Order(places=(str(folder / "new.jsonl"),), keep=1), settings)


def test_backups_taken_while_a_job_publishes_and_clears_are_whole(
    running: Settings, tmp_path: Path
) -> None:
    ended = threading.Event()

    def work() -> None:
        for number in range(6):
            publish(tmp_path, running, number)
        ended.set()

    job = threading.Thread(target=work)
    job.start()
    number = 0
    while not ended.is_set() or number == 0:
        kept = script("backup", running.home, "tin", tmp_path / f"{number}.tar")
        assert kept.returncode == 0, kept.stderr
        number += 1
    job.join()
    for one in range(number):
        done = script("restore", tmp_path / f"{one}.tar", tmp_path / f"restored{one}")
        assert done.returncode == 0, done.stdout + done.stderr
        assert "(The index is sound.)" in done.stdout


def test_a_file_that_a_job_links_meanwhile_is_no_change(running: Settings, tmp_path: Path) -> None:
    generation = next(iter(running.home.glob("tin/0*")))
    (generation / "large").write_bytes(os.urandom(32 << 20))  # tar reads it for a while
    ended = threading.Event()

    def link() -> None:
        while not ended.is_set():
            os.link(generation / "large", tmp_path / "linked")
            (tmp_path / "linked").unlink()

    job = threading.Thread(target=link)
    job.start()
    kept = script("backup", running.home, "tin", tmp_path / "tin.tar")
    ended.set()
    job.join()
    assert kept.returncode == 0, kept.stderr
    with tarfile.open(tmp_path / "tin.tar") as archive:
        names = archive.getnames()
        kept_one = archive.extractfile(next(name for name in names if name.endswith("/large")))
        assert kept_one is not None
        assert kept_one.read() == (generation / "large").read_bytes()


def test_a_file_that_is_written_to_meanwhile_is_a_fault(running: Settings, tmp_path: Path) -> None:
    generation = next(iter(running.home.glob("tin/0*")))
    growing = generation / "growing"
    growing.write_bytes(bytes(32 << 20))
    ended = threading.Event()

    def write() -> None:
        with growing.open("r+b") as file:
            while not ended.is_set():
                file.seek(0)
                file.write(os.urandom(1 << 12))
                file.flush()

    job = threading.Thread(target=write)
    job.start()
    kept = script("backup", running.home, "tin", tmp_path / "tin.tar")
    ended.set()
    job.join()
    assert kept.returncode == 3
    assert "backup:" in kept.stderr
    assert not list(tmp_path.glob("tin.tar*"))


def test_nothing_that_is_there_is_overwritten(running: Settings, tmp_path: Path) -> None:
    script("backup", running.home, "tin", tmp_path / "tin.tar")
    refused = script("restore", tmp_path / "tin.tar", running.home)
    assert refused.returncode == 3
    assert "is there already" in refused.stderr
    assert ids(running)


def test_an_index_without_a_generation_is_refused(tmp_path: Path) -> None:
    (tmp_path / "indexes" / "tin").mkdir(parents=True)
    assert script("backup", tmp_path / "indexes", "tin", tmp_path / "tin.tar").returncode
    assert not (tmp_path / "tin.tar").exists()
    assert script("backup", tmp_path / "indexes").returncode == 2
