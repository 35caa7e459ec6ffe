"""Who sees what: strangers a login, editors their pages, administrators everything; nobody's cache anything."""

from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from searcher import Settings
from tests.counters.clock import Clock
from tests.webui.admin.conftest import PLACE, Browser, values
from tests.webui.conftest import Seen
from webui import create_app
from webui.admin.access import is_way_in

EDITORS = ("", "/so-lieu", "/khong-thay", "/khong-thay.csv", "/dong-nghia", "/tai-khoan", "/ra")
ADMINISTRATORS = ("/the-he", "/the-he/quay-lai", "/nguoi-dung", "/nhat-ky")
FORMS = (
    "/ra",
    "/tai-khoan",
    "/tai-khoan/phien/x",
    "/dong-nghia",
    "/the-he/quay-lai",
    "/nguoi-dung",
)


@pytest.mark.parametrize("way", [*EDITORS, *ADMINISTRATORS])
def test_a_stranger_is_led_to_the_login_with_the_page_kept(stranger: Browser, way: str) -> None:
    answer = stranger.client.get(PLACE + way)
    assert answer.status_code == 302
    found = urlsplit(answer.location)
    assert found.path == f"{PLACE}/vao"
    assert parse_qs(found.query)["den"] == [PLACE + way]


@pytest.mark.parametrize("way", FORMS)
def test_a_strangers_form_changes_nothing(stranger: Browser, way: str) -> None:
    token = stranger.token("/vao")
    answer = stranger.client.post(PLACE + way, data={"csrf_token": token, "deed": "publish"})
    assert (answer.status_code, urlsplit(answer.location).path) == (302, f"{PLACE}/vao")


@pytest.mark.parametrize("way", EDITORS)
def test_an_editor_sees_figures_and_synonyms(editor: Browser, way: str) -> None:
    assert editor.client.get(PLACE + way).status_code == 200


@pytest.mark.parametrize("way", ADMINISTRATORS)
def test_an_editor_sees_nothing_of_administrators_and_the_log_says_so(
    editor: Browser, administrator: Browser, way: str
) -> None:
    assert editor.client.get(PLACE + way).status_code == 403
    assert PLACE + way in administrator.open("/nhat-ky?what=denied").text("//table")


@pytest.mark.parametrize("way", ["/the-he/quay-lai", "/nguoi-dung"])
def test_an_editor_sends_no_form_of_administrators(editor: Browser, way: str) -> None:
    assert editor.send(way, page="/tai-khoan", deed="remove", name="hương").status_code == 403


@pytest.mark.parametrize("way", [*EDITORS, *ADMINISTRATORS])
def test_an_administrator_sees_everything(administrator: Browser, way: str) -> None:
    assert administrator.client.get(PLACE + way).status_code == 200


@pytest.mark.parametrize("way", ["/vao", "", "/nope", "/the-he", "/khong-thay.csv"])
def test_nobody_keeps_or_lists_a_page(administrator: Browser, stranger: Browser, way: str) -> None:
    for browser in (administrator, stranger):
        headers = browser.client.get(PLACE + way).headers
        assert headers["Cache-Control"] == "no-store"
        assert "noindex" in headers["X-Robots-Tag"]
        assert "ETag" not in headers


