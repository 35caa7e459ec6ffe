"""Every engine tells how rare keys are, and knows the words of its articles by their keys."""

from pathlib import Path

import numpy as np
import pytest

from searcher.engines import ENGINES, Reader, engine_named
from searcher.engines.memory import MemoryEngine
from searcher.engines.scoring import idf
from searcher.engines.whoosh.columns import ColumnsEngine
from searcher.errors import ArticleNotFound
from searcher.model import Reading, View
from searcher.vietnamese import document_numbers
from tests.corpus import article, indexed

NEWS = [
    article(
        "bao", "Bão số 3", "Bão số 3 đổ bộ Quảng Ninh theo Công điện 86/CĐ-TTg.", day="2024-09-07"
    ),
    article("lu", "Lũ sau bão", "Quảng Ninh thống kê thiệt hại sau cơn bão.", day="2024-09-09"),
    article("bong", "Đội bóng", "Người dân Quảng Ninh mừng đội bóng.", day="2023-05-01"),
    article("khac", "Giá vàng", "Giá vàng tăng trở lại."),
]
KEYS = [
    Reading(view=View.WORDS, key="quảng_ninh"),
    Reading(view=View.WORDS, key="bão"),
    Reading(view=View.FOLDED, key="vang"),
    Reading(view=View.NUMBERS, key="86/cđ-ttg"),
    Reading(view=View.WORDS, key="sao_hỏa"),
    Reading(view=View.NUMBERS, key="1/nq-cp"),
]


@pytest.fixture(params=ENGINES, scope="module")
def reader(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return indexed(
        engine_named(request.param), tmp_path_factory.mktemp("index"), [NEWS[:2], NEWS[2:]]
    )


def test_a_rarity_is_the_idf_of_the_score_and_0_for_what_no_article_has(reader: Reader) -> None:
    found = reader.rarities(KEYS)
    assert found[:3].tolist() == pytest.approx([idf(4, 3), idf(4, 2), idf(4, 1)])
    assert found[4:].tolist() == [0.0, 0.0]
    assert reader.rarities([]).shape == (0,)


def test_engines_agree_on_rarities(tmp_path: Path) -> None:
    keys = [*KEYS, Reading(view=View.NUMBERS, key=document_numbers(NEWS[0].body)[0])]
    readers = [
        indexed(engine, tmp_path / engine.name, [NEWS[:3], NEWS[3:]])
        for engine in (MemoryEngine(), ColumnsEngine())
    ]
    one, other = (reader.rarities(keys) for reader in readers)
    np.testing.assert_allclose(one, other, rtol=1e-12)
    assert one[-1] == pytest.approx(idf(4, 1))


def test_words_are_known_by_their_keys_and_their_keys_by_the_words(reader: Reader) -> None:
    bags = reader.forward(np.arange(4), ()).bags
    wanted = ["thiệt_hại", "sao_hỏa", "quảng_ninh", "giá"]
    places, words = bags.known(wanted)
    assert places.tolist() == [0, 2, 3]
    assert bags.keys(words) == ["thiệt_hại", "quảng_ninh", "giá"]
    assert bags.known([])[1].tolist() == []


def test_known_words_weigh_as_they_do_in_the_bags(reader: Reader) -> None:
    bags = reader.forward(np.arange(4), ()).bags
    _, (word,) = bags.known(["thiệt_hại"])
    cosines = bags.cosines(np.array([word]), np.array([1.0]))
    row, number, share = bags.of(np.arange(4))
    assert cosines.tolist() == pytest.approx(
        [sum(share[(row == at) & (number == word)]) for at in range(4)], abs=1e-6
    )
    assert np.count_nonzero(cosines) == 1


def test_articles_are_numbered_as_candidates_are(reader: Reader) -> None:
    found = reader.nearest(KEYS[:2], 10)
    assert reader.numbers(found.ids).tolist() == found.numbers.tolist()
    assert reader.numbers([]).tolist() == []
    with pytest.raises(ArticleNotFound, match="sao-hoa"):
        reader.numbers(["bao", "sao-hoa"])
