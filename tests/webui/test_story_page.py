"""The page of a story: dates, sources, who was first, and bars that can be read as a table."""

from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.webui.conftest import Visitor
from tests.webui.news import ATTACK, STRANGE_ID
from tests.webui.newsroom import desk_client, newsroom, sample

__all__ = ["desk_client", "newsroom"]

FIRE = sample("mientrung-0101")


@pytest.fixture
def reader(desk_client: FlaskClient) -> Visitor:
    return Visitor(desk_client)


def test_a_story_is_told_by_day_from_the_first_to_the_last(reader: Visitor) -> None:
    page = reader.open("/su-kien/mientrung-0101")
    days = [str(at.get("datetime")) for at in page.all("//ol[@class='days-told']/li/p//time")]
    assert days == sorted(days)
    assert len(days) == 4
    assert page.text("//h1") == FIRE["title"]
    current = page.all("//ol[@class='days-told']//a[@aria-current]")
    assert [link.get("href") for link in current] == ["/tin/mientrung-0101"]


def test_who_was_first_and_every_source_are_named(reader: Visitor) -> None:
    page = reader.open("/su-kien/mientrung-0101")
    text = page.text("//main//dl")
    first = page.all("(//ol[@class='days-told']//li/ul/li/a)[1]")[0].get("href")
    assert page.all("//main//dl//a")[0].get("href") == first
    assert FIRE["source"] in text
    assert sample("songhuong-0102")["source"] in text


def test_the_bars_say_the_same_as_the_table_and_the_list(reader: Visitor) -> None:
    page = reader.open("/su-kien/mientrung-0101")
    rows = zip(page.texts("//main//tbody//th"), page.texts("//main//tbody//td"), strict=True)
    bars = page.texts("//main//*[local-name()='figure']//*[local-name()='title']")
    assert [f"{day}: {count}" for day, count in rows] == bars
    listed = page.texts("//ol[@class='days-told']/li/p[@class='on']/a")
    assert page.texts("//main//tbody//th") == listed


def test_an_article_alone_is_told_kindly(reader: Visitor) -> None:
    page = reader.open("/su-kien/portal-0002")
    assert "đứng một mình" in page.text("//p[@class='note']")


def test_an_address_may_hold_any_characters(visitor: Visitor) -> None:
    assert visitor.open("/su-kien/" + quote(STRANGE_ID)).text("//h1") == "Tin có mã lạ"


def test_an_article_of_one_word_or_without_a_title_has_a_page(visitor: Visitor) -> None:
    assert visitor.open("/su-kien/khong-ten").text("//h1") == "(không có tiêu đề)"
    assert visitor.open("/su-kien/tran").text("//h1") == "Tin chỉ có tiêu đề"


def test_markup_in_an_article_stays_text(visitor: Visitor) -> None:
    page = visitor.open("/su-kien/" + quote(ATTACK["id"]))
    assert page.text("//h1") == ATTACK["title"]
    assert not page.all("//main//script | //main//img")


def test_an_unknown_article_has_no_story(visitor: Visitor) -> None:
    assert visitor.open("/su-kien/khong-co", status=404).all("//h1")


def test_a_story_speaks_english(reader: Visitor) -> None:
    page = reader.open("/su-kien/mientrung-0101?lang=en")
    assert page.texts("//main//dt") == ["First to report", "Sources"]


def test_an_article_leads_to_its_story(visitor: Visitor) -> None:
    assert visitor.open("/tin/lu-12").links()["Dòng sự kiện"] == "/su-kien/lu-12"
