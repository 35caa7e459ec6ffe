"""Lists without a search: by day with a calendar, by group, source, author and tag."""

from pathlib import Path
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from searcher import Settings
from tests.webui.conftest import Seen, Visitor, publish
from tests.webui.news import ATTACK, FLOODS, PORTAL
from webui import create_app

DAYS = "//table//td/a"


def names_of(page: Seen) -> list[str]:
    return page.texts("//main//ul[@class='news']/li/*[self::h2 or self::h3]")


def test_a_day_lists_all_of_its_articles_with_their_hours(visitor: Visitor) -> None:
    page = visitor.open("/ngay/2024-03-04")
    assert page.text("//h1") == "Tin ngày 04/03/2024"
    assert names_of(page) == ["Khối Thi đua Văn hóa ký kết giao ước năm 2024"]
    assert page.texts("//main//li//time") == ["16:16"]


def test_the_calendar_is_a_table_whose_days_without_news_lead_nowhere(visitor: Visitor) -> None:
    page = visitor.open("/ngay/2024-03-04")
    (table,) = page.all("//section[@class='calendar']//table")
    assert [th.get("abbr") for th in table.findall(".//th")][::6] == ["Thứ hai", "Chủ nhật"]
    assert {th.get("scope") for th in table.findall(".//th")} == {"col"}
    assert page.links(DAYS) == {"4 1 bài": "/ngay/2024-03-04"}
    assert [a.get("aria-current") for a in page.all(DAYS)] == ["date"]
    numbers = [text.split()[0] for text in page.texts("//table//td/*")]
    assert numbers == [str(number) for number in range(1, 32)]


def test_the_calendar_turns_to_the_months_that_have_news(visitor: Visitor) -> None:
    turns = visitor.open("/ngay/2024-03").links("//div[@class='months']/a")
    assert list(turns.values()) == ["/ngay/2024-01", "/ngay/2024-04"]
    assert "Tháng trước có tin: Tháng 1/2024" in " ".join(turns)
    first = visitor.open("/ngay/2023-12").links("//div[@class='months']/a")
    assert list(first.values()) == ["/ngay/2024-01"]


@pytest.mark.parametrize("address", ["/", "/tim?q=nuoc+lu", "/tin/lu-01", "/nhom", "/nope"])
def test_every_page_has_a_calendar_a_date_field_and_a_jump_to_any_month(
    visitor: Visitor, address: str
) -> None:
    page = visitor.open(address, status=visitor.client.get(address).status_code)
    fields = page.all("//section[@class='calendar']//input")
    assert [(field.get("name"), field.get("type")) for field in fields] == [("ngay", "date"), ("thang", "month")]  # fmt: skip
    ends = [(field.get("min"), field.get("max")) for field in fields]
    assert ends == [("2023-12-31", "2024-10-25"), ("2023-12", "2024-10")]


@pytest.mark.parametrize(
    ("picked", "place"),
    [
        ("ngay=2024-03-04", "/ngay/2024-03-04"),
        ("ngay=04/03/2024", "/ngay/2024-03-04"),
        ("thang=2024-03", "/ngay/2024-03"),
        ("", "/ngay/2024-10-25"),
        ("ngay=2024-02-30", "/ngay/2024-10-25"),
        ("thang=2024-13", "/ngay/2024-10-25"),
        ("thang=%00", "/ngay/2024-10-25"),
    ],
)
def test_what_is_picked_leads_to_its_page(client: FlaskClient, picked: str, place: str) -> None:
    assert client.get(f"/ngay?{picked}").headers["Location"] == place


def test_a_month_lists_its_days_newest_first_over_pages(visitor: Visitor) -> None:
    first = visitor.open("/ngay/2024-10")
    second = visitor.open(first.links("//nav[@class='paging']//a")["Sau →"])
    days = [text for page in (first, second) for text in page.texts("//h2[@class='day']")]
    assert days == [f"{day:02d}/10/2024" for day in range(25, 0, -1)]
    assert second.links("//nav[@class='paging']//a")["← Trước"] == "/ngay/2024-10"


def test_a_day_without_news_leads_to_the_nearest_ones(visitor: Visitor) -> None:
    page = visitor.open("/ngay/2024-03-20")
    assert "Không có tin nào" in page.text()
    assert list(page.links("//main//a").values()) == ["/ngay/2024-03-04", "/ngay/2024-04-01"]
    assert page.all("//meta[@name='robots'][@content='noindex']")


@pytest.mark.parametrize(
    "day",
    ["2024-02-30", "2024-13-01", "hom-nay", "0000-00-00", "99999-01-01", "2024-3-", "%00", "2024"],
)
def test_a_day_of_no_calendar_is_a_helpful_404(visitor: Visitor, day: str) -> None:
    page = visitor.open(f"/ngay/{day}", status=404)
    assert "không phải là một ngày" in page.text("//p[@id='wrong']")
    assert page.all("//section[@class='calendar']//table")


@pytest.mark.parametrize("day", ["1000-01-01", "0001-01-01", "9999-12-31", "2999-12", "1000-01"])
def test_days_at_the_ends_of_time_have_a_page(visitor: Visitor, day: str) -> None:
    assert "Không có tin nào" in visitor.open(f"/ngay/{day}").text()


