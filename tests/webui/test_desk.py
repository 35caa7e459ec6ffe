"""The editor's desk without scripts: a draft in, three columns out, bad input told in a sentence."""

import json
from collections.abc import Callable
from functools import cache

import pytest
from flask.testing import FlaskClient
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree
from werkzeug.test import TestResponse

from searcher import Settings
from tests.webui.conftest import Seen
from tests.webui.news import HOSTILE
from tests.webui.newsroom import desk_client, newsroom, sample
from webui import create_app

__all__ = ["desk_client", "newsroom"]

TICKETS, TWIN = sample("portal-0162"), "mientrung-0163"
"""An article, and the one of another paper that says nearly the same."""
DRAFT = {"title": TICKETS["title"], "body": TICKETS["body"]}
Send = Callable[..., TestResponse]


@pytest.fixture
def send(desk_client: FlaskClient) -> Send:
    """Send a draft to the desk."""

    def sent(place: str = "", **form: str) -> TestResponse:
        return desk_client.post(f"/ban-thao{place}", data=form)

    return sent


def seen(answer: TestResponse, status: int = 200) -> Seen:
    assert answer.status_code == status, answer.text
    return Seen(answer.data)


def test_an_empty_desk_waits_for_a_draft(desk_client: FlaskClient) -> None:
    page = seen(desk_client.get("/ban-thao"))
    assert page.text("//h1") == "Bàn biên tập"
    assert page.all("//textarea")
    assert not page.all("//section[@class='column']")
    assert TICKETS["source"] in [
        str(option.get("value")) for option in page.all("//datalist/option")
    ]


def test_a_draft_gets_three_columns(send: Send) -> None:
    page = seen(send(**DRAFT))
    assert page.texts("//section[@class='column']/h2") == [
        "Tin liên quan",
        "Gần trùng",
        "Dòng sự kiện",
    ]
    assert page.links("//*[@id='related']//h3/a")[DRAFT["title"]] == "/tin/portal-0162"
    assert page.texts("//*[@id='copies']//h3")[0] == DRAFT["title"]
    assert (
        page.texts("//*[@id='copies']//p[@class='share']")[0] == "100 % bản thảo có trong bài này"
    )
    told = page.all("//*[@id='story']//li/ul/li/a")
    assert {link.get("href") for link in told} == {"/tin/portal-0162", f"/tin/{TWIN}"}
    assert page.all("//textarea")[0].text == DRAFT["body"]


def test_what_is_shared_is_marked_in_both_texts_and_linked(send: Send) -> None:
    page = seen(send(title="", body=f"Câu mở đầu tự viết.\n\n{DRAFT['body']}"))
    panes = page.all("(//details)[1]//section")
    assert [pane.get("aria-label") for pane in panes] == ["Bản thảo", "Bài đã đăng"]
    for pane in panes:
        marked = " ".join("".join(map(str, mark.itertext())) for mark in pane.iter("mark"))
        assert DRAFT["body"].split("\n\n")[1].rstrip(".") in marked
        assert "tự viết" not in marked
    ids = {str(element.get("id")) for element in page.all("//*[@id]")}
    links = [str(link.get("href"))[1:] for link in page.all("//details//a")]
    assert links
    assert set(links) <= ids


def test_a_paragraph_taken_over_is_shown_below_the_near_copies(send: Send) -> None:
    taken = max(sample("mientrung-0101")["body"].split("\n\n"), key=len)
    own = " ".join(f"Câu thứ {n} là của riêng tòa soạn, chẳng ai viết thế." for n in range(40))
    page = seen(send(body=f"{own}\n\n{taken}"))
    assert page.text("//*[@id='copies']/h3") == "Có đoạn trùng"
    assert page.links("//*[@id='copies']//li/h3/a").popitem()[1] == "/tin/mientrung-0101"
    assert taken in page.texts("//details//section")[1]


