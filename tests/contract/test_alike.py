"""Every engine finds the articles whose signatures agree most with one."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.engines import ENGINES, Reader, engine_named
from searcher.engines.memory import MemoryEngine
from searcher.engines.signatures import BINS, EMPTY, agreeing, signature, signature_of
from searcher.engines.whoosh.columns import ColumnsEngine
from searcher.model import Filters, Query, Tier
from tests.corpus import article, document, indexed
from tests.property.test_columns import Run, assert_equal, filters, runs, written

TEXT = (
    "Sáng nay tàu cá bị nạn ngoài khơi được kéo về cảng, mười hai thuyền viên đều khỏe mạnh. "
    "Biên phòng tỉnh đã bàn giao thuyền viên cho gia đình và địa phương ngay trong buổi trưa."
)
NEWS = [
    article("goc", "Tàu cá về cảng", TEXT, day="2024-03-01"),
    article("sua", "Cứu tàu cá", TEXT.replace("kéo về cảng", "lai dắt vào bờ"), day="2024-03-02"),
    article("khac", "Giá vàng", "Giá vàng miếng sáng nay tăng thêm hai triệu đồng mỗi lượng."),
]
NEWEST = Query(typed="", tree=None, per_page=99)


@pytest.fixture(params=ENGINES, scope="module")
def reader(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return indexed(
        engine_named(request.param), tmp_path_factory.mktemp("index"), [NEWS[:2], NEWS[2:]]
    )


def test_the_same_text_agrees_in_every_bin_it_fills(reader: Reader) -> None:
    one = signature_of(document(NEWS[0]))
    found = reader.alike(one, 10, least=20)
    assert found.ids == ("goc", "sua")
    assert found.scores[0] == np.count_nonzero(one != EMPTY)
    assert found.scores[1] < found.scores[0]
    assert found.tiers.tolist() == [Tier.MOST] * 2
    np.testing.assert_array_equal(reader.signatures(found.numbers)[0], one)


def test_a_limit_keeps_the_best_and_filters_hold(reader: Reader) -> None:
    one = signature_of(document(NEWS[0]))
    assert reader.alike(one, 1).ids == ("goc",)
    assert reader.alike(one, 9, least=20, exclude=frozenset(["goc"])).ids == ("sua",)
    assert reader.alike(one, 9, least=20, filters=Filters(until=date(2024, 3, 1))).ids == ("goc",)


def test_a_text_without_a_run_is_like_nothing(reader: Reader) -> None:
    assert reader.alike(signature([["giá", "vàng"]]), 10).ids == ()


@given(history=runs(), which=st.integers(0, 30), limits=filters(), limit=st.integers(1, 5))
@settings(max_examples=25)
def test_the_columns_find_what_the_plain_engine_finds(
    history: list[Run], which: int, limits: Filters, limit: int
) -> None:
    documents = [one for batches, _ in history for batch in batches for one in batch]
    one = signature_of(documents[which % len(documents)]) if documents else np.ones(BINS, np.uint8)
    found = []
    for engine in (ColumnsEngine(), MemoryEngine()):
        with written(engine, history) as reader:
            out = frozenset(["id1"])
            found.append(reader.alike(one, limit, least=2, filters=limits, exclude=out))
    assert_equal(*found)


@given(st.lists(st.lists(st.integers(0, 3), min_size=BINS, max_size=BINS), max_size=4))
@settings(max_examples=40)
def test_bins_are_counted_as_one_would_by_hand(rows: list[list[int]]) -> None:
    table = np.array(rows, np.uint8).reshape(-1, BINS)
    for one in table:
        expected = [sum(a == b != 0 for a, b in zip(row, one, strict=True)) for row in table]
        assert agreeing(table, one).tolist() == expected