def test_other_spellings_of_a_day_lead_to_the_one(client: FlaskClient) -> None:
    assert client.get("/ngay/2024-3").status_code == 200
    assert client.get("/ngay/04%2F03%2F2024").status_code == 404  # a slash is another address


@pytest.mark.parametrize(
    ("address", "heading", "total"),
    [
        (f"/nhom/{quote('Thời tiết')}", "Nhóm Thời tiết", 25),
        (f"/nguon/{quote('Báo Mưa')}", "Nguồn Báo Mưa", 13),
        (f"/tac-gia/{quote('Hà Anh')}", "Tác giả Hà Anh", 1),
        (f"/the/{quote('thi đua')}", "Thẻ thi đua", 1),
    ],
)
def test_a_name_lists_what_is_filed_under_it(
    visitor: Visitor, address: str, heading: str, total: int
) -> None:
    page = visitor.open(address)
    assert page.text("//h1") == heading
    assert page.text("//p[@class='summary-line']").startswith(f"{total} bài")
    assert len(names_of(page)) == min(total, 20)
    assert page.all("//link[@rel='canonical']")[0].get("href") == f"http://localhost{address}"
    for link in page.local_links():
        visitor.follow(link)


@pytest.mark.parametrize("typed", ["thoi tiet", "THỜI TIẾT", "  Thời  tiết "])
def test_other_spellings_of_a_name_lead_to_the_one_of_the_archive(
    client: FlaskClient, typed: str
) -> None:
    answer = client.get(f"/nhom/{quote(typed)}?page=2")
    assert answer.headers["Location"] == f"/nhom/{quote('Thời tiết')}?page=2"


@pytest.mark.parametrize("kind", ["nhom", "nguon", "tac-gia", "the"])
@pytest.mark.parametrize(
    "name", ["không có", "%00", "%FF", "x" * 5000, "..", "%2e%2e%2f", "' OR 1=1"]
)
def test_a_name_of_nothing_is_a_helpful_404(visitor: Visitor, kind: str, name: str) -> None:
    page = visitor.open(f"/{kind}/{quote(name, safe='%')}", status=404)
    assert page.all("//form[@role='search']")


@pytest.mark.parametrize(("page", "status"), [("3", 404), ("1000", 404), ("0", 400), ("-1", 400), ("x", 400), ("1001", 400)])  # fmt: skip
def test_a_page_that_is_not_there_says_so(visitor: Visitor, page: str, status: int) -> None:
    assert visitor.open(f"/nhom/{quote('Thời tiết')}?page={page}", status=status).text("//h1")


def test_all_groups_and_all_sources_have_a_page(visitor: Visitor) -> None:
    groups = visitor.open("/nhom").links("//ul[@class='names']//a")
    assert groups["Thời tiết"] == f"/nhom/{quote('Thời tiết')}"
    assert list(visitor.open("/nguon").links("//ul[@class='names']//a"))[:2] == [
        "Báo Mưa",
        "Báo Nắng",
    ]


def test_hostile_names_are_listed_as_text(visitor: Visitor) -> None:
    for kind, name in (("nhom", ATTACK["category"]), ("nguon", ATTACK["source"]), ("tac-gia", ATTACK["author"]), ("the", ATTACK["tags"][0])):  # fmt: skip
        page = visitor.open(f"/{kind}/{quote(name, safe='')}")
        assert "<script>alert(1)</script>" in page.text("//h1")
        assert not page.all("//main//script | //main//img | //*[@onerror] | //*[@onload]")


def test_a_site_without_dates_has_no_calendar_and_a_site_without_news_no_error(
    tmp_path: Path,
) -> None:
    settings = Settings(home=tmp_path / "indexes", engine="memory", workers=1)
    publish(settings, tmp_path, {**PORTAL, "published": None})
    visitor = Visitor(create_app(settings).test_client())
    assert not visitor.open("/").all("//table")
    assert visitor.open("/ngay/2024-03-04").text("//h1")
    assert "Không rõ ngày" in visitor.open(f"/nhom/{quote('Văn hóa')}").texts("//h2[@class='day']")


def test_days_are_counted_for_programs(client: FlaskClient) -> None:
    answer = client.get("/api/days?month=2024-10").get_json()
    assert (answer["month"], answer["total"], len(answer["days"])) == ("2024-10", 25, 25)
    assert answer["days"][0] == {"value": "2024-10-01", "count": 1}
    narrowed = client.get(f"/api/days?month=2024-10&source={quote('báo mưa')}").get_json()
    assert narrowed["total"] == len([flood for flood in FLOODS if flood["source"] == "Báo Mưa"])


@pytest.mark.parametrize(
    "month", ["", "2024", "2024-13", "2024-00", "x", "%00", "99999-01", "2024-10-01"]
)
def test_a_bad_month_is_named(client: FlaskClient, month: str) -> None:
    answer = client.get(f"/api/days?month={month}")
    assert answer.status_code == 400
    assert answer.get_json()["error"]["parameter"] == "month"
