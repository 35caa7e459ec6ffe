"""The files of synonyms: published whole, known by their number, told when damaged."""

import errno
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from searcher.disk import troubled
from searcher.errors import IndexChanged, IndexDamaged, IndexMissing, NoSpace
from searcher.publish.durable import write_durably
from searcher.publish.seals import pointer
from searcher.settings import Settings
from searcher.synonyms import Edition, Synonyms, read_synonyms

MARK = b"# timtin synonyms "
ONE = read_synonyms("đồng nghĩa;xe ôm;xe thồ;đường;ghi chú")
TWO = read_synonyms("viết tắt;CSGTX;cảnh sát giao thông xã\nsáp nhập;Hà Giang;Tuyên Quang")


@pytest.fixture
def made(tmp_path: Path) -> Settings:
    """Make the folder of an index that shows a generation."""
    settings = Settings(home=tmp_path)
    (settings.folder / "000001").mkdir(parents=True)
    write_durably(settings.folder / "CURRENT", pointer("000001"))
    return settings


@pytest.fixture
def synonyms(made: Settings) -> Synonyms:
    return Synonyms(made, lambda: 1_700_000_000.0)


def test_there_are_none_before_the_first_edition(synonyms: Synonyms) -> None:
    assert synonyms.current() == Edition()
    assert synonyms.former() == ()


def test_an_edition_is_read_as_it_was_published(synonyms: Synonyms) -> None:
    synonyms.publish(ONE, "hương", 0)
    assert synonyms.current() == Edition(number=1, by="hương", at=1_700_000_000.0, rows=ONE)


def test_editions_before_the_last_are_kept_and_come_back(synonyms: Synonyms) -> None:
    synonyms.publish(ONE, "hương", 0)
    synonyms.publish(TWO, "lan", 1)
    assert synonyms.former() == (1,)
    old = synonyms.edition(1)
    assert old is not None
    assert (old.by, old.rows) == ("hương", ONE)
    again = synonyms.publish(old.rows, "lan", 2)
    assert (again.number, synonyms.current().rows, synonyms.former()) == (3, ONE, (2, 1))
    assert synonyms.edition(3) is synonyms.edition(99) is None


def test_no_rows_are_an_edition_too(synonyms: Synonyms) -> None:
    synonyms.publish(ONE, "hương", 0)
    synonyms.publish((), "hương", 1)
    assert synonyms.current().rows == ()
    assert synonyms.current().number == 2
    synonyms.publish(ONE, "hương", 2)
    assert synonyms.current().number == 3


def test_who_saw_another_edition_publishes_nothing(synonyms: Synonyms) -> None:
    synonyms.publish(ONE, "hương", 0)
    with pytest.raises(IndexChanged, match="hương"):
        synonyms.publish(TWO, "lan", 0)
    assert synonyms.current().rows == ONE


def test_of_many_at_once_one_publishes(made: Settings) -> None:
    done: list[int] = []
    late: list[IndexChanged] = []

    def publish() -> None:
        try:
            done.append(Synonyms(made).publish(ONE, "ai", 0).number)
        except IndexChanged as error:
            late.append(error)

    threads = [threading.Thread(target=publish) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (done, len(late)) == ([1], 7)


def test_an_index_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(IndexMissing):
        Synonyms(Settings(home=tmp_path)).publish(ONE, "hương", 0)
    assert list(tmp_path.iterdir()) == []


def test_fifty_editions_are_kept(synonyms: Synonyms) -> None:
    for number in range(55):
        synonyms.publish(ONE if number % 2 else TWO, "hương", number)
    assert synonyms.former() == tuple(range(54, 4, -1))


def test_a_file_written_by_hand_is_read_and_kept(made: Settings, synonyms: Synonyms) -> None:
    text = "# của tôi\nđồng nghĩa\txe ôm\txe thồ\n"
    (made.folder / "synonyms.tsv").write_text(text, encoding="utf-8")
    assert [row.full for row in synonyms.current().rows] == ["xe thồ"]
    assert synonyms.publish(TWO, "hương", 0).number == 2
    kept = synonyms.edition(1)
    assert kept is not None
    assert [row.full for row in kept.rows] == ["xe thồ"]


def test_no_changed_byte_passes_for_what_was_published(made: Settings, synonyms: Synonyms) -> None:
    synonyms.publish(ONE, "hương", 0)
    path = made.folder / "synonyms.tsv"
    whole = path.read_bytes()
    for place in range(len(whole)):
        path.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        if place < len(
            MARK
        ):  # without its mark it is a file written by hand, or none that can be read
            with suppress(IndexDamaged):
                assert synonyms.current().number == 0
        else:
            with pytest.raises(IndexDamaged, match=r"synonyms\.tsv"):
                synonyms.current()
    for length in range(len(MARK), len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(IndexDamaged):
            synonyms.current()


def test_a_damaged_edition_can_be_replaced(made: Settings, synonyms: Synonyms) -> None:
    synonyms.publish(ONE, "hương", 0)
    synonyms.publish(TWO, "hương", 1)
    (made.folder / "synonyms.tsv").write_bytes(b"\xff\xfe")
    with pytest.raises(IndexDamaged):
        synonyms.current()
    assert synonyms.publish(ONE, "hương", 0).number == 2
    assert synonyms.current().rows == ONE


@pytest.mark.parametrize("step", range(8))
def test_a_call_of_the_system_that_fails_leaves_an_edition_in_use(
    made: Settings, synonyms: Synonyms, step: int
) -> None:
    synonyms.publish(ONE, "hương", 0)
    calls: list[str] = []

    def full(what: str, _path: Path, size: int) -> int:
        calls.append(what)
        if len(calls) == step + 1:
            raise OSError(errno.ENOSPC, "no space")
        return size

    with troubled(full), suppress(NoSpace, OSError):
        synonyms.publish(TWO, "lan", 1)
    assert synonyms.current().rows in (ONE, TWO)
    seen = synonyms.current().number
    assert synonyms.publish(TWO, "lan", seen).number > seen
