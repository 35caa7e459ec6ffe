"""The batch job as cron and systemd call it: watching, stopping, the lock, the disk, what it prints."""

import json
import os
import pty
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from searcher import Archive, IndexLocked, NoSpace, Order, Report, Settings, reindex
from searcher.indexing import space
from searcher.publish import writer_lock
from searcher.settings.sources import SourceSettings

ROOT = Path(__file__).resolve().parent.parent.parent
Run = Callable[..., Report]
Write = Callable[..., str]
Job = Callable[..., subprocess.Popen[str]]


@pytest.fixture
def job(tmp_path: Path) -> Iterator[Job]:
    """Start the batch job in an empty folder; whatever still runs at the end is killed."""
    started: list[subprocess.Popen[str]] = []

    def start(*words: object, **environment: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "reindex.py"), *map(str, words)],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
            cwd=tmp_path, env={**os.environ, "PYTHONUNBUFFERED": "1", **environment}, start_new_session=True,
        )  # fmt: skip
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.communicate()


def wait_for(condition: Callable[[], bool], process: subprocess.Popen[str]) -> None:
    while not condition():
        assert process.poll() is None
        time.sleep(0.02)


def line(id_: str, title: str) -> str:
    return f"{json.dumps({'id': id_, 'title': title})}\n"


