"""Web pages: which of its many voices a page is believed in, and what is left out."""

import unicodedata
from datetime import datetime

import pytest

from searcher.errors import BrokenText, InputTooLarge, NoArticle
from searcher.extract.cleaning import http_url
from searcher.vietnamese.dates import TIMEZONE
from tests.unit.extract.pages import article, html, paragraphs

PROSE = (
    "Một đoạn văn đủ dài để ai cũng thấy đây là nội dung của bài báo chứ không phải một dòng dẫn."
)
BODY = f"<p>{PROSE}</p><p>Thêm nữa, {PROSE.lower()}</p>"


def whole(head: str = "", body: str = BODY, title: str = "Tên bài") -> str:
    return f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{title}</title>{head}</head><body><h1>{title}</h1>{body}</body></html>"


def linked_data(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def test_the_plainest_page_is_an_article() -> None:
    found = article(html("<h1>Tên bài</h1><p>Nội dung ngắn.</p>"))
    assert (found.title, found.body) == ("Tên bài", "Nội dung ngắn.")


def test_json_ld_is_believed_before_meta() -> None:
    head = (
        linked_data(
            '{"@type":"NewsArticle","headline":"Tên bài","datePublished":"2024-03-04T16:16:00+07:00","author":{"name":"Hà Anh"}}'
        )
        + '<meta property="article:published_time" content="2020-01-01"><meta name="author" content="Người Khác">'
    )
    found = article(html(whole(head)))
    assert found.author == "Hà Anh"
    assert found.published == datetime(2024, 3, 4, 16, 16, tzinfo=TIMEZONE)


@pytest.mark.parametrize(
    "data",
    [
        '{"@graph":[{"@type":"WebPage"},{"@type":"Article","headline":"Tên bài","author":{"@id":"#a"}},{"@id":"#a","@type":"Person","name":"Hà Anh"}]}',
        '[{"@type":"WebSite"},[{"@type":["NewsArticle"],"headline":"Tên bài","author":["Hà Anh"]}]]',
        '{"@type":"http://schema.org/NewsArticle","headline":"Tên bài","author":"Hà Anh",}',
        '<!--\n{"@type":"NewsArticle","headline":"Tên bài","author":[{"name":"Hà Anh"}]}\n//-->',
        '{"@type":"NewsArticle","headline":"Tên\nbài","author":{"name":"Hà Anh"}}',
        '{"@type":"NewsArticle","headline":"Tên bài" "description": lỗi, "author":{"@type":"Person","name":"Hà Anh"}',
        '{"@type":"WebPage","mainEntity":{"@type":"BlogPosting","headline":"Tên bài","author":{"name":"Hà Anh"}}}',
        '{"@type":"NewsArticle","headline":"T&amp;#234;n b&#224;i","author":{"name":"H&#224; Anh"}}',
    ],
)
def test_json_ld_in_every_state(data: str) -> None:
    found = article(html(whole(linked_data(data))))
    assert (found.title, found.author) == ("Tên bài", "Hà Anh")


@pytest.mark.parametrize(
    "data", ["", "null", "[]", "{", '{"@type": 5, "headline": []}', '{"@graph": 3}', "[" * 9999]
)
def test_json_ld_of_no_use_is_passed_over(data: str) -> None:
    assert article(html(whole(linked_data(data)))).title == "Tên bài"


@pytest.mark.parametrize(
    "name",
    ["VnExpress", "baovnexpress", "https://facebook.com/x", "a@b.vn", "vnexpress.net", "admin"],
)
def test_the_site_itself_is_no_author(name: str) -> None:
    head = f'<link rel=canonical href="https://vnexpress.net/tin-1.html"><meta name="author" content="{name}">'
    assert article(html(whole(head))).author is None


def test_the_byline_at_the_end_is_the_author_and_no_text() -> None:
    page = html(
        whole(body=f'<article>{BODY}<p style="text-align:right"><b>Hà Anh</b></p></article>')
    )
    assert article(page).author == "Hà Anh"
    assert "Hà Anh" not in article(page).body


def test_captions_related_boxes_and_scripts_are_no_text() -> None:
    inside = (
        f"<div class='entry-content'><p>{PROSE}</p>"
        "<figure><img><figcaption>Chú thích ảnh. Ảnh: Hà Anh</figcaption></figure>"
        "<div class='related-posts'><a href=/x>Bài liên quan thứ nhất của trang</a></div>"
        "<script>var x = 1</script><style>p{}</style><p>Ảnh: Lê Minh</p>"
        "<p><a href=/y>>> Xem thêm một bài khác của chúng tôi</a></p>"
        f"<p>Sau cùng, {PROSE.lower()}</p></div>"
    )
    assert paragraphs(html(whole(body=inside))) == [PROSE, f"Sau cùng, {PROSE.lower()}"]


def test_title_and_sapo_are_not_repeated_in_the_body() -> None:
    head = '<meta property="og:description" content="Đây là tóm tắt của bài.">'
    inside = f"<div class='post-content'><h2>Tên bài</h2><p><b>Đây là tóm tắt của bài.</b></p>{BODY}</div>"
    found = article(html(whole(head, inside)))
    assert found.summary == "Đây là tóm tắt của bài."
    assert found.body.startswith(PROSE)


def test_the_name_of_the_site_is_cut_off_the_title() -> None:
    head = '<meta property="og:title" content="Tên bài - Báo Mẫu điện tử">'
    assert article(html(whole(head))).title == "Tên bài"


def test_relative_addresses_become_whole() -> None:
    head = '<link rel=canonical href="https://a.vn/tin/1.html"><meta property="og:image" content="../anh/1.jpg">'
    assert article(html(whole(head))).image == "https://a.vn/anh/1.jpg"


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "data:image/png;base64,AA",
        "JaVaScRiPt:x",
        " ",
        "http://",
        "vbscript:x",
    ],
)
def test_no_address_but_http_is_kept(address: str) -> None:
    head = f'<link rel=canonical href="{address}"><meta property="og:image" content="{address}">'
    found = article(html(whole(head)))
    assert (found.url, found.image) == (None, None)


