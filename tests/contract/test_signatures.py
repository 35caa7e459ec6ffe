"""Every engine signs an article alike, however it was written, and a draft like the article it becomes."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.engines import ENGINES, Engine, engine_named
from searcher.engines.signatures import BINS, EMPTY, signature, signature_of
from searcher.engines.whoosh.columns import ColumnsEngine
from searcher.model import Query
from searcher.vietnamese import analyse, syllables
from tests.corpus import article, document, indexed
from tests.property.test_columns import Run, runs, written

EVERYTHING = Query(typed="", tree=None, per_page=100)
NEWS = [
    article("a", "Tên bài", "Ủy ban nhân dân tỉnh họp bàn việc xây cầu.", summary="Tóm tắt ngắn gọn."),
    article("b", "Tên khác", "Ủy ban nhân dân tỉnh họp bàn việc xây cầu.", summary="Tóm tắt ngắn gọn."),
    article("c", "Chỉ có tiêu đề dài như thế này"),
]  # fmt: skip


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest) -> Engine:
    return engine_named(request.param)


def test_an_article_has_the_signature_of_its_text(engine: Engine, tmp_path: Path) -> None:
    reader = indexed(engine, tmp_path, [NEWS[:1], NEWS[1:]])
    found = reader.search(EVERYTHING, 100)
    signed = dict(zip(found.ids, reader.signatures(found.numbers), strict=True))
    for one in NEWS:
        np.testing.assert_array_equal(signed[one.id], signature_of(document(one)))
    assert np.count_nonzero(signed["a"] == signed["b"]) > np.count_nonzero(signed["a"] == EMPTY)
    assert np.count_nonzero(signed["c"]) > 0


def test_no_article_has_no_signature(engine: Engine, tmp_path: Path) -> None:
    reader = indexed(engine, tmp_path, [NEWS])
    assert reader.signatures(np.zeros(0, np.int64)).shape == (0, BINS)


@given(history=runs())
@settings(max_examples=12)
def test_merging_and_deleting_change_no_signature(history: list[Run]) -> None:
    last = {one.article.id: one for batches, _ in history for batch in batches for one in batch}
    with written(ColumnsEngine(), history) as reader:
        found = reader.search(EVERYTHING, 100)
        signed = reader.signatures(found.numbers)
    for id_, row in zip(found.ids, signed, strict=True):
        np.testing.assert_array_equal(row, signature_of(last[id_]))


def test_only_runs_within_a_text_count() -> None:
    assert signature([["a", "b"], ["c", "d"]]).tolist() == [EMPTY] * BINS


def test_a_draft_without_diacritics_has_the_signature_of_its_article() -> None:
    body = NEWS[0].body
    bare = "Uy ban nhan dan tinh hop ban viec xay cau."
    (tokens,) = analyse([body])
    typed = [syllable.folded for syllable in syllables(bare)]
    np.testing.assert_array_equal(signature([tokens.folded]), signature([typed]))


@given(st.lists(st.text(max_size=4), max_size=40), st.integers(0, 40))
@settings(max_examples=40)
def test_a_passage_said_twice_changes_nothing(keys: list[str], more: int) -> None:
    one, both = signature([keys]), signature([keys, keys[:more]])
    np.testing.assert_array_equal(one, both)
