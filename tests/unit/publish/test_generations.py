"""Generations beside each other, and the pointer to the visible one."""

import multiprocessing
import os
import signal
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

from searcher.errors import IndexDamaged, IndexFormat, IndexLocked, IndexMissing
from searcher.publish import Generations, Manifest, writer_lock, wrong_digests


def manifest(name: str) -> Manifest:
    return Manifest(
        generation=name, parent=None, engine="memory", engine_format=1, analyser="1",
        created="2024-03-04T00:00:00+00:00", articles=1, undated=0,
    )  # fmt: skip


def published(generations: Generations, text: str, *, full: bool = False) -> str:
    fresh = generations.begin(full=full)
    (fresh.index / f"{text}.bin").write_text(text)
    generations.publish(fresh, manifest(fresh.name))
    return fresh.name


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    (tmp_path / "tin").mkdir()
    return Generations(tmp_path / "tin")


def test_nothing_is_visible_before_publish(generations: Generations) -> None:
    generations.begin(full=False)
    assert generations.current() is None
    with pytest.raises(IndexMissing, match="reindex"):
        generations.visible()


def test_a_generation_shares_the_files_of_its_parent(generations: Generations) -> None:
    first = published(generations, "a")
    second = published(generations, "b")
    shared = [generations.root / name / "index" / "a.bin" for name in (first, second)]
    assert shared[0].samefile(shared[1])
    assert generations.open()[1].parent == first


def test_a_full_build_shares_nothing(generations: Generations) -> None:
    published(generations, "a")
    name = published(generations, "b", full=True)
    assert [p.name for p in (generations.root / name / "index").iterdir()] == ["b.bin"]


def test_rolling_back_is_pointing_back_and_the_next_run_goes_on_from_there(
    generations: Generations,
) -> None:
    first, second = published(generations, "a"), published(generations, "b")
    assert generations.roll_back() == first == generations.current()
    third = published(generations, "c")
    assert int(third) > int(second)
    assert not (generations.root / third / "index" / "b.bin").exists()


def test_rolling_back_past_the_first_is_refused(generations: Generations) -> None:
    name = published(generations, "a")
    with pytest.raises(IndexMissing, match=name):
        generations.roll_back()
    assert generations.current() == name


def test_pruning_keeps_the_newest_and_always_the_visible_one(generations: Generations) -> None:
    names = [published(generations, text) for text in "abcd"]
    assert generations.prune(2) == names[:2]
    generations.roll_back()
    assert generations.prune(1) == [names[3]]
    assert generations.names() == [names[2]]


def test_what_a_killed_run_left_is_cleared_by_the_next(generations: Generations) -> None:
    published(generations, "a")
    left = generations.begin(full=False)
    (left.index / "half.bin").write_text("half")
    again = generations.begin(full=False)
    assert again.name == left.name
    assert not (again.index / "half.bin").exists()


@pytest.mark.parametrize("content", ["", "../../etc", "abc", "\x00", "１２３４５６"])
def test_a_damaged_pointer_is_named(generations: Generations, content: str) -> None:
    published(generations, "a")
    (generations.root / "CURRENT").write_text(content, encoding="utf-8")
    with pytest.raises(IndexDamaged, match="CURRENT"):
        generations.open()


def test_a_missing_or_short_file_is_named_when_opening(generations: Generations) -> None:
    name = published(generations, "a")
    path = generations.root / name / "index" / "a.bin"
    path.write_text("")
    with pytest.raises(IndexDamaged, match=r"a\.bin"):
        generations.open()
    path.unlink()
    with pytest.raises(IndexDamaged, match=r"a\.bin"):
        generations.open()


def test_every_flipped_byte_is_found_by_its_digest(generations: Generations) -> None:
    name = published(generations, "abc")
    path = generations.root / name / "index" / "abc.bin"
    for place in range(3):
        flipped = bytearray(b"abc")
        flipped[place] ^= 1
        path.write_bytes(flipped)
        assert list(wrong_digests(*generations.open())) == [path]


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"format": 1}', "null"])
def test_a_damaged_manifest_is_named(generations: Generations, content: str) -> None:
    name = published(generations, "a")
    (generations.root / name / "manifest.json").write_text(content)
    with pytest.raises(IndexDamaged, match=r"manifest\.json"):
        generations.open()


def test_a_newer_format_says_what_to_do(generations: Generations) -> None:
    name = published(generations, "a")
    path = generations.root / name / "manifest.json"
    path.write_text(path.read_text().replace('"format": 1', '"format": 99'))
    with pytest.raises(IndexFormat, match="--full"):
        generations.open()


def _hold(root: str, held: Event) -> None:
    with writer_lock(Path(root)):
        held.set()
        signal.pause()


def test_the_lock_names_its_holder_and_dies_with_it(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    held = context.Event()
    holder = context.Process(target=_hold, args=(str(tmp_path), held))
    holder.start()
    assert held.wait(60)
    with pytest.raises(IndexLocked, match=str(holder.pid)), writer_lock(tmp_path):
        pass
    os.kill(holder.pid or 0, signal.SIGKILL)
    holder.join()
    with writer_lock(tmp_path):
        pass
