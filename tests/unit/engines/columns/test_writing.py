"""Segments come, are merged, lose articles and go; what is there stays the same."""

import threading
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.engines.whoosh.columns import ColumnsEngine, ColumnsReader, draft, limits, merging
from searcher.engines.whoosh.columns.manifest import read_manifest
from searcher.engines.whoosh.columns.merging import groups
from searcher.engines.whoosh.columns.postings import CAP
from searcher.errors import IndexDamaged
from searcher.model import Article, Candidates, Document, Phrase, Query, Reading, Tokens, View, Word
from searcher.parse import parse_query
from tests.corpus import article, document
from tests.replacing import replaced

ENGINE = ColumnsEngine()


def news(first: int, last: int) -> list[Article]:
    """Return articles that differ in their numbers."""
    return [
        article(f"bai {n}", f"tin số {n}", f"nội dung chung và riêng {n % 7}", day="2024-03-01")
        for n in range(first, last)
    ]


def analysed(articles: Sequence[Article]) -> list[Document]:
    return [document(one) for one in articles]


def publish(folder: Path, articles: Sequence[Article], deleted: Sequence[str] = ()) -> None:
    writer = ENGINE.writer(folder)
    writer.write(analysed(articles))
    writer.delete(deleted)
    writer.finish()


def ask(reader: ColumnsReader, typed: str, limit: int = 1000) -> Candidates:
    return reader.search(parse_query(typed), limit)


def assert_same(one: ColumnsReader, other: ColumnsReader) -> None:
    """Compare two indexes of the same articles."""
    assert list(one.scan()) == list(other.scan())
    assert one.statistics() == other.statistics()
    for typed in ("tin số", "nội dung", '"chung và riêng"', "tin so 3", "rieng", ""):
        found, expected = ask(one, typed), ask(other, typed)
        assert found.ids == expected.ids
        assert found.total == expected.total
        np.testing.assert_allclose(found.scores, expected.scores, rtol=0, atol=1e-9)


def test_many_small_runs_answer_like_one(tmp_path: Path) -> None:
    one, many = tmp_path / "one", tmp_path / "many"
    one.mkdir(), many.mkdir()
    publish(one, news(0, 120))
    for start in range(0, 120, 5):
        publish(many, news(start, start + 5))
    assert len(read_manifest(many)) <= 4
    assert_same(ENGINE.reader(many), ENGINE.reader(one))


def test_files_that_no_segment_uses_are_removed(tmp_path: Path) -> None:
    for start in range(0, 40, 4):
        publish(tmp_path, news(start, start + 4), deleted=[f"bai {start}"])
    named = {e.file for e in read_manifest(tmp_path)} | {e.mask for e in read_manifest(tmp_path)}
    assert {path.name for path in tmp_path.glob("MAIN_*")} == named - {None}
    assert len(list(tmp_path.glob("_MAIN_*.toc"))) == 1


def test_a_run_never_changes_a_file_in_place(tmp_path: Path) -> None:
    publish(tmp_path, news(0, 30))
    kept = {p: (p.stat().st_ino, p.read_bytes()) for p in tmp_path.glob("MAIN_*")}
    publish(tmp_path, news(100, 102), deleted=["bai 3"])
    for path, (inode, content) in kept.items():
        if path.exists():
            assert (path.stat().st_ino, path.read_bytes()) == (inode, content)


def test_scores_forget_deleted_articles(tmp_path: Path) -> None:
    some, never = tmp_path / "some", tmp_path / "never"
    some.mkdir(), never.mkdir()
    publish(some, news(0, 40))
    publish(some, [], deleted=[f"bai {n}" for n in range(5)])
    publish(some, [], deleted=["bai 9"])
    publish(never, [one for one in news(5, 40) if one.id != "bai 9"])
    assert_same(ENGINE.reader(some), ENGINE.reader(never))


def by_processes(lines: Sequence[Article]) -> list[Document]:
    """Analyse in a worker: found there by name."""
    return analysed(lines)


