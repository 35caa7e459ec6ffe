"""Pages over HTTP, from a server that behaves and from one that does not."""

import gzip
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace

import brotli
import pytest

from searcher.extract import extract
from searcher.model import Page, PageKind, Skipped
from searcher.sources import Web
from tests.site import Site, article
from tests.unit.sources.conftest import QUICK

Read = Callable[..., list[Page | Skipped]]


def code(pages: list[Page | Skipped]) -> str:
    (page,) = pages
    return page.code if isinstance(page, Skipped) else "page"


def only(pages: list[Page | Skipped]) -> Page:
    (page,) = pages
    assert isinstance(page, Page)
    return page


def test_a_page_comes_with_what_its_server_said_of_it(site: Site, read: Read) -> None:
    content = article("Bão số 3").encode("cp1258", "ignore")
    url = site.page("/a", content, content_type="text/html; charset=windows-1258", etag='"1"')
    page = only(read(url))
    assert (page.kind, page.content, page.charset) == (PageKind.HTML, content, "windows-1258")
    assert (page.url, page.stamp and page.stamp.etag) == (url, '"1"')


@pytest.mark.parametrize("pack", [gzip.compress, brotli.compress], ids=["gzip", "br"])
def test_packed_answers_are_unpacked(
    site: Site, read: Read, pack: Callable[[bytes], bytes]
) -> None:
    encoding = "gzip" if pack is gzip.compress else "br"
    url = site.page("/a", pack(article("Tin").encode()), content_encoding=encoding)
    assert only(read(url)).content == article("Tin").encode()


def test_the_user_agent_is_the_one_of_the_settings(site: Site, read: Read) -> None:
    read(site.article("/a", "Tin"), replace(QUICK, user_agent="baohue/2 (+https://bao.example)"))
    assert {headers["User-Agent"] for _, headers in site.asked} == {
        "baohue/2 (+https://bao.example)"
    }


def test_robots_txt_is_asked_first_and_obeyed(site: Site, read: Read) -> None:
    site.page("/robots.txt", "User-agent: timtin\nDisallow: /kin", content_type="text/plain")
    site.article("/kin/a", "Kín")
    site.article("/mo/a", "Mở")
    assert code(read(site.url("/kin/a"))) == "robots"
    assert code(read(site.url("/mo/a"))) == "page"
    assert site.paths == ["/robots.txt", "/robots.txt", "/mo/a"]


def test_a_robots_txt_that_cannot_be_read_forbids_everything(site: Site, read: Read) -> None:
    site.page("/robots.txt", "", status=500)
    assert code(read(site.article("/a", "Tin"))) == "unreachable"
    assert "/a" not in site.paths


def test_a_missing_robots_txt_allows_everything(site: Site, read: Read) -> None:
    assert code(read(site.article("/a", "Tin"))) == "page"


def test_between_two_pages_of_a_host_the_delay_passes(site: Site) -> None:
    web = Web(replace(QUICK, delay=0.1))
    for name in "ab":
        web.page(site.article(f"/{name}", name), {})
    web.close()
    gaps = [later - sooner for sooner, later in zip(site.times, site.times[1:], strict=False)]
    assert len(gaps) == 2
    assert all(gap >= 0.09 for gap in gaps)


def test_a_crawl_delay_longer_than_ours_wins(site: Site) -> None:
    site.page("/robots.txt", "User-agent: *\nCrawl-delay: 0.2", content_type="text/plain")
    web = Web(QUICK)
    for name in "ab":
        web.page(site.article(f"/{name}", name), {})
    web.close()
    assert site.times[2] - site.times[1] >= 0.19


def test_redirects_lead_to_the_address_that_counts(site: Site, read: Read) -> None:
    site.page("/cu", "", status=301, location="/moi?x=1#y")
    site.article("/moi?x=1", "Tin")
    page = only(read(site.url("/cu")))
    assert page.url == site.url("/moi?x=1")
    assert page.stamp is not None
    assert page.stamp.url == site.url("/cu")


def test_a_canonical_link_makes_one_article_of_two_addresses(site: Site, read: Read) -> None:
    head = f'<link rel="canonical" href="{site.url("/bai-1.html")}">'
    for path in ("/bai-1.html?utm_source=zalo", "/m/bai-1.html"):
        site.page(path, article("Tin", head))
    ids = {
        extract(only(read(site.url(path)))).article.id
        for path in ("/bai-1.html?utm_source=zalo", "/m/bai-1.html")
    }
    assert len(ids) == 1


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("/quanh", "redirects"),
        ("file:///etc/passwd", "not-http"),
        ("ftp://a.example/", "not-http"),
        ("http://[", "not-http"),
    ],
)
def test_redirects_that_lead_nowhere_end(
    site: Site, read: Read, location: str, expected: str
) -> None:
    site.page("/a", "", status=302, location="/quanh")
    site.page("/quanh", "", status=302, location=location.replace("/quanh", "/a"))
    assert code(read(site.url("/a"))) == expected