def test_an_address_is_the_canonical_one_then_where_it_was_found() -> None:
    canonical = '<link rel="canonical" href="/bai.html">'
    assert (
        article(html(whole(canonical), url="https://a.vn/bai.html?utm_source=x")).url
        == "https://a.vn/bai.html"
    )
    assert article(html(whole(), url="https://a.vn/b.html")).url == "https://a.vn/b.html"


def test_a_canonical_address_that_is_the_front_page_is_a_mistake() -> None:
    head = '<link rel=canonical href="https://a.vn/"><meta property="og:url" content="https://a.vn/b.html">'
    assert article(html(whole(head))).url == "https://a.vn/b.html"


def test_the_address_knows_the_date_when_nothing_else_does() -> None:
    head = '<link rel=canonical href="https://a.vn/bai-20240304161600123.htm">'
    assert article(html(whole(head))).published == datetime(2024, 3, 4, 16, 16, tzinfo=TIMEZONE)


def test_a_date_without_a_label_below_the_title_is_the_date() -> None:
    found = article(html(whole(body=f"<span>Thứ hai, 04/03/2024 - 16:16</span>{BODY}")))
    assert found.published == datetime(2024, 3, 4, 16, 16, tzinfo=TIMEZONE)


def test_a_date_that_a_program_made_up_gives_way_to_the_one_that_is_shown() -> None:
    head = linked_data(
        '{"@type":"NewsArticle","headline":"Tên bài","datePublished":"0001-01-01T00:00:00"}'
    )
    found = article(html(whole(head, f"<time>04/03/2024 16:16</time>{BODY}")))
    assert found.published == datetime(2024, 3, 4, 16, 16, tzinfo=TIMEZONE)


