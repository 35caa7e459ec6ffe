"""The page of results: what it shows, and that every link on it leads somewhere."""

from pathlib import Path

import pytest

from searcher import Settings
from tests.webui.conftest import Visitor, publish
from tests.webui.news import FLOODS
from webui import create_app


def test_words_without_diacritics_find_and_mark_the_accented_ones(visitor: Visitor) -> None:
    page = visitor.open("/tim?q=nuoc+lu")
    assert "Tìm thấy 25 bài" in page.text("//p[@role='status']")
    assert len(page.all("//ol/li")) == 10
    assert "Nước lũ" in page.texts("//h2/a/mark")


def test_form_keeps_every_value(visitor: Visitor) -> None:
    page = visitor.open(
        "/tim?q=n%C6%B0%E1%BB%9Bc&from=01/10/2024&to=2024-10-20&source=B%C3%A1o+M%C6%B0a&sort=newest"
    )
    values = {
        one.get("name"): one.get("value") for one in page.all("//form[@class='full-search']//input")
    }
    assert values == {
        "q": "nước",
        "from": "2024-10-01",
        "to": "2024-10-20",
        "source": "Báo Mưa",
        "sort": "newest",
    }


def test_hit_shows_source_category_and_time(visitor: Visitor) -> None:
    page = visitor.open("/tim?q=giao+%C6%B0%E1%BB%9Bc")
    assert page.texts("//li[1]//*[@class='meta']/*") == [
        "Cổng thông tin",
        "Văn hóa",
        "16:16 - 04/03/2024",
    ]


def test_facets_narrow_and_chips_widen_again(visitor: Visitor) -> None:
    page = visitor.open("/tim?q=nuoc+lu")
    narrowed = visitor.open(page.links("//aside//a")["Báo Mưa 13"])
    assert "Tìm thấy 13 bài" in narrowed.text("//p[@role='status']")
    (chip,) = narrowed.links("//ul[contains(@class, 'chips')]//a").items()
    assert chip[0] == "Bỏ bộ lọc Nguồn: Báo Mưa ×"
    assert "Tìm thấy 25 bài" in visitor.open(chip[1]).text("//p[@role='status']")


def test_a_chosen_facet_links_to_the_answer_without_it(visitor: Visitor) -> None:
    page = visitor.open("/tim?q=nuoc+lu&source=B%C3%A1o+M%C6%B0a")
    assert page.links("//aside//a")["Báo Mưa 13"] == "/tim?q=nuoc+lu"


def test_months_are_links_to_their_days(visitor: Visitor) -> None:
    page = visitor.open("/tim?q=nuoc+lu")
    link = page.links("//aside//a")["Tháng 10/2024 25"]
    assert link == "/tim?q=nuoc+lu&from=2024-10-01&to=2024-10-31"
    assert "Tìm thấy 25 bài" in visitor.open(link).text("//p[@role='status']")


def test_pages_follow_one_another_and_hold_every_hit_once(visitor: Visitor) -> None:
    seen: list[str] = []
    address: str | None = "/tim?q=nuoc+lu"
    while address:
        page = visitor.open(address)
        seen += page.texts("//ol/li//h2")
        following = page.all("//head/link[@rel='next']")
        assert len(following) == len(page.all("//nav//a[@rel='next']"))
        address = str(following[0].get("href")) if following else None
    assert len(seen) == len(set(seen)) == 25


@pytest.mark.parametrize(("sort", "first"), [("newest", "ngày thứ 25"), ("oldest", "ngày thứ 1")])
def test_orders_by_date(visitor: Visitor, sort: str, first: str) -> None:
    page = visitor.open(f"/tim?q=nuoc+lu&sort={sort}")
    assert page.texts("//ol/li//h2")[0].endswith(first)
    assert page.all("//a[@aria-current='true']")[0].get("href") == f"/tim?q=nuoc+lu&sort={sort}"


def test_articles_with_most_of_the_words_follow_behind_a_divider(visitor: Visitor) -> None:
    page = visitor.open("/tim?q=khoi+thi+dua+giao")
    said = page.text("//p[@role='status']")
    assert "có đủ các từ" in said
    assert page.texts("//p[@id='partly']") == ["Các bài có phần lớn các từ"]
    assert len(page.all("//ol")) == 2


def test_nothing_typed_lists_all_newest_first_and_says_so(visitor: Visitor) -> None:
    page = visitor.open("/tim?q=")
    assert page.text("//h1") == "Tất cả tin, mới nhất trước"
    assert "Bạn chưa gõ từ nào" in page.text()
    assert page.texts("//ol/li//h2")[0].endswith("ngày thứ 25")