def test_articles_open_in_a_new_tab(send: Send) -> None:
    links = seen(send(**DRAFT)).all("//section[@class='column']//a[starts-with(@href, '/')]")
    assert links
    assert {(link.get("target"), link.get("rel")) for link in links} == {("_blank", "noopener")}


def test_filters_hold_in_all_three_columns(send: Send) -> None:
    limits = {"from": "2024-11-20", "to": "2024-11-30", "source": "tin mien trung"}
    page = seen(send(**DRAFT, **limits))
    assert {str(link.get("href")) for link in page.all(_ARTICLES)} == {f"/tin/{TWIN}"}
    assert page.all("//input[@name='from']")[0].get("value") == "2024-11-20"
    assert page.all("//input[@name='source']")[0].get("value") == "tin mien trung"


_ARTICLES = "//*[@class='column']//a[starts-with(@href, '/tin/')]"


def test_the_columns_can_be_asked_for_alone(send: Send) -> None:
    answer = send("/cot", **DRAFT)
    assert answer.status_code == 200
    assert "<h1" not in answer.text
    assert answer.text.count('class="column"') == 3


def test_a_draft_is_not_kept(send: Send) -> None:
    for place in ("", "/cot", "/xuat/json"):
        answer = send(place, **DRAFT)
        assert answer.headers["Cache-Control"] == "no-store"
        assert "Set-Cookie" not in answer.headers


def test_html_is_read_as_its_text_and_scripts_are_gone(send: Send) -> None:
    markup = f"<script>alert('xin chào')</script><p onclick='x()'>{DRAFT['body']}</p>{HOSTILE}"
    page = seen(send(title="<b>Miễn phí</b> vé tham quan", body=markup))
    assert "alert(" not in page.text("//textarea")
    assert "onclick" not in page.text("//textarea")
    assert page.all("//input[@name='title']")[0].get("value") == "Miễn phí vé tham quan"
    assert [str(script.get("src"))[:8] for script in page.all("//script")] == ["/static/"] * 2
    assert page.texts("//*[@id='copies']//h3")


@pytest.mark.parametrize(
    ("form", "status", "told"),
    [
        ({}, 400, "Bản thảo chưa có chữ nào."),
        ({"title": "  ", "body": "\r\n!?"}, 400, "Bản thảo chưa có chữ nào."),
        ({"body": "lũ"}, 400, "Bản thảo mới có một từ"),
        ({"body": "12 345 678,9"}, 400, "Bản thảo chỉ có số"),
        ({"body": "<script>alert('một hai ba')</script>"}, 400, "Bản thảo chưa có chữ nào."),
        ({"body": "á" * 100_000}, 413, "phải dưới 200 kB"),
        ({"body": "x" * 1_200_000}, 413, "phải dưới 200 kB"),
        ({**DRAFT, "from": "31/02/2024"}, 400, "31/02/2024"),
        ({**DRAFT, "from": "2024-05-01", "to": "2024-04-01"}, 400, "ngày"),
    ],
)
@pytest.mark.parametrize("place", ["", "/cot"])
def test_bad_input_is_told_in_a_sentence(
    send: Send, place: str, form: dict[str, str], status: int, told: str
) -> None:
    answer = send(place, **form)
    assert answer.status_code == (200 if place and status == 400 else status)
    trouble = Seen(b"<!doctype html><title>x</title>" + answer.data if place else answer.data)
    assert told in trouble.text("//*[@id='desk-trouble']")
    assert "một hai ba" not in answer.text


def test_a_long_draft_below_the_limit_is_compared(send: Send) -> None:
    body = f"{DRAFT['body']}\n\n" + "Ậm ừ một hồi. " * 9_000
    assert seen(send(title="", body=body)).texts("//*[@id='related']//h3")


def test_a_draft_in_english_is_told_so_and_compared(send: Send) -> None:
    page = seen(send(body="The river rose again last night and people were brought to safety."))
    assert "không phải tiếng Việt" in page.text("//p[@class='note']")


