"""What every answer carries, and how heavy the site's own files are."""

import gzip
from pathlib import Path

import pytest
from flask.testing import FlaskClient

import webui
from tests.webui.conftest import Visitor

PAGES = ["/", "/tim?q=nuoc+lu", "/tin/lu-01", "/nope", "/tim?page=0", "/api/search", "/healthz"]


@pytest.mark.parametrize("address", PAGES)
def test_every_answer_forbids_foreign_and_inline_code(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("address", PAGES[:5])
def test_pages_ask_no_other_host_and_hold_no_inline_code(
    client: FlaskClient, visitor: Visitor, address: str
) -> None:
    page = visitor.open(address, status=client.get(address).status_code)
    for asked in page.all("//script | //link | //img | //iframe"):
        assert str(asked.get("src") or asked.get("href")).startswith("/")
    assert not page.all("//style | //*[@style] | //script[text()]")
    assert not page.all("//@*[starts-with(name(), 'on')]")


def test_own_files_are_small_and_kept_by_browsers(client: FlaskClient, visitor: Visitor) -> None:
    page = visitor.open("/")
    files = page.all("//link[@rel='stylesheet' or @rel='icon']/@href | //script/@src")
    for address in map(str, files):
        with client.get(address) as answer:
            assert answer.status_code == 200
            assert "immutable" in answer.headers["Cache-Control"]
    static = Path(webui.__file__).parent / "static"
    assert sum(file.stat().st_size for file in static.iterdir()) <= 60_000


def test_a_page_of_results_is_light(client: FlaskClient) -> None:
    assert len(gzip.compress(client.get("/tim?q=nuoc+lu").data)) <= 40_000


def test_the_language_cookie_is_modest(client: FlaskClient) -> None:
    cookie = client.get("/?lang=en").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Set-Cookie" not in client.get("/").headers
