"""What readers do is counted, and the statistics tell it: as a page, as JSON, in both languages."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from searcher import Counting, DayCount, Settings
from tests.webui.conftest import Seen, Visitor
from tests.webui.news import HOSTILE, STRANGE_ID
from webui import create_app
from webui.portal.charts import HEIGHT, chart
from webui.site import Site

BROWSER = {
    "User-Agent": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0",
    "Accept": "text/html,application/xhtml+xml",
    "Accept-Language": "vi-VN,vi;q=0.9",
}
ROBOTS = [
    "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
    "Mozilla/5.0 (compatible; coccocbot-web/1.0; +http://help.coccoc.com/searchengine)",
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; bingbot/2.0) Chrome/116.0",
    "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
    "curl/8.5.0",
    "Wget/1.21",
    "python-requests/2.32",
    "Python-urllib/3.11",
    "Go-http-client/1.1",
    "okhttp/4.12.0",
    "Feedly/1.0",
    "UptimeRobot/2.0",
    "",
    " ",
]
READERS = [
    BROWSER["User-Agent"],
    "Mozilla/5.0 (Linux; Android 13; CUBOT X50) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 [FBAN/FBIOS]",
    "Mozilla/5.0 (Linux; Android 10) AppleWebKit/537.36 Chrome/126.0 Mobile Zalo/1.0 ZaloTheme/light",
    "Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 coc_coc_browser/125.0 Chrome/119.0 Safari/537.36",
    "Opera/9.80 (J2ME/MIDP; Opera Mini/7.1) Presto/2.8.119 Version/11.10",
]


class Portal:
    """A site whose counters are empty, and readers with a browser each."""

    def __init__(self, settings: Settings, folder: Path) -> None:
        self.app = create_app(replace(settings, counters=f"sqlite:///{folder / 'c.sqlite3'}"))
        self.counting: Counting = self.app.extensions[Site.NAME].counting
        self.client = self.app.test_client()

    def open(self, path: str, reader: int = 1, **headers: str) -> Any:
        """Open a page as one of several readers."""
        agent = {"User-Agent": f"{BROWSER['User-Agent']} {reader}"}
        return self.client.get(path, headers={**BROWSER, **agent, **headers})

    def statistics(self, days: int = 7) -> dict[str, Any]:
        """Return the figures, once everything that waits is written."""
        assert self.counting.flush()
        return dict(json.loads(self.client.get(f"/api/statistics?days={days}").text))

    @property
    def visits(self) -> int:
        return self.counting.totals().visits or 0


@pytest.fixture
def portal(settings: Settings, tmp_path: Path) -> Iterator[Portal]:
    portal = Portal(settings, tmp_path)
    yield portal
    portal.counting.close()


def test_pages_that_a_reader_opens_are_one_visit(portal: Portal) -> None:
    for path in ("/", "/tim?q=lu", "/tin/lu-01", "/thong-ke", "/tin/lu-01"):
        assert portal.open(path).status_code == 200
    assert portal.visits == 1
    portal.open("/", reader=2)
    assert portal.visits == 2
    assert portal.counting.totals().online == 2


@pytest.mark.parametrize("path", ["/api/search?q=lu", "/healthz", "/nope"])
def test_answers_for_programs_are_no_visits(portal: Portal, path: str) -> None:
    portal.open(path)
    assert portal.visits == 0


@pytest.mark.parametrize("agent", ROBOTS)
def test_robots_are_not_counted(portal: Portal, agent: str) -> None:
    portal.client.get("/tin/lu-01", headers={**BROWSER, "User-Agent": agent})
    assert portal.visits == 0
    assert portal.statistics()["reads"]["days"][-1]["count"] == 0


@pytest.mark.parametrize("agent", READERS)
def test_browsers_are_counted(portal: Portal, agent: str) -> None:
    portal.client.get("/tin/lu-01", headers={**BROWSER, "User-Agent": agent})
    assert portal.visits == 1


def test_pages_fetched_ahead_and_requests_without_headers_are_not_counted(portal: Portal) -> None:
    portal.open("/tin/lu-01", **{"Sec-Purpose": "prefetch;prerender"})
    portal.open("/tin/lu-01", Purpose="prefetch")
    portal.client.get("/tin/lu-01", headers={"User-Agent": BROWSER["User-Agent"]})
    portal.client.head("/tin/lu-01", headers=BROWSER)
    assert portal.visits == 0


def test_reads_go_on_from_the_count_that_an_article_came_with(portal: Portal) -> None:
    assert "Lượt đọc: 567" in Seen(portal.open("/tin/thi-dua-2024").data).text("//article/p[1]")
    again = portal.open("/tin/thi-dua-2024", reader=2)
    assert "Lượt đọc: 568" in Seen(again.data).text("//article/p[1]")
    found = portal.client.get("/api/articles/thi-dua-2024").get_json()
    assert found["reads"] == 569
    hit = portal.client.get("/api/search?q=giao+uoc").get_json()["hits"][0]
    assert (hit["id"], hit["reads"]) == ("thi-dua-2024", 569)


def test_an_article_that_is_not_there_is_not_read(portal: Portal) -> None:
    assert portal.open("/tin/khong-co").status_code == 404
    assert portal.statistics()["reads"]["days"][-1]["count"] == 0


def test_statistics_tell_what_was_read_and_asked(portal: Portal) -> None:
    for reader in range(3):
        portal.open("/tin/lu-01", reader)
        portal.open("/tim?q=N%C6%B0%E1%BB%9Bc+L%C5%A9", reader)
        portal.open("/tim?q=xyzzy+qwert", reader)
    portal.open("/tin/lu-02", 1)
    portal.open("/tim?q=mot+lan", 1)
    found = portal.statistics()
    assert found["visits"]["total"] == found["visits"]["online"] == 3
    assert len(found["visits"]["days"]) == 7
    assert found["reads"]["most"]["week"] == [
        {"id": "lu-01", "reads": 3},
        {"id": "lu-02", "reads": 1},
    ]
    (first, second) = found["queries"]["asked"]
    assert first == {"text": "nước lũ", "asked": 3, "unanswered": 0, "hits": 25}
    assert second["text"] == "xyzzy qwert"
    assert found["queries"]["unanswered"] == [
        {"text": "xyzzy qwert", "asked": 3, "unanswered": 3, "hits": 0}
    ]


def test_the_page_shows_the_same(portal: Portal) -> None:
    for reader in range(2):
        portal.open("/tin/thi-dua-2024", reader)
        portal.open("/tim?q=nuoc+lu", reader)
    portal.statistics()
    page = Seen(portal.open("/thong-ke", 1).data)
    assert page.texts("//dl[@class='figures']/div")[:2] == [
        "Truy cập tổng: 2",
        "Đang truy cập: 2",
    ]
    assert "Khối Thi đua Văn hóa ký kết giao ước năm 2024" in page.links("//ol//a")
    assert page.texts("//table[@aria-labelledby='asked']//tbody/tr") == ["nuoc lu 2 25"]
    rows = page.texts("//figure[@aria-labelledby='visits']//tbody/tr")
    assert len(rows) == 30
    assert rows[0].endswith(" 2")
    assert len(page.all("//figure[@aria-labelledby='visits']//*[@class='column']")) == 30


def test_days_can_be_chosen(portal: Portal) -> None:
    page = Seen(portal.open("/thong-ke?days=7").data)
    assert len(page.texts("//figure[@aria-labelledby='reads']//tbody/tr")) == 7
    assert page.texts("//nav//a[@aria-current]") == ["7 ngày"]


@pytest.mark.parametrize("days", ["0", "-1", "x", "367", "1e9", "٣", "%00"])
@pytest.mark.parametrize("place", ["/thong-ke", "/api/statistics", "/thong-ke/tin/lu-01"])
def test_a_bad_number_of_days_is_refused(portal: Portal, place: str, days: str) -> None:
    assert portal.open(f"{place}?days={days}").status_code == 400


def test_one_article_has_statistics_of_its_own(portal: Portal) -> None:
    portal.open("/tin/thi-dua-2024")
    portal.statistics()
    page = Seen(portal.open("/thong-ke/tin/thi-dua-2024?days=7").data)
    assert "Lượt đọc: 568" in page.text("//main/div/p[@class='meta']")
    assert page.texts("//tbody/tr")[0].endswith(" 1")
    record = portal.client.get("/api/statistics/articles/thi-dua-2024?days=2").get_json()
    assert (record["reads"], [day["count"] for day in record["days"]]) == (568, [0, 1])
    assert portal.open("/thong-ke/tin/khong-co").status_code == 404


def test_any_id_and_any_query_is_counted_and_shown_as_text(portal: Portal) -> None:
    for reader in range(2):
        portal.open(f"/tin/{_quoted(STRANGE_ID)}", reader)
        portal.open(f"/tin/{_quoted('doc' + HOSTILE)}", reader)
        portal.open(f"/tim?q={_quoted(HOSTILE[:70])}", reader)
    portal.statistics()
    html = portal.open("/thong-ke", 1).data
    page = Seen(html)
    assert b"<script>alert" not in html
    assert {"Tin có mã lạ", f"Bẫy {HOSTILE}"} <= set(page.links("//ol//a"))
    assert portal.open(page.links("//ol//a")["Tin có mã lạ"]).status_code == 200


def _quoted(text: str) -> str:
    return quote(text, safe="")


@pytest.mark.parametrize("typed", ["a" * 3_000, "%00", "%ED%A0%80", "a%00b", "%F0%9F%98%80" * 200])
def test_hostile_queries_are_answered_and_break_no_count(portal: Portal, typed: str) -> None:
    assert portal.open(f"/tim?q={typed}").status_code in {200, 400}
    assert portal.statistics()["visits"]["total"] == 1


def test_a_database_that_is_away_breaks_no_page(settings: Settings, tmp_path: Path) -> None:
    portal = Portal(settings, tmp_path / "nowhere")
    for path in ("/", "/tin/thi-dua-2024", "/tim?q=lu", "/thong-ke", "/thong-ke/tin/lu-01"):
        answer = portal.open(path)
        assert answer.status_code == 200, path
        Seen(answer.data)
    assert (
        "chưa đọc được"
        in Seen(portal.open("/thong-ke").data).text("//p[@class='note warning']").lower()
    )
    refused = portal.client.get("/api/statistics")
    assert refused.status_code == 503
    assert refused.get_json()["error"]["code"] == "counters"
    portal.counting.close()


def test_a_site_that_counts_nothing_says_so(settings: Settings, tmp_path: Path) -> None:
    app = create_app(replace(settings, counters="off"))
    page = Seen(app.test_client().get("/thong-ke", headers=BROWSER).data)
    assert "không đếm" in page.text("//p[@class='note warning']")
    assert app.test_client().get("/tin/thi-dua-2024", headers=BROWSER).status_code == 200


def test_statistics_need_no_archive(tmp_path: Path) -> None:
    app = create_app(Settings(home=tmp_path))
    assert app.test_client().get("/thong-ke", headers=BROWSER).status_code == 200
    app.extensions[Site.NAME].counting.close()


@pytest.mark.parametrize("path", ["/thong-ke", "/thong-ke/tin/thi-dua-2024"])
def test_the_page_speaks_english_too(visitor: Visitor, path: str) -> None:
    page = visitor.open(f"{path}?lang=en")
    assert page.all("/html")[0].get("lang") == "en"
    assert "Reads per day" in page.texts("//figcaption/h2")


_DAYS = st.lists(
    st.builds(DayCount, day=st.dates(), count=st.integers(0, 10**9)), min_size=1, max_size=400
)


@given(_DAYS)
def test_bars_stay_in_their_drawing_and_are_as_high_as_their_counts(days: list[DayCount]) -> None:
    drawn = chart(days)
    assert drawn.total == sum(one.count for one in days)
    assert drawn.top % 2 == 0
    assert drawn.top >= drawn.most.count
    for bar, one in zip(drawn.bars, days, strict=True):
        assert 0 <= bar.y <= HEIGHT
        assert bar.y + bar.height == pytest.approx(HEIGHT)
        assert bar.height == pytest.approx(HEIGHT * one.count / drawn.top, abs=0.01)
        assert bar.x >= 0
        assert bar.x + drawn.bar_width <= drawn.width


def test_the_client_of_the_tests_is_no_reader(client: FlaskClient, app: Flask) -> None:
    client.get("/")
    assert app.extensions[Site.NAME].counting.totals().online == 0
