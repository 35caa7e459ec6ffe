"""RSS and Atom: from a file, from a server, with the pages they name."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from searcher.extract import extract
from searcher.model import Article, Page, PageKind, Skipped
from tests.site import Site

Read = Callable[..., list[Page | Skipped]]

RSS = """<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
     xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Thời sự</title>
<item><title>Khánh thành cầu &amp; đường</title><link>{site}/cau.html</link>
  <description><![CDATA[<a href="x"><img src="y"></a>Cầu mới nối hai bờ.]]></description>
  <pubDate>Mon, 04 Mar 2024 16:16:00 +0700</pubDate><category>Thời sự</category>
  <dc:creator>Hà Anh</dc:creator></item>
<item><title>Mưa lớn</title><link>{site}/mua.html</link>
  <content:encoded><![CDATA[<p>Mưa cả ngày.</p><p>Nước lên.</p>]]></content:encoded>
  <pubDate>05/03/2024 08:00</pubDate></item>
<item><title>Không có liên kết</title><guid isPermaLink="false">tin-3</guid><description>Ngắn.</description></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>Báo</title>
<entry><title>Tin Atom</title><link href="{site}/atom.html"/><updated>2024-03-04T09:16:00Z</updated>
<author><name>Hà Anh</name></author><summary>Tóm tắt.</summary><id>urn:1</id></entry></feed>"""
ELSEWHERE = "https://bao.example"


def write(tmp_path: Path, text: str, name: str = "feed.xml") -> str:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def articles(pages: list[Page | Skipped]) -> list[Article]:
    return [extract(page).article for page in pages if isinstance(page, Page)]


def test_a_feed_in_a_file_gives_what_its_entries_say(tmp_path: Path, read: Read) -> None:
    bridge, rain, short = articles(read(write(tmp_path, RSS.format(site=ELSEWHERE))))
    assert bridge.title == "Khánh thành cầu & đường"
    assert bridge.summary == "Cầu mới nối hai bờ."
    assert (bridge.author, bridge.category) == ("Hà Anh", "Thời sự")
    assert bridge.published is not None
    assert bridge.published.isoformat() == "2024-03-04T16:16:00+07:00"
    assert rain.body == "Mưa cả ngày.\n\nNước lên."
    assert rain.url == "https://bao.example/mua.html"
    assert (short.id, short.url) == ("tin-3", None)


def test_a_broken_feed_on_which_the_parser_breaks_is_skipped(tmp_path: Path, read: Read) -> None:
    text = '<rss version="2.0"><channel><title>B</title><item><link>a</item></rss>b</link>'
    (skipped,) = read(write(tmp_path, text))
    assert isinstance(skipped, Skipped)
    assert skipped.code == "unreadable"
    assert "feed.xml" in skipped.vi


@pytest.mark.parametrize("name", ["feed.xml", "feed.rss", "feed.atom"])
def test_atom_is_read_too(tmp_path: Path, read: Read, name: str) -> None:
    (one,) = articles(read(write(tmp_path, ATOM.format(site=ELSEWHERE), name)))
    assert (one.title, one.summary, one.author) == ("Tin Atom", "Tóm tắt.", "Hà Anh")
    assert one.published is not None
    assert one.published.isoformat() == "2024-03-04T16:16:00+07:00"


def test_no_address_is_asked_for_a_feed_in_a_file(site: Site, tmp_path: Path, read: Read) -> None:
    read(write(tmp_path, RSS.format(site=site.address)))
    assert site.paths == []


def test_the_pages_of_a_feed_are_fetched_and_told_what_the_feed_says(
    site: Site, read: Read
) -> None:
    site.page("/rss", RSS.format(site=site.address), content_type="application/rss+xml")
    site.article("/cau.html", "Khánh thành cầu")
    site.article("/mua.html", "Mưa lớn")
    pages = read(f"rss:{site.url('/rss')}")
    assert [page.kind for page in pages if isinstance(page, Page)] == [
        PageKind.HTML, PageKind.HTML, PageKind.RECORD,
    ]  # fmt: skip
    bridge, _, _ = articles(pages)
    assert "Đoạn văn thứ 3" in bridge.body
    assert (bridge.author, bridge.category) == ("Hà Anh", "Thời sự")
    assert bridge.published is not None


def test_an_entry_whose_page_does_not_come_is_partial_and_reported(site: Site, read: Read) -> None:
    site.page("/rss", RSS.format(site=site.address), content_type="application/rss+xml")
    site.article("/mua.html", "Mưa lớn")
    skipped, partial, _, _ = read(f"rss:{site.url('/rss')}")
    assert isinstance(skipped, Skipped)
    assert isinstance(partial, Page)
    assert (skipped.code, partial.is_partial, json.loads(partial.content)["title"]) == (
        "http-status", True, "Khánh thành cầu & đường",
    )  # fmt: skip


def test_settings_say_whether_pages_are_fetched(site: Site, tmp_path: Path, read: Read) -> None:
    site.page("/rss", ATOM.format(site=site.address), content_type="application/atom+xml")
    site.article("/atom.html", "Tin Atom")
    (entry,) = read(f"rss:{site.url('/rss')}", follow=False)
    assert isinstance(entry, Page)
    assert entry.kind is PageKind.RECORD
    (page,) = read(write(tmp_path, ATOM.format(site=site.address)), follow=True)
    assert isinstance(page, Page)
    assert page.kind is PageKind.HTML


def test_a_feed_that_is_not_well_formed_is_read_as_far_as_it_goes(
    tmp_path: Path, read: Read
) -> None:
    broken = RSS.format(site=ELSEWHERE).replace("&amp;", "&").replace("</channel></rss>", "")
    assert [one.title for one in articles(read(write(tmp_path, broken)))][1:] == [
        "Mưa lớn", "Không có liên kết",
    ]  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-16", "cp1258", "utf-8-sig"])
def test_a_feed_may_be_in_any_encoding(tmp_path: Path, read: Read, encoding: str) -> None:
    text = ATOM.format(site=ELSEWHERE).replace("Tóm tắt", "Ghi chú")
    declared = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>{text}'
    path = tmp_path / "feed.xml"
    path.write_bytes(declared.encode(encoding, "ignore"))
    (one,) = articles(read(str(path)))
    assert one.title == "Tin Atom"


def test_a_text_that_is_an_address_is_never_fetched(site: Site, tmp_path: Path, read: Read) -> None:
    assert read(write(tmp_path, site.url("/rss"), "a.rss"))[0].place.path.endswith("a.rss")
    assert site.paths == []


def test_a_feed_that_does_not_come_is_skipped(site: Site, read: Read) -> None:
    (page,) = read(f"rss:{site.url('/rss')}")
    assert isinstance(page, Skipped)
    assert page.code == "http-status"


def test_a_page_without_an_article_is_what_the_feed_says(site: Site, read: Read) -> None:
    site.page("/rss", ATOM.format(site=site.address), content_type="application/atom+xml")
    site.page("/atom.html", "<html><body><div id=app></div></body></html>")
    (one,) = articles(read(f"rss:{site.url('/rss')}"))
    assert (one.title, one.summary) == ("Tin Atom", "Tóm tắt.")