def test_no_hits_offers_only_ways_that_find_something(visitor: Visitor) -> None:
    page = visitor.open(
        "/tim?q=giao+uoc&from=2020-01-01&to=2020-01-02&category=Th%E1%BB%9Di+ti%E1%BA%BFt"
    )
    assert page.text("//p[@role='status']") == "Không tìm thấy bài nào."
    ways = page.links("//div[@class='note']/ul[1]//a")
    assert list(ways) == ["Bỏ mọi bộ lọc"]
    assert "Tìm thấy 1 bài" in visitor.open(ways["Bỏ mọi bộ lọc"]).text("//p[@role='status']")


def test_quick_days_link_to_days_of_today(visitor: Visitor) -> None:
    quick = visitor.open("/tim?q=lu").links("//ul[contains(@class, 'quick')]//a")
    assert list(quick) == ["Hôm nay", "7 ngày", "30 ngày", "Năm nay"]
    for link in quick.values():
        page = visitor.open(link)
        assert page.text("//ul[contains(@class, 'chips')]").startswith("Bỏ bộ lọc")
        assert len(page.all("//ul[contains(@class, 'quick')]//a[@aria-current]")) >= 1


def test_every_local_link_of_the_page_leads_somewhere(visitor: Visitor) -> None:
    page = visitor.open("/tim?q=b%E1%BA%ABy")
    for link in page.local_links():
        visitor.follow(link)


def test_per_page_is_kept_in_links(visitor: Visitor) -> None:
    page = visitor.open("/tim?q=nuoc+lu&per_page=5")
    assert len(page.all("//ol/li")) == 5
    assert page.all("//a[@rel='next']")[0].get("href") == "/tim?q=nuoc+lu&per_page=5&page=2"


def test_unknown_parameters_are_ignored(visitor: Visitor) -> None:
    assert "Tìm thấy 25 bài" in visitor.open("/tim?q=nuoc+lu&utm=x&%00=1").text(
        "//p[@role='status']"
    )


def test_a_keyboard_set_wrong_is_seen_through_and_one_click_takes_that_back(
    visitor: Visitor,
) -> None:
    page = visitor.open("/tim?q=nuwowcs+lux")
    assert "Tìm thấy 25 bài" in page.text("//p[@role='status']")
    assert page.text("//p[@class='note']/strong") == "nước lũ"
    undone = page.links("//p[@class='note']//a")["tìm đúng chữ đã gõ"]
    assert undone == "/tim?q=nuwowcs+lux&verbatim=1"
    assert "nước lũ" not in visitor.open(undone).texts("//p[@class='note']/strong")


def test_a_date_said_among_the_words_is_a_chip_that_can_be_removed(visitor: Visitor) -> None:
    page = visitor.open("/tim?q=n%C6%B0%E1%BB%9Bc+l%C5%A9+th%C3%A1ng+10%2F2024")
    (chip,) = page.links("//ul[contains(@class, 'chips')]//a").items()
    assert "tháng 10/2024" in chip[0]
    assert "verbatim=1" in chip[1]


def test_many_values_of_a_facet_wait_behind_a_click(visitor: Visitor) -> None:
    page = visitor.open("/tim?q=nuoc+lu")
    (authors,) = page.all("//aside//section[h3='Tác giả']")
    assert len(authors.xpath("./ul/li")) == 8
    assert [one.text for one in authors.xpath("./details/summary")] == ["Thêm 17"]
    assert len(authors.xpath("./details/ul/li")) == 17


def test_a_long_time_is_narrowed_year_by_year(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "indexes", engine="memory", workers=1)
    years = range(2010, 2025)
    publish(
        settings,
        tmp_path,
        *({**FLOODS[0], "id": f"y{year}", "published": f"{year}-05-02"} for year in years),
        *({**FLOODS[0], "id": f"a{n}", "author": f"Người {n}"} for n in range(60)),
    )
    visitor = Visitor(create_app(settings).test_client())
    page = visitor.open("/tim?q=lu")
    assert "và 21 nữa" in page.text("//aside//section[h3='Tác giả']")
    assert not page.all("//aside//details[@class='year']")
    link = page.links("//aside//section[h3='Thời gian']//ul//a")["2012 1"]
    assert "Tìm thấy 1 bài" in visitor.open(link).text("//p[@role='status']")
    assert visitor.open(link).texts("//details[@class='year']//a") == ["Tháng 5/2012 1"]


@pytest.mark.parametrize(
    ("asked", "chip"),
    [
        ("from=2024-10-05", "Từ 05/10/2024"),
        ("to=2024-10-05", "Đến 05/10/2024"),
        ("from=2024-10-05&to=2024-10-05", "Ngày 05/10/2024"),
        ("from=2024-10-05&to=2024-10-06", "Từ 05/10/2024 đến 06/10/2024"),
    ],
)
def test_the_chip_of_days_says_which_ends_hold(visitor: Visitor, asked: str, chip: str) -> None:
    page = visitor.open(f"/tim?q=lu&{asked}")
    assert page.texts("//ul[contains(@class, 'chips')]//a") == [f"Bỏ bộ lọc {chip} ×"]
