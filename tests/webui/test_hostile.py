"""Text that looks like markup, script or an address, in every field of an article and every parameter."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from lxml import etree

from searcher import Settings
from tests.webui.conftest import Seen, Visitor, publish
from webui import create_app

PIECES = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "' autofocus onfocus='alert(1)",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "--></style></title></textarea><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% print 7 %}${7*7}",
    "]]><x/>&lt;b&gt;&#60;i&#62;",
    "\u202e\u0000\u0008\ud7ff\ufffe",
    "//evil.example/x.js",
]
FIELDS = ("id", "url", "title", "summary", "body", "author", "source", "category", "image")


def _trap(number: int, piece: str) -> dict[str, Any]:
    fields = {
        name: f"{piece}" if name in ("url", "image") else f"bẫy {name} {piece}" for name in FIELDS
    }
    return {
        **fields,
        "tags": [f"thẻ {piece}"],
        "published": f"2024-05-{number + 1:02d}T08:00:00+07:00",
        "reads": 3,
    }


TRAPS = [_trap(number, piece) for number, piece in enumerate(PIECES)]


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    folder = tmp_path_factory.mktemp("hostile")
    settings = Settings(home=folder / "indexes", engine="memory", workers=1)
    publish(settings, folder, *TRAPS)
    return settings


@pytest.fixture
def client(hostile: Settings) -> Iterator[FlaskClient]:
    with create_app(hostile).test_client() as client:
        yield client


def assert_harmless(page: Seen) -> None:
    """Nothing runs, nothing is fetched, nothing leads to a script; the strict parser took the page already."""
    assert not page.all("//script[not(@src) and not(@type='application/ld+json')]")
    assert all(str(one.get("src")).startswith("/static/") for one in page.all("//script[@src]"))
    assert not page.all(
        "//@*[starts-with(name(), 'on')] | //*[@style] | //iframe | //object | //base"
    )
    for address in page.all("//@href | //@src | //@action | //@formaction"):
        assert str(address).startswith(("/", "#", "http://localhost/", "https://")), address
        assert not str(address).startswith("//"), address
    for told in page.all("//script[@type='application/ld+json']"):
        assert json.loads(str(told.text))["@type"] == "NewsArticle"


def _addresses(trap: dict[str, Any]) -> Iterator[str]:
    yield f"/tin/{quote(trap['id'], safe='')}?q={quote(trap['title'])}"
    for kind, name in (("nhom", trap["category"]), ("nguon", trap["source"]), ("tac-gia", trap["author"]), ("the", trap["tags"][0])):  # fmt: skip
        yield f"/{kind}/{quote(name, safe='')}"


def test_every_trap_is_in_the_archive(client: FlaskClient) -> None:
    assert client.get("/api/search?per_page=100").get_json()["total"] == len(TRAPS)


@pytest.mark.parametrize("number", range(len(PIECES)))
def test_no_field_of_an_article_is_ever_markup(client: FlaskClient, number: int) -> None:
    """The ids are those that the archive gave: extraction may have cleaned them."""
    visitor = Visitor(client)
    found = client.get("/api/search?per_page=100&sort=oldest").get_json()["hits"][number]
    article = client.get(f"/api/articles/{quote(found['id'], safe='')}").get_json()
    for address in _addresses(article):
        assert_harmless(visitor.open(address))


@pytest.mark.parametrize("address", ["/", "/tim", "/tim?q=bay", "/ngay/2024-05", "/nhom", "/nguon", "/nhung", "/thong-ke"])  # fmt: skip
def test_no_list_of_hostile_articles_is_ever_markup(client: FlaskClient, address: str) -> None:
    assert_harmless(Visitor(client).open(address))


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("name", ["q", "from", "category", "sort", "page", "why", "lang"])  # fmt: skip
def test_no_parameter_is_ever_markup(client: FlaskClient, name: str, piece: str) -> None:
    answer = client.get("/tim", query_string={"per_page": 1, name: piece})
    assert answer.status_code in (200, 400)
    assert_harmless(Seen(answer.data))


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("place", ["/tin/", "/nhom/", "/ngay/", "/"])
def test_no_address_is_ever_markup(client: FlaskClient, place: str, piece: str) -> None:
    answer = client.get(place + quote(piece.encode("utf-8", "replace"), safe=""))
    assert answer.status_code == 404
    assert_harmless(Seen(answer.data))


@pytest.mark.parametrize("address", ["/rss", "/sitemap.xml", "/opensearch.xml"])
def test_what_machines_read_stays_well_formed(client: FlaskClient, address: str) -> None:
    etree.fromstring(client.get(address).data)


def test_pictures_come_from_https_only_and_after_a_click(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "indexes", engine="memory", workers=1)
    told = {"title": 'Ảnh "đẹp" <b>', "published": "2024-05-01T08:00:00+07:00"}
    publish(
        settings,
        tmp_path,
        {**told, "id": "https", "image": "https://anh.example/x.jpg?a=1&b='\""},
        {**told, "id": "http", "image": "http://anh.example/x.jpg"},
        {**told, "id": "script", "image": "javascript:alert(1)"},
    )
    visitor = Visitor(create_app(settings).test_client())
    page = visitor.open("/tin/https")
    (image,) = page.all("//figure/details[not(@open)]/img")
    assert (image.get("alt"), image.get("loading")) == ('Ảnh "đẹp" <b>', "lazy")
    assert_harmless(page)
    for other in ("http", "script"):
        assert not visitor.open(f"/tin/{other}").all("//main//img")