@pytest.mark.parametrize("workers", [1, 2])
def test_workers_write_what_one_writer_writes(
    tmp_path: Path, workers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    alone, together = tmp_path / "alone", tmp_path / "together"
    alone.mkdir(), together.mkdir()
    articles = [*news(0, 50), *news(40, 60)]
    publish(alone, articles)
    writer = ENGINE.writer(together)
    writer.build([articles[:33], articles[33:]], by_processes, workers)
    writer.finish()
    assert_same(ENGINE.reader(together), ENGINE.reader(alone))


def test_a_damaged_segment_is_found_before_it_is_merged(tmp_path: Path) -> None:
    publish(tmp_path, news(0, 20))
    path = next(tmp_path.glob("MAIN_*.npk"))
    content = bytearray(path.read_bytes())
    content[200] ^= 255
    replaced(path, content)
    with pytest.raises(IndexDamaged, match=path.name):
        publish(tmp_path, news(20, 40))


def test_an_abandoned_run_leaves_no_files(tmp_path: Path) -> None:
    publish(tmp_path, news(0, 5))
    before = {path.name for path in tmp_path.iterdir()}
    writer = ENGINE.writer(tmp_path)
    writer.build([news(5, 9)], by_processes, 1)
    writer.abandon()
    assert {path.name for path in tmp_path.iterdir()} == before


def test_readers_share_nothing_that_changes(tmp_path: Path) -> None:
    publish(tmp_path, news(0, 300))
    reader = ENGINE.reader(tmp_path)
    asked = ["tin số", "nội dung chung", "riêng 3", '"nội dung"', "tin so 12", "chung"]
    expected = {typed: ask(ENGINE.reader(tmp_path), typed).ids for typed in asked}
    wrong: list[str] = []

    def work(shift: int) -> None:
        for turn in range(20):
            typed = asked[(turn + shift) % len(asked)]
            if ask(reader, typed).ids != expected[typed]:
                wrong.append(typed)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def _word(key: str) -> Word:
    reading = Reading(view=View.ACCENTED, key=key)
    return Word(typed=key, accented=key, folded=key, marked=False, readings=(reading,))


def test_frequencies_beyond_a_byte_are_exact(tmp_path: Path) -> None:
    bodies = ["ba " * n + "bon " * 50 for n in (1, 100, 127, 128, 129, 300, 3000)]
    publish(tmp_path, [article(f"a{len(body)}", "x", body) for body in bodies])
    scores = ENGINE.reader(tmp_path).search(Query(typed="", tree=_word("ba")), 10).scores
    assert len(set(scores.round(9).tolist())) == len(bodies)
    assert CAP < 2 * 300


def test_a_text_of_a_million_syllables_and_a_key_of_sixty_kilobytes(tmp_path: Path) -> None:
    huge = document(article("to", "bài to", "một hai ba bốn " * 250_000))
    long = ("x" * 60_000, "năm"), ("x" * 60_000, "nam")
    body = Tokens(accented=long[0], folded=long[1])
    writer = ENGINE.writer(tmp_path)
    writer.write([huge, Document(article=article("dai", "bài dài"), body=body)])
    writer.finish()
    reader = ENGINE.reader(tmp_path)
    phrase = Query(typed="", tree=Phrase(words=(_word("bon"), _word("mot"))))
    assert reader.search(phrase, 5).ids == ("to",)
    assert reader.search(Query(typed="", tree=_word("x" * 60_000)), 5).ids == ("dai",)
    assert list(reader.check()) == []


def test_full_drafts_wait_until_a_segment_is_full(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(draft, "DRAFT_DOCUMENTS", 10)
    monkeypatch.setattr(limits, "SEGMENT_DOCUMENTS", 25)
    monkeypatch.setattr(merging, "FULL", 5)
    writer = ENGINE.writer(tmp_path)
    for start in range(0, 60, 6):
        writer.write(analysed(news(start, start + 6)))
    writer.finish()
    assert len(read_manifest(tmp_path)) == 3
    assert [one.id for one in ENGINE.reader(tmp_path).scan()] == [f"bai {n}" for n in range(60)]


@given(st.lists(st.integers(0, 40_000), max_size=12))
@settings(max_examples=200)
def test_merging_keeps_order_and_never_overfills(live: list[int]) -> None:
    found = groups(live, live, live)
    assert all(one.start >= other.stop for one, other in pairwise(found))
    for group in found:
        assert sum(live[index] for index in group) <= limits.SEGMENT_DOCUMENTS or len(group) == 1


def test_two_hundred_small_runs_leave_few_segments() -> None:
    live = [100_000]
    for _ in range(200):
        live.append(50)
        for group in groups(live, live, live):
            live[group.start : group.stop] = [sum(live[index] for index in group)]
        assert len(live) <= 2
    assert sum(live) == 110_000


@pytest.mark.parametrize("archive", [11_000, 15_000, 40_000])
def test_small_runs_never_write_an_archive_again_for_a_few_articles(archive: int) -> None:
    live, written = [archive], 0
    for _ in range(100):
        live.append(50)
        for group in groups(live, live, live):
            written += archive in [live[index] for index in group]
            live[group.start : group.stop] = [sum(live[index] for index in group)]
        assert len(live) <= 3
    assert written == 0
