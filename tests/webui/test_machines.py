"""What browsers and robots read: the description of the search, the map, the rules, the interface."""

from dataclasses import replace
from urllib.parse import unquote, urlsplit

import pytest
from flask.testing import FlaskClient
from lxml import etree

import webui.programs.machines
from searcher import Settings
from searcher.settings.site import SiteSettings
from tests.webui.conftest import Visitor
from tests.webui.news import ARTICLES
from webui import create_app

OPENSEARCH = "{http://a9.com/-/spec/opensearch/1.1/}"
SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def locations(client: FlaskClient, address: str) -> list[str]:
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/xml")
    return [str(one.text) for one in etree.fromstring(answer.data).iter(f"{SITEMAP}loc")]


def test_a_browser_can_add_the_search(client: FlaskClient, visitor: Visitor) -> None:
    (link,) = visitor.open("/").all("//link[@rel='search']")
    answer = client.get(str(link.get("href")))
    assert answer.mimetype == "application/opensearchdescription+xml"
    root = etree.fromstring(answer.data)
    assert root.tag == f"{OPENSEARCH}OpenSearchDescription"
    assert 0 < len(str(root.findtext(f"{OPENSEARCH}ShortName"))) <= 16
    for url in root.findall(f"{OPENSEARCH}Url"):
        template = str(url.get("template"))
        assert template.startswith("http://localhost/")
        asked = urlsplit(template.replace("{searchTerms}", "nuoc%20lu"))
        assert client.get(f"{asked.path}?{asked.query}").mimetype == url.get("type")


def test_completions_come_as_browsers_want_them(client: FlaskClient) -> None:
    typed, completions = client.get("/goi-y?q=khoi+thi").get_json()
    assert typed == "khoi thi"
    assert completions
    assert client.get("/goi-y?q=").get_json() == ["", []]


def test_the_map_names_every_article_and_list_once_and_all_are_there(client: FlaskClient) -> None:
    named = locations(client, "/sitemap.xml")
    assert len(named) == len(set(named))
    paths = [urlsplit(address).path for address in named]
    assert {unquote(path.removeprefix("/tin/")) for path in paths if path.startswith("/tin/")} == {
        article["id"] for article in ARTICLES
    }
    assert {client.get(path).status_code for path in paths} == {200}


def test_a_large_map_has_parts(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = set(locations(client, "/sitemap.xml"))
    monkeypatch.setattr(webui.programs.machines, "IN_PART", 10)
    parts = locations(client, "/sitemap.xml")
    assert len(parts) == -(-len(ARTICLES) // 10)
    listed = [one for part in parts for one in locations(client, part)]
    assert len(listed) == len(set(listed))
    assert set(listed) == whole
    assert client.get("/sitemap.xml?part=99").status_code == 404
    assert client.get("/sitemap.xml?part=x").status_code == 400


def test_robots_know_the_map_and_are_kept_from_endless_searches(client: FlaskClient) -> None:
    rules = client.get("/robots.txt").text.splitlines()
    assert "Disallow: /tim" in rules
    assert "Sitemap: http://localhost/sitemap.xml" in rules
    assert not [rule for rule in rules if rule.startswith("Disallow: /tin")]


def test_the_address_of_the_settings_stands_in_all_that_leaves_the_site(
    settings: Settings,
) -> None:
    own = replace(settings, site=SiteSettings(address="https://tim.hue.example"))
    client = create_app(own).test_client()
    for address in (
        "/robots.txt",
        "/sitemap.xml",
        "/rss",
        "/opensearch.xml",
        "/openapi.json",
        "/tin/lu-01",
    ):
        answer = client.get(address, headers={"Host": "evil.example"})
        assert "https://tim.hue.example" in answer.text
        assert "evil.example" not in answer.text


def test_answers_are_compressed_for_those_who_take_it(client: FlaskClient) -> None:
    plain = client.get("/tim?q=nuoc+lu")
    small = client.get("/tim?q=nuoc+lu", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in ", ".join(small.headers.getlist("Vary"))
    assert len(small.data) < len(plain.data) / 3
    assert len(small.data) <= 40_000
