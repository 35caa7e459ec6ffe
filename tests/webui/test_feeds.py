"""Feeds that readers of feeds take, whatever an article holds."""

from email.utils import parsedate_to_datetime
from urllib.parse import quote

import feedparser
import pytest
from flask.testing import FlaskClient
from lxml import etree

from searcher import Archive, Settings, Showing
from tests.webui.conftest import Visitor
from tests.webui.news import ATTACK, BARE

CHANNEL = ("title", "link", "description")


def read(client: FlaskClient, address: str) -> feedparser.FeedParserDict:
    """Return a feed that is well-formed, that feedparser takes without a word, and that RSS 2.0 allows."""
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "application/rss+xml")
    root = etree.fromstring(answer.data)
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    (channel,) = root
    assert all(channel.findtext(name) for name in CHANNEL)
    for item in channel.findall("item"):
        assert item.findtext("title")
        assert item.findtext("guid") == item.findtext("link")
        assert str(item.findtext("link")).startswith("http://localhost/tin/")
        moment = item.findtext("pubDate")
        assert moment is None or parsedate_to_datetime(moment).tzinfo
    feed = feedparser.parse(answer.data)
    assert not feed.bozo
    return feed


def test_a_search_is_a_feed_newest_first(client: FlaskClient) -> None:
    feed = read(client, "/rss?q=nuoc+lu")
    assert feed.feed.title == "nuoc lu – Tìm Tin"
    titles = [entry.title for entry in feed.entries]
    assert titles == [f"Nước lũ trên sông Bồ dâng, ngày thứ {day}" for day in range(25, 0, -1)]
    assert feed.entries[0].author == "Phóng viên 25"
    assert feed.entries[0].tags[0].term == "Thời tiết"
    assert feed.entries[0].published_parsed[:5] == (2024, 10, 25, 0, 30)


@pytest.mark.parametrize(
    ("asked", "count"),
    [
        ("", 30),
        (f"category={quote('Thời tiết')}", 25),
        (f"source={quote('Báo Mưa')}", 13),
        (f"author={quote('Hà Anh')}", 1),
        ("tag=thi+dua", 1),
        ("from=2024-10-01&to=2024-10-05", 5),
        ("q=xyzzy", 0),
        ("q=nuoc+lu&per_page=3", 3),
    ],
)
def test_every_list_is_a_feed(client: FlaskClient, asked: str, count: int) -> None:
    assert len(read(client, f"/rss?{asked}").entries) == count


@pytest.mark.parametrize("address", ["/", "/tim?q=nuoc+lu", f"/nhom/{quote('Thời tiết')}", "/the/thi%20%C4%91ua", "/ngay/2024-10-05", "/ngay/2024-10"])  # fmt: skip
def test_every_list_says_where_its_feed_is(
    client: FlaskClient, visitor: Visitor, address: str
) -> None:
    (link,) = visitor.open(address).all("//link[@rel='alternate'][@type='application/rss+xml']")
    assert read(client, str(link.get("href"))).entries


def test_hostile_articles_and_those_with_nothing_are_valid_items(client: FlaskClient) -> None:
    titles = {entry.link: entry.title for entry in read(client, "/rss?per_page=100").entries}
    assert ATTACK["title"].split()[0] in " ".join(titles.values())
    assert BARE["title"] in titles.values()
    assert all(titles.values())


@pytest.mark.parametrize(
    "typed", ["<script>", "]]>", "&amp;&", "%00hue", "%EF%BF%BEhue", '"', "a" * 500]
)
def test_what_was_asked_never_breaks_the_feed(client: FlaskClient, typed: str) -> None:
    if client.get(f"/rss?q={typed}").status_code == 200:
        read(client, f"/rss?q={typed}")
    else:
        assert client.get(f"/rss?q={typed}").status_code == 400


def test_a_feed_that_has_not_changed_is_not_sent_again(client: FlaskClient) -> None:
    tag = client.get("/rss?q=hue").headers["ETag"]
    assert client.get("/rss?q=hue", headers={"If-None-Match": tag}).status_code == 304


def test_hits_that_nobody_sees_are_the_same_without_their_marks(settings: Settings) -> None:
    archive = Archive(settings)
    seen = archive.search("nước lũ")
    unseen = archive.search("nước lũ", showing=Showing(marked=False))
    assert all(hit.snippet and hit.title_marks for hit in seen.hits)
    assert not any(hit.snippet or hit.title_marks for hit in unseen.hits)
    assert [hit.article for hit in unseen.hits] == [hit.article for hit in seen.hits]
