"""The home page, and that it follows the archive."""

from pathlib import Path

from searcher import Settings
from tests.webui.conftest import Seen, Visitor, publish
from tests.webui.news import ARTICLES, FLOODS, PORTAL
from webui import create_app


def test_home_has_the_box_the_days_the_totals_and_the_groups(visitor: Visitor) -> None:
    page = visitor.open("/")
    assert page.all("//input[@name='q']")[0].get("autofocus") is not None
    assert len(page.all("//form[@role='search']//input[@type='date']")) == 2
    assert (
        f"{len(ARTICLES)} bài trong kho tin, từ 31/12/2023 đến 25/10/2024; 2 bài không rõ ngày."
        in page.text()
    )
    headings = page.texts("//section//h2")
    assert headings[:2] == ["Tin mới nhất", "Thời tiết 25"]
    assert len(page.all("//section[@aria-labelledby='latest']//h3")) == 10
    assert len(page.all("//section[@aria-labelledby='group-1']//h3")) == 5


def test_group_leads_to_its_articles(visitor: Visitor) -> None:
    link = visitor.open("/").links("//h2/a")["Thời tiết 25"]
    assert link == "/nhom/Th%E1%BB%9Di%20ti%E1%BA%BFt"
    assert visitor.open(link).text("//p[@class='summary-line']").startswith("25 bài")


def test_every_local_link_of_home_leads_somewhere(visitor: Visitor) -> None:
    for link in visitor.open("/").local_links():
        visitor.follow(link)


def test_home_shows_a_new_generation_at_once(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "indexes", engine="memory", workers=1)
    client = create_app(settings).test_client()
    for article, total in ((FLOODS[0], 1), (PORTAL, 2)):
        publish(settings, tmp_path, article)
        page = Seen(client.get("/").data)
        assert article["title"] in page.texts("//section[@aria-labelledby='latest']//h3")
        assert page.text().count(f"{total} bài trong kho tin") == 1


def test_home_without_categories_groups_by_source(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "indexes", engine="memory", workers=1)
    publish(settings, tmp_path, *({**article, "category": None} for article in FLOODS))
    page = Seen(create_app(settings).test_client().get("/").data)
    assert page.texts("//div[@class='groups']//h2") == ["Báo Mưa 13", "Báo Nắng 12"]
