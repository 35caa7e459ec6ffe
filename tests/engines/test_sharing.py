"""A generation that has a file of the one before by a hard link reads it once, and answers as if it had not."""

import gc
import shutil
import threading
import weakref
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from searcher.container import Container
from searcher.engines.whoosh.columns import ColumnsEngine, ColumnsReader
from searcher.engines.whoosh.columns.segment import Segment
from searcher.errors import IndexDamaged
from searcher.model import Document, View
from searcher.parse import parse_query
from tests.engines.mixing import analysed, mixed
from tests.engines.test_publishing import answers, generation, plain
from tests.replacing import replaced

ENGINE = ColumnsEngine()
BASE = 1000
"""Articles of the first generation: with fewer the next run, of two, would write them anew."""


@pytest.fixture(scope="module")
def news() -> list[Document]:
    return analysed(mixed(BASE + 1, seed=11))


def write(folder: Path, documents: list[Document], gone: tuple[str, ...] = ()) -> None:
    writer = ENGINE.writer(folder)
    writer.write(documents)
    writer.delete(gone)
    writer.finish()


@pytest.fixture
def home(tmp_path: Path, news: list[Document]) -> Path:
    """Return two generations: the second changes one article of the first, deletes one and brings one."""
    write(generation(tmp_path, 1), news[:BASE])
    changed = replace(news[4], article=replace(news[4].article, reads=77))
    write(generation(tmp_path, 2), [*news[BASE:], changed], ("bai-7",))
    return tmp_path


def opened(home: Path, number: int) -> ColumnsReader:
    return ENGINE.reader(home / f"{number:06}")


def files(reader: ColumnsReader) -> list[Segment]:
    return list(reader.collection.segments)


def elsewhere(home: Path, number: int) -> ColumnsReader:
    """Return a reader of the same content in files of its own."""
    copied = home / f"copied-{number}"
    shutil.copytree(home / f"{number:06}", copied)
    return ENGINE.reader(copied)


def test_the_file_both_have_is_open_once(home: Path) -> None:
    first = opened(home, 1)
    second = opened(home, 2)
    assert len(files(second)) == 2
    assert files(second)[0].container is files(first)[0].container
    assert files(second)[1].container is not files(first)[0].container


def test_what_was_decoded_of_it_is_decoded_no_more(home: Path) -> None:
    first = opened(home, 1)
    answers(first)
    second = opened(home, 2)
    assert files(second)[0].strings is files(first)[0].strings
    assert files(second)[0].postings is files(first)[0].postings


def test_what_was_compared_with_its_checksums_is_compared_no_more(home: Path) -> None:
    first = opened(home, 1)
    container = files(first)[0].container
    container.prove()
    opened(home, 2)
    names = list(container)
    assert all(container.guarded(name).is_sound for name in names)


def test_each_has_its_own_mask(home: Path) -> None:
    first = opened(home, 1)
    before = plain(answers(first))
    second = opened(home, 2)
    assert plain(answers(second)) == plain(answers(elsewhere(home, 2)))
    assert plain(answers(first)) == before
    assert first.search(parse_query(""), 1).total == BASE
    assert second.search(parse_query(""), 1).total == BASE  # one came, one went
    assert files(first)[0].live.all()
    assert np.count_nonzero(~files(second)[0].live) == 2
    counted = [files(one)[0].frequencies[View.WORDS].sum() for one in (first, second)]
    assert counted[1] < counted[0]


def test_going_back_to_the_first_generation_shows_what_the_second_hides(home: Path) -> None:
    first = opened(home, 1)
    before = plain(answers(first))
    second = opened(home, 2)
    answers(second)
    first.close()
    assert plain(answers(opened(home, 1))) == before


def test_a_damage_is_told_by_the_name_the_file_has_now(home: Path) -> None:
    path = _largest(home / "000001")
    content = bytearray(path.read_bytes())
    place = Container(path)["stored.blocks"].tobytes()[:64]
    content[bytes(content).index(place) + 40] ^= 0xFF
    with path.open("r+b") as file:  # the file itself: the generation after it has it, too
        file.write(content)
    first, second = opened(home, 1), opened(home, 2)
    shutil.rmtree(home / "000001")
    with pytest.raises(IndexDamaged) as told:
        list(second.scan())
    assert "000002" in told.value.vi
    first.close()


def _largest(folder: Path) -> Path:
    return max(folder.iterdir(), key=lambda path: path.stat().st_size)


def test_nothing_is_held_when_nobody_has_it_open(home: Path) -> None:
    first = opened(home, 1)
    held = weakref.ref(files(first)[0].container)
    answers(first)
    first.close()
    del first
    _wait_for_checksums()
    gc.collect()
    assert held() is None


def _wait_for_checksums() -> None:
    for thread in threading.enumerate():
        if thread.name == "checksums":
            thread.join()


def test_a_file_that_was_written_anew_is_another_one(home: Path) -> None:
    first = opened(home, 1)
    path = _largest(home / "000002")
    content = path.read_bytes()
    replaced(path, content)
    second = opened(home, 2)
    assert files(second)[0].container is not files(first)[0].container
    assert plain(answers(second)) == plain(answers(elsewhere(home, 2)))