def test_pages_are_not_compressed_beside_their_secrets(administrator: Browser) -> None:
    answer = administrator.client.get(f"{PLACE}/dong-nghia", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers


def test_robots_and_the_map_know_nothing_of_it(client: FlaskClient) -> None:
    assert f"Disallow: {PLACE}" in client.get("/robots.txt").text
    assert PLACE not in client.get("/sitemap.xml").text
    assert PLACE not in client.get("/").text


@pytest.mark.parametrize(
    ("way", "status"),
    [
        ("/nope", 404),
        ("/dong-nghia?ban=999", 404),
        ("/dong-nghia?ban=x", 400),
        ("/khong-thay?days=0", 400),
        ("/khong-thay?least=-1", 400),
        ("/khong-thay?page=x", 400),
        ("/so-lieu?days=999999999999", 400),
        ("/nhat-ky?from=31/02/2024", 400),
        ("/nhat-ky?page=0", 400),
        ("/tai-khoan/phien/x", 405),
    ],
)
def test_what_is_not_there_is_a_page_that_says_so(
    administrator: Browser, way: str, status: int
) -> None:
    administrator.open(way, status=status)


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
def test_other_methods_are_refused(administrator: Browser, method: str) -> None:
    answer = administrator.client.open(f"{PLACE}/dong-nghia", method=method)
    assert answer.status_code == 405


def test_ending_a_session_that_is_not_there_is_404(administrator: Browser) -> None:
    assert administrator.send("/tai-khoan/phien/nope", page="/tai-khoan").status_code == 404


def test_a_slash_too_many_leads_to_the_overview(stranger: Browser) -> None:
    answer = stranger.client.get(f"{PLACE}/")
    assert (answer.status_code, answer.location) == (302, PLACE)


def test_an_expired_session_leads_to_the_login_and_back(
    administrator: Browser, clock: Clock
) -> None:
    clock.pass_(minutes=31)
    answer = administrator.client.get(f"{PLACE}/nhat-ky?who=lan")
    assert answer.status_code == 302
    page = Seen(administrator.client.get(answer.location).data)
    kept = str(page.all("//input[@name='den']/@value")[0])
    assert kept == f"{PLACE}/nhat-ky?who=lan"
    assert administrator.log_in(den=kept).location == kept


def test_a_form_sent_too_late_leads_back_to_its_page(administrator: Browser, clock: Clock) -> None:
    token = administrator.token("/dong-nghia")
    clock.pass_(minutes=31)
    answer = administrator.client.post(
        f"{PLACE}/dong-nghia",
        data={"csrf_token": token},
        headers={"Referer": f"http://localhost{PLACE}/dong-nghia?ban=2"},
    )
    assert parse_qs(urlsplit(answer.location).query)["den"] == [f"{PLACE}/dong-nghia"]


@pytest.mark.parametrize(
    "way",
    [
        "https://evil.example/",
        "//evil.example/quan-tri",
        "/\\evil.example",
        "/quan-tri\\@evil.example",
        "/quan-tri//evil.example",
        "/quan-tri/../tim",
        "javascript:alert(1)",
        "/tim?q=x",
        "/quan-tri-gia",
        "/quan-tri\r\nSet-Cookie: x=1",
        "/quan-tri/\x00",
        " /quan-tri",
        "http:/quan-tri",
        "/quan-tri" + "x" * 3000,
    ],
)
def test_a_login_leads_nowhere_else(stranger: Browser, way: str) -> None:
    answer = stranger.log_in(den=way)
    assert answer.status_code == 302
    assert answer.location == PLACE
    assert "\n" not in str(answer.headers["Location"])
    page = Seen(stranger.client.get(f"{PLACE}/vao", query_string={"den": way}).data)
    assert values(page, "//input[@name='den']/@value") == [PLACE]


@given(st.text(max_size=60))
def test_a_way_in_is_an_address_below_the_administration(rest: str) -> None:
    for way in (rest, PLACE + rest, f"{PLACE}/{rest}"):
        if is_way_in(way):
            parts = urlsplit(f"http://host{way}")
            assert parts.netloc == "host"
            assert parts.path.split("/")[1] == "quan-tri"
            assert way.isprintable()


def test_without_users_the_login_says_how_to_make_one(own: Settings) -> None:
    app: Flask = create_app(own)
    page = Browser(app.test_client()).open("/vao")
    assert "timtin user add <tên> --role admin" in page.text("//pre")
    assert str(own.home) not in page.text("//body")
    app.extensions["timtin"].counting.close()


def test_with_users_it_says_nothing_of_them(stranger: Browser) -> None:
    page = stranger.open("/vao")
    assert not page.all("//pre")
    assert "hương" not in page.text("//body")


@pytest.mark.parametrize("way", ["", *ADMINISTRATORS, "/dong-nghia", "/tai-khoan", "/khong-thay"])
def test_english_is_one_click_away(administrator: Browser, way: str) -> None:
    page = administrator.open(way)
    english = page.links("//header//a")["English"]
    found = Seen(administrator.client.get(english).data)
    assert found.all("/html")[0].get("lang") == "en"
    assert found.text("//h1") != page.text("//h1")


def test_the_ways_shown_are_those_of_the_role(administrator: Browser, editor: Browser) -> None:
    assert "Người dùng" in administrator.open("").texts("//nav//a")
    assert "Người dùng" not in editor.open("").texts("//nav//a")
