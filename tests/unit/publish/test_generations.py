"""Generations beside each other, and the pointer to the visible one."""

import multiprocessing
import os
import signal
from multiprocessing.synchronize import Event
from pathlib import Path

import pytest

import searcher.disk as disk
from searcher.errors import IndexDamaged, IndexFormat, IndexLocked, IndexMissing
from searcher.publish import Generations, Manifest, damages, set_damaged_aside, writer_lock


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


def test_generations_that_nothing_points_to_are_a_loss_and_not_an_empty_place(
    generations: Generations,
) -> None:
    first, second = published(generations, "a"), published(generations, "b")
    (generations.root / "CURRENT").unlink()
    for look in (generations.visible, generations.open, lambda: generations.begin(full=False)):
        with pytest.raises(IndexDamaged, match=rf"CURRENT.*{second}.*--rollback.*--full"):
            look()
    assert generations.names() == [first, second]
    assert any("CURRENT" in sentence for sentence in damages(generations))
    assert generations.roll_back() == second == generations.current()
    assert list(damages(generations)) == []


def test_a_full_build_deletes_nothing_that_lost_its_pointer(generations: Generations) -> None:
    names = [published(generations, text) for text in "ab"]
    (generations.root / "CURRENT").unlink()
    names.append(published(generations, "c", full=True))
    assert (generations.names(), generations.current()) == (names, names[-1])


@pytest.mark.parametrize("content", [b"", b"00000", b"abcdef\n"])
def test_rolling_back_heals_a_damaged_pointer(generations: Generations, content: bytes) -> None:
    published(generations, "a")
    second = published(generations, "b")
    (generations.root / "CURRENT").write_bytes(content)
    assert generations.roll_back() == second == generations.current()


def test_a_first_generation_that_was_never_shown_is_no_loss(
    generations: Generations, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Generations, "_point_to", lambda *_: None)  # killed there
        published(generations, "a")
    with pytest.raises(IndexMissing):
        generations.visible()
    second = published(generations, "b")
    assert (generations.current(), list(damages(generations))) == (second, [])


def test_the_announcement_is_never_unsaid_before_the_first_generation_is_shown(
    generations: Generations,
) -> None:
    fresh = generations.begin(full=False)
    states = []

    def watch(what: str, path: Path, size: int) -> int:
        if (fresh.folder / "manifest.json").exists() and generations.current() is None:
            states.append(generations.parent())  # raises where the pointer seems lost
        return size

    with disk.troubled(watch):
        generations.publish(fresh, manifest(fresh.name))
    assert states
    assert set(states) == {None}
    assert generations.current() == fresh.name


def test_rolling_back_passes_over_what_is_damaged(generations: Generations) -> None:
    first, second, _ = (published(generations, text) for text in "abc")
    (generations.root / second / "index" / "b.bin").unlink()
    assert generations.roll_back() == first


def test_a_generation_that_lost_its_manifest_is_named_and_stays_until_it_is_pruned(
    generations: Generations,
) -> None:
    first, second = published(generations, "a"), published(generations, "b")
    for name in (first, second):
        (generations.root / name / "manifest.json").unlink()
        (sentence,) = [one for one in damages(generations) if name in one]
        assert "manifest.json" in sentence
    third = published(generations, "c", full=True)
    assert generations.folders() == [first, second, third]
    assert generations.prune(1) == [first, second]
    assert generations.folders() == [third]


def test_what_is_damaged_is_set_aside_and_pruned_in_its_turn(generations: Generations) -> None:
    names = [published(generations, text, full=True) for text in "abcd"]
    for name, text in zip(names[1:], "bcd", strict=True):
        (generations.root / name / "index" / f"{text}.bin").write_bytes(b"?")
    assert set_damaged_aside(generations) == names[1:3]
    assert generations.folders() == [names[0], names[3]]
    assert [one.partition("/index")[0] for one in damages(generations)] == [
        str(generations.root / names[3])
    ]
    assert generations.prune(3) == [names[0]]
    assert generations.prune(1) == [f"{name}.damaged" for name in names[1:3]]
    assert sorted(path.name for path in generations.root.iterdir()) == [names[3], "CURRENT"]


def test_folders_that_are_no_generations_are_left_alone(generations: Generations) -> None:
    published(generations, "a")
    for name in ("lost+found", "backup", "12"):
        (generations.root / name).mkdir()
    (generations.root / "backup" / "manifest.json").write_text("{}")
    published(generations, "b")
    generations.prune(1)
    assert {"lost+found", "backup", "12"} < {path.name for path in generations.root.iterdir()}
    assert list(damages(generations)) == []


def test_what_was_being_removed_when_a_run_was_killed_is_cleared(generations: Generations) -> None:
    published(generations, "a")
    half = generations.root / "000000.removed"
    half.mkdir()
    (half / "a.bin").touch()
    generations.begin(full=False)
    assert not half.exists()


def test_every_generation_is_read_and_each_file_that_is_not_right_is_named(
    generations: Generations,
) -> None:
    names = [published(generations, text, full=True) for text in "abc"]
    paths = [
        generations.root / name / "index" / f"{text}.bin"
        for name, text in zip(names, "abc", strict=True)
    ]
    paths[0].unlink()
    paths[1].write_bytes(b"bb")
    paths[2].write_bytes(b"x")
    stray = generations.root / names[1] / "index" / "stray"
    stray.touch()
    said = list(damages(generations))
    assert [one.partition(": ")[0] for one in said] == list(map(str, [*paths[:2], stray, paths[2]]))
    assert ["missing" in said[0], "2 bytes instead of 1" in said[1], "not what" in said[3]] == [
        True
    ] * 3


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
        (sentence,) = damages(generations)
        assert sentence.startswith(f"{path}: ")


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


@pytest.mark.parametrize("note", [b"", b"pid x", b"\xff" * 200])
def test_a_lock_whose_note_says_nothing_is_a_lock_all_the_same(tmp_path: Path, note: bytes) -> None:
    with writer_lock(tmp_path):
        (tmp_path / "LOCK").write_bytes(note)
        with pytest.raises(IndexLocked) as refused, writer_lock(tmp_path):
            pass
    assert (refused.value.facts["pid"], refused.value.facts["since"]) == (None, None)


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
