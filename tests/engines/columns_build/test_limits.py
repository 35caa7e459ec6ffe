"""What is too large for a segment or an index is said, or kept apart; nothing wraps around."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.engines.whoosh.columns import ColumnsEngine, limits
from searcher.engines.whoosh.columns.manifest import read_manifest
from searcher.engines.whoosh.columns.merging import groups
from searcher.errors import IndexTooLarge
from tests.corpus import article, document

ENGINE = ColumnsEngine()


def test_a_segment_of_too_many_syllables_names_its_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "SEGMENT_TOKENS", 100)
    writer = ENGINE.writer(tmp_path)
    writer.write([document(article("dài", "bài dài", "một hai ba " * 50))])
    with pytest.raises(IndexTooLarge, match=r"at most 100 syllables.*15\d") as caught:
        writer.finish()
    assert "100 âm tiết" in caught.value.vi
    writer.abandon()
    assert list(tmp_path.iterdir()) == []


def test_an_index_of_too_many_articles_names_its_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "INDEX_DOCUMENTS", 3)
    writer = ENGINE.writer(tmp_path)
    writer.write([document(article(f"bài {n}", "tin")) for n in range(4)])
    with pytest.raises(IndexTooLarge, match="at most 3 articles, but here are 4"):
        writer.finish()


def test_long_articles_fill_a_segment_by_their_syllables(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "FULL_TOKENS", 200)
    monkeypatch.setattr("searcher.engines.whoosh.columns.merging.FULL_TOKENS", 200)
    monkeypatch.setattr("searcher.engines.whoosh.columns.draft.DRAFT_DOCUMENTS", 1)
    writer = ENGINE.writer(tmp_path)
    for n in range(4):
        writer.write([document(article(f"bài {n}", "tin", "một hai ba " * 30))])
    writer.finish()
    assert len(read_manifest(tmp_path)) == 2


@given(st.lists(st.tuples(st.integers(0, 100), st.integers(0, 50_000_000)), max_size=12))
def test_merging_never_brings_too_many_syllables_together(sizes: list[tuple[int, int]]) -> None:
    live, tokens = [size[0] for size in sizes], [size[1] for size in sizes]
    for group in groups(live, live, tokens):
        assert sum(tokens[n] for n in group) <= limits.FULL_TOKENS or len(group) == 1
