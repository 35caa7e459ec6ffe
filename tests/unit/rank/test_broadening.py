"""What lies near the best hits of a long query is looked at too."""

import pytest

from searcher.engines import ENGINES, Reader, engine_named
from searcher.model import Query, Tier
from searcher.parse import parse_query
from searcher.rank.broadening import pooled
from searcher.searching import rank_ids
from tests.corpus import article, indexed

TOLD = "Tàu Hải Âu chìm ở vịnh Lan Hạ, cảnh sát biển Cát Bà cứu mười ngư dân Tiên Lãng."
NEWS = [
    article("tau", "Tàu cá chìm, mười ngư dân được cứu", TOLD),
    article("tau2", "Mười ngư dân trên tàu cá chìm kể lại", TOLD + " Bão đến nhanh."),
    article(
        "lan", "Vịnh Lan Hạ sau sự cố", "Cảnh sát biển Cát Bà tìm thấy Hải Âu. Tiên Lãng mừng."
    ),
    *(article(f"m{n}", f"Giá vàng phiên {n}", f"Giá vàng tăng {n} nghìn đồng.") for n in range(9)),
]


@pytest.fixture(params=ENGINES, scope="module")
def reader(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    return indexed(engine_named(request.param), tmp_path_factory.mktemp("index"), [NEWS])


def found(reader: Reader, typed: str, **options: int) -> tuple[list[str], int]:
    hits, total = rank_ids(parse_query(typed, **options), reader)  # type: ignore[arg-type]
    return [hit.id for hit in hits], total


def test_an_article_of_the_event_without_any_word_of_a_long_query_follows(reader: Reader) -> None:
    typed = "tàu cá chìm mười ngư dân được cứu"
    ids, total = found(reader, typed)
    assert set(ids[:2]) == {"tau", "tau2"}
    assert "lan" in ids
    assert total == len(ids)


def test_it_is_marked_as_one_that_lacks_words(reader: Reader) -> None:
    query = parse_query("tàu cá chìm ngư dân")
    hits, _ = rank_ids(query, reader)
    tiers = {hit.id: hit.tier for hit in hits}
    assert tiers["lan"] is Tier.MOST
    assert [hit.tier for hit in hits] == sorted((hit.tier for hit in hits), reverse=True)


@pytest.mark.parametrize(
    "typed",
    [
        "ngư dân",
        '"tàu cá chìm" mười',
        "tàu cá chìm mười ngư dân -vàng",
        "tàu cá chìm mười ngư dân +được",
        "tiêu-đề:(tàu cá chìm mười ngư dân)",
        "vàng tăng phiên nghìn đồng OR cá",
    ],
)
def test_a_short_query_and_one_with_demands_are_left_alone(reader: Reader, typed: str) -> None:
    query = parse_query(typed)
    candidates = reader.search(query, 100)
    assert pooled(candidates, query, reader).candidates.ids == candidates.ids


def test_filters_and_excluded_articles_hold(reader: Reader) -> None:
    typed = "tàu cá chìm mười ngư dân được cứu"
    hits, _ = rank_ids(parse_query(typed, exclude=frozenset(["lan"])), reader)
    assert "lan" not in {hit.id for hit in hits}


def test_pages_have_neither_gaps_nor_overlaps(reader: Reader) -> None:
    typed = "tàu cá chìm mười ngư dân được cứu"
    whole, total = found(reader, typed)
    pages = [found(reader, typed, page=page, per_page=1)[0] for page in range(1, total + 1)]
    assert [id_ for page in pages for id_ in page] == whole


def test_nothing_found_stays_nothing(reader: Reader) -> None:
    query = Query(typed="", tree=parse_query("xyzzyq plugh qwert zxcvb asdfg").tree, mixed=True)
    assert pooled(reader.search(query, 10), query, reader).size == 0
