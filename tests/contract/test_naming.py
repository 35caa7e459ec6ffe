"""Articles named by their source, site, category, author or tags: the same on every engine."""

from pathlib import Path

import pytest

from searcher.engines import ENGINES, Reader, engine_named
from searcher.model import Sort
from searcher.parse import parse_query
from tests.corpus import article, indexed

NEWS = [
    article("a", "Lũ quét ở Lâm Đồng", source="Báo Lâm Đồng", url="https://www.baolamdong.vn/a", tags=("Lũ quét", "Đà Lạt"), category="Thời sự", author="Hà Anh", day="2024-03-01"),
    article("b", "Lũ về", source="Cổng Lâm Đồng", url="https://lamdong.gov.vn/b.htm", tags=("lũ  quét",), category="Thời sự", author="Lê Bình", day="2024-03-02"),
    article("c", "Hoa nở", source="VnExpress", url="http://du-lich.lamdong.gov.vn:8080/c", tags=("Đà Lạt",), category="Du lịch", day="2024-03-03"),
    article("d", "Không tên"),
]  # fmt: skip


@pytest.fixture(params=ENGINES, scope="module")
def reader(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Reader:
    runs = [[NEWS[0], NEWS[1]], [NEWS[2]], [NEWS[3]]]
    return indexed(engine_named(request.param), tmp_path_factory.mktemp("index"), runs)


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ('nguồn:"Báo Lâm Đồng"', "a"),
        ('source:"bao lam dong"', "a"),
        ("nguồn:Báo", ""),
        ("nguồn:lamdong.gov.vn", ""),
        ("site:vnexpress", "c"),
        ("site:lamdong.gov.vn", "cb"),
        ("site:www.lamdong.gov.vn", "cb"),
        ("site:https://lamdong.gov.vn/b.htm", "cb"),
        ("site:vn", "cba"),
        ("site:dong.gov.vn", ""),
        ('thẻ:"lũ quét"', "ba"),
        ("thẻ:lũ", ""),
        ('thẻ:("lu quet" "da lat")', "a"),
        ('thẻ:("lu quet" OR "da lat")', "cba"),
        ('-thẻ:"đà lạt"', "bd"),
        ('chuyên-mục:"thời sự" tác-giả:"hà anh"', "a"),
        ('chuyên-mục:"thời sự" -tác-giả:"hà anh"', "b"),
        ('author:("Hà Anh" OR "Lê Bình")', "ba"),
        ('nguồn:VnExpress OR thẻ:"lũ quét"', "cba"),
        ('lũ nguồn:"cổng lâm đồng"', "b"),
        ('nở OR nguồn:"Báo Lâm Đồng"', "ca"),
        ("tiêu-đề:(lũ site:gov.vn)", "b"),
        ("thẻ:không-có", ""),
    ],
)
def test_a_name_limits_the_articles(reader: Reader, typed: str, ids: str) -> None:
    assert "".join(reader.search(parse_query(typed), 100).ids) in {ids, ids[::-1]}
    newest = reader.search(parse_query(typed, sort=Sort.NEWEST), 100)
    assert "".join(newest.ids) == ids


def test_a_name_adds_nothing_to_the_score(reader: Reader) -> None:
    alone = reader.search(parse_query("lũ quét"), 100)
    named = reader.search(parse_query('lũ quét thẻ:"lũ quét"'), 100)
    assert named.ids[0] == alone.ids[0] == "a"
    assert named.scores[0] == alone.scores[0]


@pytest.mark.parametrize("name", ENGINES)
def test_tags_and_sites_survive_updates_and_merges(name: str, tmp_path: Path) -> None:
    again = [article("b", "Lũ rút", tags=("Nắng",), url="https://b.vn", day="2024-03-02")]
    runs = [[NEWS[0]], [NEWS[1]], [NEWS[2]], [NEWS[3]], again]
    reader = indexed(engine_named(name), tmp_path / "index", runs)
    assert list(reader.search(parse_query('thẻ:"lũ quét"'), 9).ids) == ["a"]
    assert list(reader.search(parse_query("thẻ:nắng"), 9).ids) == ["b"]
    assert set(reader.search(parse_query("site:vn"), 9).ids) == {"a", "b", "c"}