def test_a_date_in_the_future_is_no_date() -> None:
    head = '<meta property="article:published_time" content="2031-05-05T00:00:00+07:00">'
    assert article(html(whole(head))).published is None


def test_the_category_is_the_section_in_the_address_as_the_menu_calls_it() -> None:
    head = '<link rel=canonical href="https://a.vn/giao-duc/bai-1.htm">'
    menu = '<a href="/giao-duc.htm">Giáo dục</a><a href="/the-thao.htm">Thể thao</a>'
    assert article(html(whole(head, menu + BODY))).category == "Giáo dục"


def test_paragraphs_made_of_line_breaks_are_paragraphs() -> None:
    given = html(
        whole(body=f"<div class='entry-content'>{PROSE}<br><br>Hai: {PROSE}<br/>Ba: {PROSE}</div>")
    )
    assert paragraphs(given) == [PROSE, f"Hai: {PROSE}", f"Ba: {PROSE}"]


def test_a_page_in_windows_1258_without_a_declaration_is_read() -> None:
    text = (
        "<html><title>x</title><h1>Tin tức</h1><p>" + "Ủy ban nhân dân tỉnh họp bàn việc dân. " * 9
    )
    marks = "".join(
        part if part in "âăêôơưđÂĂÊÔƠƯĐ" else unicodedata.normalize("NFD", part)
        for part in (_base_and_tone(letter) for letter in text)
        for part in part
    )
    found = article(html(marks.encode("cp1258")))
    assert "Ủy ban nhân dân tỉnh họp bàn việc dân." in found.body


def _base_and_tone(letter: str) -> list[str]:
    """Split a letter as windows-1258 has it: the letter with its shape, then the tone."""
    tones = "\u0300\u0301\u0303\u0309\u0323"
    parts = unicodedata.normalize("NFD", letter)
    shape = unicodedata.normalize("NFC", "".join(part for part in parts if part not in tones))
    return [shape, *(part for part in parts if part in tones)]


def test_a_charset_of_the_transport_is_used() -> None:
    given = whole(title="Tên bài").replace("<meta charset=utf-8>", "").encode("utf-16-le")
    assert article(html(given, charset="utf-16le")).title == "Tên bài"


def test_no_entity_is_expanded_and_no_file_read() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;"><!ENTITY f SYSTEM "file:///etc/passwd">]>'
    found = article(html(bomb + whole(body=f"<p>&b; &f; {PROSE}</p>")))
    assert "root:" not in found.body
    assert "aaaa" not in found.body


@pytest.mark.parametrize(
    "given",
    [b"", b"   ", b"<html></html>", b"<!-- x -->", b"<html><body><script>x</script></body></html>"],
)
def test_an_empty_page_is_no_article(given: bytes) -> None:
    with pytest.raises(NoArticle):
        article(html(given))


def test_binary_is_no_page() -> None:
    with pytest.raises(BrokenText):
        article(html(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 30))


def test_two_hundred_thousand_nested_elements_are_refused() -> None:
    with pytest.raises(InputTooLarge):
        article(html("<div>" * 200_000 + PROSE))


def test_a_page_of_more_elements_than_any_newspaper_has_is_refused() -> None:
    with pytest.raises(InputTooLarge):
        article(html("<br>x" * 100_001))


def test_formatting_that_is_never_closed_is_no_nesting() -> None:
    given = "<html><h1>Tên bài</h1>" + "".join(f"<p><font><b>{n}. {PROSE}</p>" for n in range(400))
    assert len(paragraphs(html(given))) == 400


@pytest.mark.parametrize(
    "address", ["https://a.vn/x y", "https://[::1", "https://a.vn:99999/", "x" * 5000]
)
def test_an_address_that_is_none_is_refused(address: str) -> None:
    assert http_url(address) is None