@pytest.fixture
def interruptible() -> Iterator[None]:
    """Let what is started be interrupted, also where the tests run behind `nohup`, which passes on that nobody is."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_watching_sees_what_changes_and_stops_when_asked(
    interruptible: None, job: Job, tmp_path: Path, number: signal.Signals
) -> None:
    place = tmp_path / "tin.jsonl"
    place.write_text(line("a", "Một"))
    process = job("tin.jsonl", "--watch", "0.01")
    current = tmp_path / "indexes" / "tin" / "CURRENT"
    wait_for(current.exists, process)
    place.write_text(line("a", "Một") + line("b", "Hai"))
    wait_for(lambda: current.read_text().strip() == "000002", process)
    os.killpg(process.pid, number)  # to all its processes, as a terminal and systemd do
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, "Traceback" in errors, "Đã dừng" in errors) == (0, False, True)


def test_watching_outlives_a_place_that_is_gone_for_a_while(job: Job, tmp_path: Path) -> None:
    process = job("tin.jsonl", "--watch", "0.005")
    assert process.stderr is not None
    assert "tin.jsonl" in process.stderr.readline()
    (tmp_path / "tin.jsonl").write_text(line("a", "Một"))
    wait_for((tmp_path / "indexes" / "tin" / "CURRENT").exists, process)


def test_watching_standard_input_or_nothing_is_a_wrong_usage(job: Job) -> None:
    for words in (("-", "--watch", "1"), ("--watch", "1"), ("x", "--watch", "0")):
        process = job(*words)
        _, errors = process.communicate(timeout=30)
        assert (process.returncode, "Traceback" in errors) == (2, False)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_job_that_is_told_to_stop_changes_nothing(
    interruptible: None, job: Job, tmp_path: Path, number: signal.Signals
) -> None:
    place = tmp_path / "tin.jsonl"
    place.write_text("".join(line(f"n{n}", f"Tin {n}") for n in range(30_000)))
    process = job("tin.jsonl", "--workers", "2")
    folder = tmp_path / "indexes" / "tin"
    wait_for((folder / "journal").exists, process)
    os.killpg(process.pid, number)
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, "Traceback" in errors) == (130, False)
    assert sorted(path.name for path in folder.iterdir()) == ["LOCK", "journal"]


def test_the_second_job_says_who_is_at_work(settings: Settings, write: Write, job: Job) -> None:
    place = write({"id": "a", "title": "Tin"})
    with writer_lock(settings.folder):
        with pytest.raises(IndexLocked) as refused:
            reindex(Order(places=(place,)), settings)
        process = job(place, "--home", settings.home)
        _, errors = process.communicate(timeout=60)
    facts = refused.value.facts
    assert facts["pid"] == os.getpid()
    since = datetime.fromisoformat(str(facts["since"]))
    assert since.utcoffset() == timedelta(hours=7)
    assert abs(datetime.now(UTC) - since) < timedelta(minutes=10)
    vi, en = errors.splitlines()[-2:]
    assert process.returncode == 3
    assert f"tiến trình {os.getpid()} từ {since:%H:%M:%S ngày %d/%m/%Y}" in vi
    assert f"process {os.getpid()} " in en
    assert f"since {since.isoformat()}" in en


def test_a_full_build_without_room_says_what_it_needs(
    settings: Settings, run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = write({"id": "a", "title": "Tin"})
    run(place)
    before = sorted(path.name for path in settings.folder.iterdir())
    monkeypatch.setattr(space, "SPARE", 1 << 60)
    with pytest.raises(NoSpace, match=r"needs about [\d.]+ GB, [\d.]+ GB free"):
        run(place, full=True)
    assert sorted(path.name for path in settings.folder.iterdir()) == before
    assert run(place, full=True, dry_run=True).counts.written == 1


def test_a_first_and_a_small_run_say_when_the_disk_is_plainly_too_small(
    settings: Settings, run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = write({"id": "a", "title": "Tin"})
    with monkeypatch.context() as patch:
        patch.setattr(space, "SPARE", 1 << 60)
        with pytest.raises(NoSpace, match="nothing was changed"):
            run(place)
    assert not settings.folder.exists()
    run(place)
    before = sorted(path.name for path in settings.folder.iterdir())
    monkeypatch.setattr(space, "LEAST", 1 << 60)
    with pytest.raises(NoSpace, match=r"needs about [\d.]+ GB, [\d.]+ GB free"):
        run(write({"id": "b", "title": "Tin"}))
    assert sorted(path.name for path in settings.folder.iterdir()) == before
    assert run(place, dry_run=True).counts.written == 1


def test_what_a_source_of_unknown_size_needs_is_what_the_archive_has(
    settings: Settings, run: Run, write: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    run(write({"id": "a", "title": "Tin"}))
    monkeypatch.setattr(space, "PER_GENERATION", 1e15)
    with pytest.raises(NoSpace):
        reindex(Order(places=("rss:http://127.0.0.1:9/rss",), full=True), settings)


def test_a_build_takes_no_more_room_than_it_said(
    settings: Settings, write: Write, tmp_path: Path
) -> None:
    body = "Nội dung bài báo về một sự kiện ở thành phố. " * 40
    place = write(*({"id": f"n{n}", "title": f"Tin {n}", "body": body} for n in range(3000)))
    reindex(Order(places=(place,), full=True), replace(settings, workers=1))
    used = sum(path.stat().st_size for path in settings.folder.rglob("*") if path.is_file())
    assert used < space.SPARE + space.PER_BYTE * Path(place).stat().st_size


def test_many_short_articles_need_more_than_their_bytes(tmp_path: Path) -> None:
    place = tmp_path / "tin.jsonl"
    place.write_text("".join(line(f"n{n}", "Tin") for n in range(5_000)))
    needed, _ = space.check_space(tmp_path, [SourceSettings(place=str(place))], 0)
    assert needed - space.SPARE > 5_000 * 750
    assert needed - space.SPARE < 5_000 * 2_000


def test_a_log_line_for_every_phase(job: Job, tmp_path: Path) -> None:
    (tmp_path / "tin.jsonl").write_text(line("a", "Một"))
    process = job("tin.jsonl", "--full", "--json")
    output, errors = process.communicate(timeout=60)
    assert json.loads(output)["written"] == 1
    phases = [word for word in errors.split() if word.startswith("phase=")]
    assert phases == [
        f"phase={name}" for name in ("space", "open", "read", "write", "learn", "publish", "clean")
    ]
    quiet = job("tin.jsonl", "--quiet")
    assert quiet.communicate(timeout=60) == ("", "")


def test_a_terminal_shows_a_bar_with_rate_and_remaining_time(tmp_path: Path) -> None:
    (tmp_path / "tin.jsonl").write_text(line("a", "Một"))
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "reindex.py"), "tin.jsonl"],
        stdin=theirs, stdout=theirs, stderr=theirs, cwd=tmp_path,
        env={**os.environ, "TERM": "xterm", "COLUMNS": "140"},
    )  # fmt: skip
    os.close(theirs)
    shown = b""
    with suppress(OSError):
        while piece := os.read(ours, 4096):
            shown += piece
    os.close(ours)
    assert process.wait() == 0
    text = shown.decode(errors="replace")
    assert "bài/giây" in text
    assert "còn" in text
    assert "phase=" not in text


def test_settings_alone_are_order_enough(job: Job, tmp_path: Path) -> None:
    (tmp_path / "bai.csv").write_text("ma;tieu_de\n1;Một\n2;Hai\n")
    (tmp_path / "timtin.toml").write_text(
        '[[sources.bao]]\nplace = "bai.csv"\ncolumns = { id = "ma", title = "tieu_de" }\n'
    )
    process = job("--index", "bao", "--json")
    output, _ = process.communicate(timeout=60)
    assert (process.returncode, json.loads(output)["written"]) == (0, 2)


def test_wrong_settings_of_sources_end_with_two(job: Job, tmp_path: Path) -> None:
    (tmp_path / "timtin.toml").write_text('[[sources.tin]]\nplace = "${KHONG_CO}/x"\n')
    process = job()
    _, errors = process.communicate(timeout=60)
    assert (process.returncode, "KHONG_CO" in errors) == (2, True)


def test_an_interrupted_publish_is_either_there_or_not(
    settings: Settings, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    from searcher.publish import Generations

    publish = Generations.publish

    def interrupted(*args: object, **options: object) -> None:
        publish(*args, **options)  # type: ignore[arg-type]
        raise KeyboardInterrupt

    monkeypatch.setattr(Generations, "publish", interrupted)
    with pytest.raises(KeyboardInterrupt):
        reindex(Order(places=(write({"id": "a", "title": "Tin"}),)), settings)
    assert Archive(settings).article("a").title == "Tin"
