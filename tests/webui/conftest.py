"""A site over a small real index, and a strict look at its pages."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import etree

from searcher import Order, Settings, reindex
from searcher.settings.limits import LimitSettings
from tests.webui.news import ARTICLES
from webui import create_app


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Make settings of an index that holds the articles of `news.py`."""
    folder = tmp_path_factory.mktemp("site")
    lines = (json.dumps(article, ensure_ascii=False) for article in ARTICLES)
    (folder / "news.jsonl").write_text("\n".join(lines), encoding="utf-8")
    # on a busy machine no answer shall be cut off: tests of deadlines have settings of their own
    limits = LimitSettings(deadline_ms=0)
    made = Settings(home=folder / "indexes", workers=1, limits=limits)
    report = reindex(Order(places=(str(folder / "news.jsonl"),)), made)
    assert report.articles == len(ARTICLES)
    return made


@pytest.fixture
def app(settings: Settings) -> Flask:
    return create_app(settings)


@pytest.fixture
def client(app: Flask) -> Iterator[FlaskClient]:
    with app.test_client() as client:
        yield client


@pytest.fixture(scope="session")
def shared_client(settings: Settings) -> FlaskClient:
    """One client for all examples of a law."""
    return create_app(settings).test_client()


@pytest.fixture
def empty_client(tmp_path: Path) -> FlaskClient:
    """Open a site whose index does not exist."""
    return create_app(Settings(home=tmp_path, engine="memory")).test_client()


def publish(settings: Settings, folder: Path, *articles: dict[str, Any]) -> None:
    """Add articles to the settings' index and publish the generation."""
    place = folder / "more.jsonl"
    place.write_text("\n".join(map(json.dumps, articles)), encoding="utf-8")
    reindex(Order(places=(str(place),)), settings)


class Seen:
    """A page as a strict parser sees it; a page that is not valid HTML is refused."""

    def __init__(self, html: bytes) -> None:
        parser = html5lib.HTMLParser(
            tree=html5lib.getTreeBuilder("lxml"), strict=True, namespaceHTMLElements=False
        )
        self.tree: etree._ElementTree = parser.parse(html.decode("utf-8"))

    def all(self, path: str) -> list[etree._Element]:
        """Return the elements that an XPath names."""
        found = self.tree.xpath(path)
        assert isinstance(found, list)
        return found

    def texts(self, path: str) -> list[str]:
        """Return the text of each element, its white space made one."""
        return [" ".join("".join(element.itertext()).split()) for element in self.all(path)]

    def text(self, path: str = "//main") -> str:
        """Return the text of the only element that the XPath names."""
        (text,) = self.texts(path)
        return text

    def local_links(self) -> set[str]:
        """Return the addresses of this site that the page links to."""
        links = self.links("//a").values()
        return {link for link in links if link.startswith("/") and not link.startswith("//")}

    def links(self, path: str = "//main//a") -> dict[str, str]:
        """Return the addresses of links by their text."""
        return dict(
            zip(self.texts(path), (str(a.get("href")) for a in self.all(path)), strict=True)
        )


class Visitor:
    """Opens pages and reads them strictly."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def open(self, address: str, status: int = 200) -> Seen:
        """Return the page, which must have the status."""
        answer = self.client.get(address)
        assert answer.status_code == status, answer.text
        assert answer.content_type == "text/html; charset=utf-8"
        return Seen(answer.data)

    def follow(self, address: str) -> None:
        """Go where a link leads, which may be a feed or another address; it must be there."""
        answer = self.client.get(address, follow_redirects=True)
        assert answer.status_code == 200, address
        if answer.mimetype == "text/html":
            Seen(answer.data)


@pytest.fixture
def visitor(client: FlaskClient) -> Visitor:
    return Visitor(client)