def test_a_draft_on_nothing_known_finds_nothing(send: Send) -> None:
    page = seen(send(body="Kính thiên văn chụp được thiên hà xoắn ốc xa xôi nhất."))
    assert "Không bài nào trùng" in page.text("//*[@id='copies']")


def test_sentences_are_english_one_click_away(desk_client: FlaskClient) -> None:
    desk_client.get("/ban-thao?lang=en")
    page = seen(desk_client.post("/ban-thao", data={"body": "lũ"}), 400)
    assert "one word only" in page.text("//*[@id='desk-trouble']")
    page = seen(desk_client.post("/ban-thao", data=DRAFT))
    assert page.texts("//*[@id='copies']//p[@class='share']")[0].startswith("100% of the draft")


def test_the_desk_can_be_taken_along_as_links(send: Send) -> None:
    answer = send("/xuat/lien-ket", **DRAFT)
    assert answer.content_type == "text/plain; charset=utf-8"
    lines = answer.text.splitlines()
    assert len(set(lines)) == len(lines) > 3
    assert lines[0] == f"{DRAFT['title']} – http://localhost/tin/portal-0162"


def test_the_desk_can_be_taken_along_as_a_feed(send: Send) -> None:
    answer = send("/xuat/rss", **DRAFT)
    assert answer.content_type == "application/rss+xml; charset=utf-8"
    channel = etree.fromstring(answer.data)[0]
    assert DRAFT["title"] in str(channel.findtext("title"))
    assert len(channel.findall("item")) > 3


def test_the_desk_can_be_taken_along_as_json(send: Send) -> None:
    found = json.loads(send("/xuat/json", **DRAFT).data)
    assert found["related"]["hits"][0]["id"] == "portal-0162"
    assert found["copies"][0]["id"] == "portal-0162"
    assert found["copies"][0]["draft_share"] == 1.0
    (start, end), _theirs = found["copies"][0]["passages"][0]
    assert found["text"][start:end].startswith(DRAFT["title"])
    assert [day["day"] for day in found["story"]] == sorted(day["day"] for day in found["story"])


@pytest.mark.parametrize("form", ["lien-ket", "rss", "json"])
def test_an_export_of_a_bad_draft_tells_what_is_wrong(send: Send, form: str) -> None:
    assert "một từ" in seen(send(f"/xuat/{form}", body="lũ"), 400).text("//*[@id='desk-trouble']")


anything = st.text(max_size=60) | st.lists(
    st.sampled_from([*DRAFT["body"].split()[:40], HOSTILE, "<p>", "</p>", "\n\n", "\x00", "&lt;"])
).map(" ".join)


@given(title=anything, body=anything, source=anything)
@example(title="", body="", source="\U0001ffff")
@settings(max_examples=40)
def test_whatever_is_pasted_gets_a_valid_page(
    newsroom: Settings,
    title: str,
    body: str,
    source: str,
) -> None:
    client = _client(newsroom)
    answer = client.post("/ban-thao", data={"title": title, "body": body, "source": source})
    assert answer.status_code in {200, 400}
    assert [str(script.get("src"))[:8] for script in Seen(answer.data).all("//script")] == [
        "/static/"
    ] * 2


@cache
def _client(made: Settings) -> FlaskClient:
    return create_app(made).test_client()


def test_without_an_archive_the_desk_says_so(empty_client: FlaskClient) -> None:
    assert empty_client.get("/ban-thao").status_code == 200
    answer = empty_client.post("/ban-thao", data=DRAFT)
    assert answer.status_code == 503
    assert "Chưa có kho tin" in answer.text


def test_the_footer_leads_to_the_desk(desk_client: FlaskClient) -> None:
    assert Seen(desk_client.get("/").data).links("//footer//a")["Bàn biên tập"] == "/ban-thao"
