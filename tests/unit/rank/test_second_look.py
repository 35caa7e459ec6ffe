"""The second look over a small archive in the plain engine."""

from itertools import chain
from pathlib import Path

import numpy as np
import pytest

from searcher.engines import Reader
from searcher.engines.memory import MemoryEngine
from searcher.model import Tier
from searcher.parse import parse_query
from searcher.rank import POOL, Ranked
from searcher.rank.look import recency
from searcher.searching import rank_ids
from tests.corpus import article, indexed

STORY = "Cơn bão đổ bộ vào bờ biển, mưa lớn gây ngập lụt, nhiều nhà tốc mái."
NEWS = [
    article("bao", "Bão lớn đổ bộ", STORY),
    article("bao2", "Ngập lụt sau bão", STORY + " Người dân sơ tán."),
    article("xa", "Lớn lên bên bờ đổ nát", "Bộ phim kể chuyện một cơn bão lòng."),
    article("gan", "Bờ biển", "Cầu lớn bắc qua sông. Cơn gió nhẹ."),
    article("nam", "Thời tiết miền Nam", "Miền nam nắng đẹp."),
]
MANY = [article(f"m{n:04d}", f"Tin số {n}", "mưa " * (n % 7 + 1)) for n in range(POOL + 40)]


@pytest.fixture
def reader(tmp_path: Path) -> Reader:
    return indexed(MemoryEngine(), tmp_path, [NEWS])


def ranked(reader: Reader, typed: str, **options: int) -> list[Ranked]:
    return list(rank_ids(parse_query(typed, **options), reader)[0])  # type: ignore[arg-type]


@pytest.mark.parametrize("typed", ["bão lớn đổ bộ", "bao lon do bo", "Bão lon đổ bo"])
def test_a_typed_title_is_first_in_every_form(reader: Reader, typed: str) -> None:
    assert ranked(reader, typed)[0].id == "bao"


def test_an_article_that_agrees_with_the_best_rises_above_one_that_shares_a_word(
    reader: Reader,
) -> None:
    ids = [hit.id for hit in ranked(reader, "bão đổ bộ mưa lớn gây ngập ở bờ biển")]
    assert set(ids[:2]) == {"bao", "bao2"}


def test_syllables_side_by_side_count_more_than_scattered_ones(reader: Reader) -> None:
    ids = [hit.id for hit in ranked(reader, "do bo")]
    assert ids.index("bao") < ids.index("xa")


def test_of_a_short_query_complete_articles_stand_above_the_others(reader: Reader) -> None:
    tiers = [hit.tier for hit in ranked(reader, "bão ngập lụt")]
    assert tiers == sorted(tiers, reverse=True)
    assert tiers[0] is Tier.EXACT


def test_scores_fall_from_hit_to_hit_over_all_pages(tmp_path: Path) -> None:
    reader = indexed(MemoryEngine(), tmp_path, [MANY])
    pages = [ranked(reader, "tin mưa", page=page, per_page=60) for page in range(1, 4)]
    hits = list(chain.from_iterable(pages))
    assert len({hit.id for hit in hits}) == len(hits) == len(MANY)
    scores = [hit.score for hit in hits]
    assert scores == sorted(scores, reverse=True)


def test_without_looking_again_the_engine_has_the_last_word(reader: Reader) -> None:
    query = parse_query("bão lớn")
    plain, total = rank_ids(query, reader, again=False)
    assert [hit.id for hit in plain] == list(reader.search(query, 10).ids)
    assert total == reader.search(query, 10).total


def test_a_query_of_one_word_and_one_of_nothing_are_ranked_too(reader: Reader) -> None:
    assert {hit.id for hit in ranked(reader, "nắng")} == {"nam"}
    assert len(ranked(reader, "")) == len(NEWS)
    assert ranked(reader, "xyzzyq") == []


def test_a_newer_article_has_a_gentle_advantage_and_one_without_a_date_none_either_way() -> None:
    days = np.array([738_900, 738_900 - 180, 0])
    found = recency(days, 0.1, 180)
    np.testing.assert_allclose(found, [0.1, 0.05, 0.075])
    assert not recency(days, 0.0, 180).any()
    assert not recency(np.zeros(3, np.int64), 0.1, 180).any()


def test_of_two_alike_the_newer_stands_first_unless_it_is_switched_off(tmp_path: Path) -> None:
    news = [
        article("a", "Giá vàng tăng mạnh", "Vàng miếng vượt đỉnh.", day="2023-01-01"),
        article("b", "Giá vàng tăng mạnh hôm nay", "Vàng miếng vượt đỉnh.", day="2024-06-01"),
    ]
    reader = indexed(MemoryEngine(), tmp_path, [news])
    assert ranked(reader, "vàng miếng vượt đỉnh", recency=0.3)[0].id == "b"
    assert ranked(reader, "vàng miếng vượt đỉnh", recency=0)[0].id == "a"
