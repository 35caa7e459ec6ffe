"""Every engine finds the articles nearest to a bag of keys, and scores articles that lack them."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searcher.engines import ENGINES, Reader, engine_named
from searcher.engines.memory import MemoryEngine
from searcher.engines.whoosh.columns import ColumnsEngine
from searcher.model import Filters, Query, Reading, Tier, View
from searcher.parse import parse_query
from tests.corpus import article, indexed
from tests.property.test_columns import (
    Run,
    always_rough,
    assert_equal,
    filters,
    readings,
    runs,
    written,
)

__all__ = ["always_rough"]

NEWS = [
    article("bao", "Bão số 3", "Bão số 3 đổ bộ Quảng Ninh, tỉnh sơ tán dân.", day="2024-09-07"),
    article("lu", "Lũ sau bão", "Quảng Ninh thống kê thiệt hại sau cơn bão.", day="2024-09-09"),
    article("bong", "Đội bóng", "Người dân Quảng Ninh mừng đội bóng.", day="2023-05-01"),
    article("khac", "Giá vàng", "Giá vàng tăng trở lại."),
]


@pytest.fixture(params=ENGINES, scope="module")
def reader(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return indexed(
        engine_named(request.param), tmp_path_factory.mktemp("index"), [NEWS[:2], NEWS[2:]]
    )


def words(*keys: str) -> list[Reading]:
    return [Reading(view=View.WORDS, key=key) for key in keys]


def test_who_has_more_of_the_keys_is_nearer(reader: Reader) -> None:
    found = reader.nearest(words("quảng_ninh", "bão", "thiệt_hại"), 10)
    assert found.ids == ("lu", "bao", "bong")
    assert found.tiers.tolist() == [Tier.MOST] * 3
    assert found.total == 3


def test_filters_and_excluded_articles_hold(reader: Reader) -> None:
    since = Filters(since=date(2024, 1, 1))
    found = reader.nearest(words("quảng_ninh", "bão"), 10, filters=since, exclude=frozenset(["lu"]))
    assert found.ids == ("bao",)


def test_keys_that_no_article_has_find_nothing(reader: Reader) -> None:
    assert reader.nearest(words("sao_hỏa"), 10).ids == ()
    assert reader.nearest([], 10).ids == ()


def test_an_article_that_does_not_match_has_the_score_of_what_it_has(reader: Reader) -> None:
    everything = reader.search(Query(typed="", tree=None, per_page=9), 9)
    order = np.argsort(np.array(everything.ids))[::-1]
    query = parse_query("bão vàng")
    scores = reader.scores(query, everything.numbers[order])
    by_id = dict(zip(np.array(everything.ids)[order].tolist(), scores.tolist(), strict=True))
    assert by_id["khac"] > 0
    assert by_id["bao"] > 0
    assert by_id["bong"] == 0


def test_the_words_of_a_bag_have_names(reader: Reader) -> None:
    found = reader.nearest(words("quảng_ninh"), 10)
    bags = reader.forward(found.numbers, []).bags
    _, word, _ = bags.of(np.arange(len(found.numbers)))
    assert {"quảng_ninh", "thiệt_hại"} <= set(bags.keys(word))


Keys = list[Reading]


@given(runs(), st.lists(readings(), max_size=6), filters(), st.integers(1, 6))
@settings(max_examples=25)
def test_the_columns_find_what_the_plain_engine_finds(
    history: list[Run], keys: Keys, limits: Filters, limit: int
) -> None:
    compare(history, keys, limits, limit)


@pytest.mark.usefixtures("always_rough")
@given(runs(), st.lists(readings(), max_size=6), filters(), st.integers(1, 6))
@settings(max_examples=25)
def test_rough_sums_lose_none_of_the_nearest(
    history: list[Run], keys: Keys, limits: Filters, limit: int
) -> None:
    compare(history, [replace(key, weight=90 * key.weight) for key in keys], limits, limit)


def compare(history: list[Run], keys: Keys, limits: Filters, limit: int) -> None:
    everything = Query(typed="", tree=None, per_page=99)
    query = Query(typed="", tree=None, extras=tuple(keys))
    found, scores = [], []
    for engine in (ColumnsEngine(), MemoryEngine()):
        with written(engine, history) as reader:
            out = frozenset(["id1"])
            found.append(reader.nearest(keys, limit, filters=limits, exclude=out))
            scores.append(reader.scores(query, reader.search(everything, 99).numbers))
    assert_equal(*found)
    np.testing.assert_allclose(*scores, atol=1e-6)


def test_an_answer_knows_in_which_tier_any_article_was_found(reader: Reader) -> None:
    everything = reader.search(Query(typed="", tree=None, per_page=9), 9)
    found = reader.search(parse_query("bão quảng ninh"), 1)
    tiers = dict(zip(everything.ids, found.tiers_of(everything.numbers).tolist(), strict=True))
    assert tiers["bao"] == tiers["lu"] == Tier.EXACT
    assert tiers["khac"] == -1
