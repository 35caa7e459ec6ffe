"""The page of one article, with all that its model has."""

from pathlib import Path
from urllib.parse import quote

import pytest

from searcher import Settings
from tests.webui.conftest import Visitor, publish
from tests.webui.news import ATTACK, FLOODS, STRANGE_ID
from webui import create_app


def test_article_shows_all_that_is_known(visitor: Visitor) -> None:
    page = visitor.open("/tin/thi-dua-2024")
    assert page.text("//h1") == "Khối Thi đua Văn hóa ký kết giao ước năm 2024"
    meta = page.text("//article/p[@class='meta']")
    assert "Lượt đọc: 567" in meta
    assert "Thời gian: 16:16 - 04/03/2024" in meta
    assert page.text("//article/p[@class='lead']") == "Chín đơn vị cùng ký giao ước."
    assert len(page.all("//div[@class='body']/p")) == 2
    assert page.text("//p[@class='author']") == "Tác giả: Hà Anh"
    links = page.links("//article//a")
    assert links["Xem bài gốc tại vanhoa.example"] == "https://vanhoa.example/tin/thi-dua-2024.html"
    assert links["thi đua"] == "/the/thi%20%C4%91ua"


def test_title_of_the_window_is_the_article(visitor: Visitor) -> None:
    title = visitor.open("/tin/thi-dua-2024").text("//title")
    assert title == "Khối Thi đua Văn hóa ký kết giao ước năm 2024 – Tìm Tin"


def test_words_searched_for_are_marked(visitor: Visitor) -> None:
    page = visitor.open("/tin/thi-dua-2024?q=hue+cham+diem")
    assert {"Huế", "chấm điểm"} <= set(page.texts("//div[@class='body']//mark"))
    assert page.links()["Kết quả cho “hue cham diem”"] == "/tim?q=hue+cham+diem"


@pytest.mark.parametrize("typed", ["%20%20", "%00", "x" * 10_000, "%FF", "%F0%9F%98%80"])
def test_a_bad_search_marks_nothing_and_hides_nothing(visitor: Visitor, typed: str) -> None:
    page = visitor.open(f"/tin/thi-dua-2024?q={typed}")
    assert not page.all("//mark")
    assert len(page.all("//div[@class='body']/p")) == 2


def test_same_group_and_other_news_stand_beside(visitor: Visitor) -> None:
    page = visitor.open("/tin/lu-07")
    assert page.texts("//aside/h2") == ["Tin liên quan", "Tin cùng nhóm", "Các tin khác"]
    lists = [page.texts(f"//aside[{number}]//h3") for number in (1, 2, 3)]
    assert [len(titles) for titles in lists] == [6, 6, 6]
    assert len({title for titles in lists for title in titles}) == 18
    days = [int(title.rpartition(" ")[2]) for title in lists[1]]
    assert days == sorted(days, reverse=True)
    assert (
        max(abs(day - 7) for day in days) <= 9
    )  # those around its own day, without the related ones


def test_the_day_is_walked_through_by_its_neighbours(tmp_path: Path) -> None:
    hours = [
        {**FLOODS[0], "id": f"gio-{hour}", "published": f"2024-10-01T{hour:02d}:00:00+07:00"}
        for hour in (6, 7, 8)
    ]
    settings = Settings(home=tmp_path / "indexes", engine="memory", workers=1)
    publish(settings, tmp_path, *hours, FLOODS[1])
    visitor = Visitor(create_app(settings).test_client())
    walked = visitor.open("/tin/gio-7").links("//nav[@class='neighbours']//a").values()
    assert list(walked) == ["/tin/gio-6", "/tin/gio-8"]
    first = visitor.open("/tin/gio-6")
    assert [a.get("rel") for a in first.all("//nav[@class='neighbours']//a")] == ["next"]
    assert not visitor.open("/tin/lu-02").all("//nav[@class='neighbours']")


def test_an_article_is_not_beside_itself(visitor: Visitor) -> None:
    page = visitor.open("/tin/lu-25")
    assert not [title for title in page.texts("//aside//h3") if title.endswith("ngày thứ 25")]


def test_article_with_nothing_but_a_title(visitor: Visitor) -> None:
    page = visitor.open("/tin/tran")
    assert "Thời gian: không rõ" in page.text()
    assert "không có phần nội dung" in page.text()
    assert page.texts("//aside/h2")[-1] == "Các tin khác"
    assert "Tin cùng nhóm" not in page.texts("//aside/h2")


def test_article_without_title(visitor: Visitor) -> None:
    assert visitor.open("/tin/khong-ten").text("//h1") == "(không có tiêu đề)"


def test_any_id_can_be_reached(visitor: Visitor) -> None:
    address = f"/tin/{quote(STRANGE_ID, safe='')}"
    assert visitor.open(address).text("//h1") == "Tin có mã lạ"
    hits = visitor.open("/tim?q=ma+la").links("//ol//a")
    assert visitor.open(hits["Tin có mã lạ"]).text("//h1") == "Tin có mã lạ"


def test_hostile_text_is_shown_and_never_markup(visitor: Visitor) -> None:
    page = visitor.open(f"/tin/{quote(ATTACK['id'], safe='')}?q={quote(ATTACK['title'][:40])}")
    assert "<script>alert(1)</script>" in page.text("//h1")
    assert not page.all("//main//script | //main//img | //*[@onerror]")
    assert all(link.startswith(("/", "#")) for link in page.links("//a").values())


def test_unknown_id_is_a_helpful_404(visitor: Visitor) -> None:
    page = visitor.open("/tin/khong-co", status=404)
    assert "khong-co" in page.text()
    assert page.all("//form[@role='search']")
    assert len(page.all("//section[contains(@class, 'lost')]//h3")) == 5
