"""Input at the edges, a disk that fills, two writers: the right answer or one clear error, and the old index whole."""

import multiprocessing
import resource
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from searcher.engines.whoosh.columns import ColumnsEngine, ColumnsWriter
from searcher.engines.whoosh.columns.manifest import read_manifest
from searcher.errors import ArchiveError, IndexLocked, NoSpace, TimTinError
from searcher.model import Article, Document, Phrase, Query, Reading, Tokens, View, Word
from searcher.parse import parse_query
from searcher.publish.lock import writer_lock
from tests.corpus import article, document
from tests.engines.mixing import analysed, mixed

ENGINE = ColumnsEngine()
NEWS = mixed(120, seed=31)


def publish(folder: Path, documents: list[Document], gone: tuple[str, ...] = ()) -> None:
    writer = ENGINE.writer(folder)
    try:
        writer.write(documents)
        writer.delete(gone)
        writer.finish()
    except BaseException:
        writer.abandon()
        raise


def word(key: str) -> Word:
    reading = Reading(view=View.ACCENTED, key=key)
    return Word(typed=key, accented=key, folded=key, marked=False, readings=(reading,))


def test_an_empty_batch_changes_nothing(tmp_path: Path) -> None:
    publish(tmp_path, [])
    assert ENGINE.reader(tmp_path).statistics().articles == 0
    publish(tmp_path, analysed(NEWS[:5]))
    before = read_manifest(tmp_path)
    publish(tmp_path, [])
    publish(tmp_path, [], gone=("nobody",))
    assert read_manifest(tmp_path) == before
    assert list(ENGINE.reader(tmp_path).scan()) == NEWS[:5]


def test_an_archive_may_lose_every_article(tmp_path: Path) -> None:
    publish(tmp_path, analysed(NEWS[:5]))
    publish(tmp_path, [], gone=tuple(one.id for one in NEWS[:5]))
    reader = ENGINE.reader(tmp_path)
    assert reader.search(parse_query(""), 10).total == 0
    assert reader.search(parse_query("thành phố"), 10).total == 0
    assert list(reader.check()) == []


def test_an_article_of_five_megabytes_is_found_by_its_last_words(tmp_path: Path) -> None:
    body = "Thành phố Huế đón khách. " * 170_000 + "Cuối bài có chữ hiếm hoi."
    assert len(body.encode()) > 5_000_000
    huge = article("to", "Bài rất to", body)
    publish(tmp_path, [*analysed(NEWS[:20]), document(huge)])
    reader = ENGINE.reader(tmp_path)
    assert reader.search(parse_query('"chữ hiếm hoi"'), 5).ids == ("to",)
    assert reader.search(parse_query('"thành phố huế đón khách"'), 5).ids == ("to",)
    assert reader.articles(["to"]) == [huge]
    publish(tmp_path, analysed(NEWS[20:60]))
    assert ENGINE.reader(tmp_path).search(parse_query('"chữ hiếm hoi"'), 5).ids == ("to",)


def test_a_term_of_sixty_kilobytes_is_a_term_like_others(tmp_path: Path) -> None:
    long, near = "x" * 60_000, "x" * 59_999 + "y"
    body = Tokens(accented=(long, "a", near), folded=(long, "a", near), words=(long,), starts=(0,))
    publish(tmp_path, [Document(article=Article(id="dai", title="dài"), body=body)])
    publish(tmp_path, analysed(NEWS[:3]))
    reader = ENGINE.reader(tmp_path)
    for key in (long, near):
        assert reader.search(Query(typed="", tree=word(key)), 5).ids == ("dai",)
    phrase = Phrase(words=(word(long), word("a"), word(near)))
    assert reader.search(Query(typed="", tree=phrase), 5).ids == ("dai",)
    assert reader.search(Query(typed="", tree=word("x" * 60_001)), 5).total == 0


def _limited(folder: Path, size: int, first: int, gone: tuple[str, ...]) -> TimTinError | None:
    """Publish in a process whose files may not grow beyond `size` bytes."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    try:
        publish(folder, analysed(mixed(60, seed=32, first=first)) if first else [], gone)
    except TimTinError as error:
        return error
    return None


def in_a_process(work: Callable[..., TimTinError | None], *given: object) -> TimTinError | None:
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(work, given)


@pytest.mark.parametrize("size", [100, 1_000, 60_000, 130_000])
def test_a_disk_that_fills_leaves_the_old_index_whole(tmp_path: Path, size: int) -> None:
    """A small run, its mask, and the merge with 120 articles: whichever write fails, it is NoSpace."""
    publish(tmp_path, analysed(NEWS))
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    failed = in_a_process(_limited, tmp_path, size, 1000, ("bai-3",))
    assert isinstance(failed, NoSpace)
    assert str(tmp_path) in failed.en
    assert str(tmp_path) in failed.vi
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
    publish(tmp_path, analysed(mixed(60, seed=32, first=1000)), gone=("bai-3",))
    assert ENGINE.reader(tmp_path).statistics().articles == 179


def test_the_table_of_contents_may_be_what_the_disk_has_no_room_for(tmp_path: Path) -> None:
    publish(tmp_path, analysed(NEWS[:10]))
    failed = in_a_process(_limited, tmp_path, 200, 0, ())
    assert isinstance(failed, NoSpace)
    assert list(ENGINE.reader(tmp_path).scan()) == NEWS[:10]
    publish(tmp_path, [])


def test_a_second_writer_is_told_who_writes(tmp_path: Path) -> None:
    with writer_lock(tmp_path), pytest.raises(IndexLocked, match="pid"), writer_lock(tmp_path):
        pytest.fail("two writers hold the lock")  # pragma: no cover


def test_two_writers_in_one_folder_never_leave_a_broken_index(tmp_path: Path) -> None:
    """The lock above keeps them apart; without it the last one to finish wins, or is refused."""
    publish(tmp_path, analysed(NEWS[:20]))
    one, other = ENGINE.writer(tmp_path), ENGINE.writer(tmp_path)
    one.write(analysed(NEWS[20:40]))
    other.write(analysed(NEWS[40:60]))
    for writer in (one, other):
        finish_or_abandon(writer)
        reader = ENGINE.reader(tmp_path)
        assert list(reader.check()) == []
        assert len(list(reader.scan())) == 40


def finish_or_abandon(writer: ColumnsWriter) -> None:
    try:
        writer.finish()
    except ArchiveError:
        writer.abandon()


def test_a_killed_writer_leaves_files_that_the_next_one_sweeps_away(tmp_path: Path) -> None:
    publish(tmp_path, analysed(NEWS[:20]))
    copy = Path(shutil.copytree(tmp_path, tmp_path / "copy"))
    for path in copy.glob("MAIN_*.npk"):
        shutil.copy(path, copy / "MAIN_00000000000000aa.npk")
        shutil.copy(path, copy / "MAIN_00000000000000ab.npk.new")
    publish(copy, analysed(NEWS[20:30]))
    named = {entry.file for entry in read_manifest(copy)}
    assert {path.name for path in copy.glob("MAIN_*")} == named
