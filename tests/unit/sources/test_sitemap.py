"""Sitemaps, indexes of them, news sitemaps; from a file and from a server."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from searcher.extract import extract
from searcher.model import Page, Skipped
from tests.site import Site

Read = Callable[..., list[Page | Skipped]]
NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
NEWS = f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset {NAMESPACE} xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
  xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<!-- hôm nay --><url><loc> %s </loc><lastmod>2024-03-05</lastmod>
<news:news><news:publication><news:name>Báo Huế</news:name><news:language>vi</news:language></news:publication>
<news:publication_date>2024-03-04T16:16:00+07:00</news:publication_date><news:title>Tin</news:title>
<news:keywords>cầu, đường</news:keywords></news:news>
<image:image><image:loc>https://bao.example/anh.jpg</image:loc></image:image></url></urlset>"""


def urlset(*urls: str) -> str:
    return f"<urlset {NAMESPACE}>{''.join(f'<url><loc>{url}</loc></url>' for url in urls)}</urlset>"


def index(*urls: str) -> str:
    found = "".join(f"<sitemap><loc>{url}</loc></sitemap>" for url in urls)
    return f"<sitemapindex {NAMESPACE}>{found}</sitemapindex>"


def xml(site: Site, path: str, text: str) -> str:
    return site.page(path, text, content_type="application/xml")


def urls(pages: list[Page | Skipped]) -> list[str]:
    return [page.url or "" if isinstance(page, Page) else page.code for page in pages]


@pytest.fixture
def pages(site: Site) -> list[str]:
    return [site.article(f"/bai-{n}.html", f"Bài {n}") for n in range(4)]


def test_the_pages_of_a_sitemap_are_fetched(site: Site, pages: list[str], read: Read) -> None:
    xml(site, "/sitemap.xml", urlset(*pages))
    assert urls(read(f"sitemap:{site.url('/sitemap.xml')}")) == pages


def test_a_sitemap_in_a_file_leads_to_its_pages(
    tmp_path: Path, pages: list[str], read: Read
) -> None:
    (tmp_path / "sitemap.xml.gz").write_bytes(gzip.compress(urlset(*pages).encode()))
    assert urls(read(str(tmp_path / "sitemap.xml.gz"))) == pages


def test_an_index_leads_to_sitemaps_packed_or_not(site: Site, pages: list[str], read: Read) -> None:
    one = xml(site, "/1.xml", urlset(*pages[:2]))
    packed = gzip.compress(urlset(*pages[1:]).encode())
    two = site.page("/2.xml.gz", packed, content_type="application/gzip")
    xml(site, "/sitemap.xml", index(one, two, site.url("/gone.xml")))
    found = urls(read(f"sitemap:{site.url('/sitemap.xml')}"))
    assert sorted(set(found)) == sorted([*pages, "http-status"])


def test_a_ring_of_indexes_ends(site: Site, pages: list[str], read: Read) -> None:
    one, two = site.url("/1.xml"), site.url("/2.xml")
    xml(site, "/1.xml", index(two, xml(site, "/3.xml", urlset(*pages))))
    xml(site, "/2.xml", index(one, two))
    assert urls(read(f"sitemap:{one}")) == pages
    assert site.paths.count("/2.xml") == 1


def test_an_index_of_ever_deeper_indexes_ends(site: Site, read: Read) -> None:
    for n in range(30):
        xml(site, f"/{n}.xml", index(site.url(f"/{n + 1}.xml")))
    assert urls(read(f"sitemap:{site.url('/0.xml')}")) == ["too-large"]
    assert len(site.paths) < 10


def test_a_news_sitemap_tells_what_the_page_does_not(site: Site, read: Read) -> None:
    page = site.article("/tin.html", "Tin")
    xml(site, "/news.xml", NEWS % page)
    (found,) = read(f"sitemap:{site.url('/news.xml')}")
    assert isinstance(found, Page)
    article = extract(found).article
    assert (article.source, article.tags) == ("Báo Huế", ("cầu", "đường"))
    assert article.image == "https://bao.example/anh.jpg"
    assert article.published is not None
    assert article.published.isoformat() == "2024-03-04T16:16:00+07:00"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<html><body>404</body></html>", "unknown-kind"),
        ("<rss><channel/></rss>", "unknown-kind"),
        ("<urlset><url>", "broken-xml"),
        ("<urlset/>", "empty"),
        ("", "broken-xml"),
    ],
)
def test_what_is_no_sitemap_is_skipped(site: Site, read: Read, text: str, expected: str) -> None:
    assert urls(read(f"sitemap:{xml(site, '/s.xml', text)}")) == [expected]


def test_addresses_that_are_none_are_skipped(site: Site, read: Read) -> None:
    xml(site, "/s.xml", urlset("file:///etc/passwd", "/bai.html", "javascript:x"))
    assert urls(read(f"sitemap:{site.url('/s.xml')}")) == ["not-http"] * 3