def test_redirects_without_end_end(site: Site, read: Read) -> None:
    for n in range(40):
        site.page(f"/{n}", "", status=302, location=f"/{n + 1}")
    assert code(read(site.url("/0"))) == "redirects"
    assert len(site.paths) < 20


def test_a_failing_server_is_asked_again(site: Site, read: Read) -> None:
    assert code(read(site.fails("/a", 1, "Tin"))) == "page"
    assert code(read(site.fails("/b", 2, "Tin"))) == "http-status"
    assert site.paths.count("/a") == site.paths.count("/b") == 2


def test_a_server_that_asks_for_an_hour_is_left_for_the_next_run(site: Site, read: Read) -> None:
    url = site.page("/a", "", status=429, retry_after="3600")
    assert code(read(url)) == "http-status"
    assert site.paths.count("/a") == 1


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_a_page_that_is_not_given_is_skipped(site: Site, read: Read, status: int) -> None:
    (page,) = read(site.page("/a", "", status=status))
    assert isinstance(page, Skipped)
    assert (page.code, str(status) in page.vi, str(status) in page.en) == (
        "http-status",
        True,
        True,
    )
    assert site.paths.count("/a") == 1


def test_a_server_that_says_nothing_is_left(site: Site, read: Read) -> None:
    assert code(read(site.hangs("/a"))) == "timeout"


def test_a_server_that_dribbles_is_left(site: Site, read: Read) -> None:
    started = time.monotonic()
    assert code(read(site.dribbles("/a"), replace(QUICK, tries=3))) == "timeout"
    assert time.monotonic() - started < 20


def test_half_an_answer_is_no_answer(site: Site, read: Read) -> None:
    assert code(read(site.breaks_off("/a"))) == "unreachable"
    assert site.paths.count("/a") == 2


def test_a_bomb_is_given_up_at_the_limit(site: Site, read: Read) -> None:
    url = site.bomb("/a", 300 << 20)
    tracemalloc.start()
    assert code(read(url, replace(QUICK, deadline=60, timeout=20))) == "too-large"
    assert tracemalloc.get_traced_memory()[1] < 150 << 20
    tracemalloc.stop()


@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_broken_packing_is_skipped(site: Site, read: Read, encoding: str) -> None:
    url = site.page("/a", b"this was never packed", content_encoding=encoding)
    assert code(read(url)) == "unreadable"


def test_what_is_no_text_is_skipped(site: Site, read: Read) -> None:
    assert (
        code(read(site.page("/a.pdf", b"%PDF", content_type="application/pdf"))) == "unknown-kind"
    )


def test_a_host_that_is_not_there_is_skipped(read: Read) -> None:
    assert code(read("http://127.0.0.1:9/a")) == "unreachable"


def test_a_host_that_fails_again_and_again_is_left_alone(site: Site) -> None:
    web = Web(replace(QUICK, tries=1))
    codes = [code([page]) for n in range(9) if (page := web.page(site.hangs(f"/{n}"), {}))]
    web.close()
    assert codes == ["timeout"] * 5 + ["unreachable"] * 4
    assert len(site.paths) == 6


def test_a_page_that_did_not_change_is_kept(site: Site) -> None:
    url = site.versioned("/a", article("Tin"), '"v1"')
    web = Web(QUICK)
    page = web.page(url, {})
    assert isinstance(page, Page)
    assert page.stamp is not None
    web.memory.remember(page.stamp, "bai-1")
    assert web.page(url, {}) is None  # read in this run
    later = Web(QUICK)
    later.memory.load(web.memory.saved({"bai-1"}))
    kept = later.page(url, {})
    assert isinstance(kept, Page)
    assert (kept.kind, kept.content) == (PageKind.KEPT, b"bai-1")
    site.versioned("/a", article("Tin sửa"), '"v2"')
    anew = Web(QUICK)
    anew.memory.load(web.memory.saved({"bai-1"}))
    fresh = anew.page(url, {})
    assert isinstance(fresh, Page)
    assert fresh.kind is PageKind.HTML


def test_a_page_whose_article_is_gone_is_asked_for_whole(site: Site) -> None:
    web = Web(QUICK)
    page = web.page(site.versioned("/a", article("Tin"), '"v1"'), {})
    assert isinstance(page, Page)
    assert page.stamp is not None
    web.memory.remember(page.stamp, "bai-1")
    assert web.memory.saved(set()) == b""


@pytest.mark.parametrize(
    ("led_by", "expected"), [("http://93.184.216.34/", "private-address"), (None, "page")]
)
def test_a_public_page_cannot_lead_into_a_private_network(
    site: Site, led_by: str | None, expected: str
) -> None:
    web = Web(QUICK)
    page = web.page(site.article("/a", "Tin"), {}, led_by)
    web.close()
    assert page is not None
    assert code([page]) == expected
