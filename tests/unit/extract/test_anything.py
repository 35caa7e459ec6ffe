"""Whatever the bytes are: an article, or an InputError with a sentence in both languages."""

import json
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searcher.errors import InputError
from searcher.extract import extract
from searcher.model import Article, Page, PageKind
from tests.unit.extract.pages import NOW, PLACE, html, page

KINDS = st.sampled_from(PageKind)
TAGS = st.sampled_from(
    [
        "div",
        "p",
        "h1",
        "a",
        "b",
        "span",
        "article",
        "table",
        "tr",
        "td",
        "ul",
        "li",
        "br",
        "script",
        "style",
        "font",
        "meta",
        "link",
        "title",
        "head",
        "body",
        "form",
        "figure",
        "svg",
        "math",
        "template",
        "noscript",
        "iframe",
        "textarea",
        "select",
        "option",
        "pre",
        "time",
    ]
)
WORDS = st.sampled_from(
    [
        "Lượt đọc: 567", "Thời gian: 16:16 - 04/03/2024", "Tin cùng nhóm", "Hà Anh", "Một câu văn dài. " * 9,
        "<!--", "]]>", "&#x110000;", "&#0;", "\x00", "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"), "<![CDATA[",
    ]
)  # fmt: skip
ATTRIBUTES = st.sampled_from(
    ["", " class='fck_detail'", " data-role='content'", " href='javascript:x'", " itemprop='articleBody'",
     " property='og:title' content='x'", " type='application/ld+json'", " rel=canonical href='http://[::'",
     " name=pubdate content='99999999999999'", " class='related'", " datetime='x'", " style='display:none'"]
)  # fmt: skip
OPEN = st.builds(lambda tag, rest: f"<{tag}{rest}>", TAGS, ATTRIBUTES)
CLOSE = TAGS.map(lambda tag: f"</{tag}>")
SOUP = st.lists(OPEN | CLOSE | WORDS | st.text(max_size=20), max_size=60).map("".join)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
KEYS = st.sampled_from(
    [
        "id",
        "url",
        "title",
        "summary",
        "body",
        "author",
        "source",
        "category",
        "tags",
        "published",
        "updated",
        "image",
        "reads",
        "@type",
        "headline",
        "@graph",
        "datePublished",
        "itemListElement",
        "mainEntityOfPage",
        "publisher",
        "keywords",
        "articleSection",
        "interactionStatistic",
    ]
)
RECORDS = st.dictionaries(KEYS, JSON | WORDS, max_size=8)


def outcome(given_page: Page) -> Article | InputError:
    try:
        return extract(given_page, now=NOW).article
    except InputError as error:
        return error


def attempt(given_page: Page) -> Article | None:
    found = outcome(given_page)
    if isinstance(found, InputError):
        assert str(PLACE) in found.vi
        assert str(PLACE) in found.en
        return None
    assert found.id
    assert found.title or found.body
    json.dumps(found.title + found.body + str(found.url)).encode()
    (found.title + found.body + found.summary).encode("utf-8")
    return found


@given(kind=KINDS, content=st.binary(max_size=400))
def test_random_bytes(kind: PageKind, content: bytes) -> None:
    attempt(page(kind, content))


@given(kind=KINDS, content=SOUP)
def test_broken_markup(kind: PageKind, content: str) -> None:
    attempt(page(kind, content.encode("utf-8", "replace")))


@given(record=RECORDS)
def test_random_records(record: dict[str, object]) -> None:
    attempt(page(PageKind.RECORD, json.dumps(record)))


@given(node=RECORDS, kind=st.sampled_from(["NewsArticle", "BreadcrumbList", "Person"]))
def test_random_linked_data(node: dict[str, object], kind: str) -> None:
    data = json.dumps({"headline": "Tên bài", **node, "@type": kind})
    attempt(html(f'<script type="application/ld+json">{data}</script><h1>Tên bài</h1><p>Chữ.</p>'))


DEEP: list[Callable[[int], str]] = [
    lambda n: "<div>" * n + "x",
    lambda n: "<b>" * n + "x",
    lambda n: "<a href=x>" * n + "x",
    lambda n: "<table><tr><td>" * n + "x",
    lambda n: "<ul><li>" * n + "x",
    lambda n: "<p class='" + "x " * n + "'>y</p>",
    lambda n: "<" * n,
    lambda n: "&amp;" * n,
    lambda n: "<p>x" * n,
    lambda n: '<script type="application/ld+json">' + '{"@graph":[' * n + "</script><p>x",
    lambda n: "Lượt đọc: 1 " * n,
    lambda n: "1.000." * n,
    lambda n: "Tác giả: " * n,
    lambda n: "04/03/2024 " * n,
    lambda n: "(Theo " * n,
    lambda n: "[" * n,
    lambda n: "1" * 70 + "x\n" + "7 " * 35 + "x\n" + "thang " * 13 + "\n" + "9" * n,
    lambda n: "Hà Anh, " * n + "\n" + "Hà " * n + "\n" + "." * 50 + "Hà-" * 20 + "1",
    lambda n: "(Nguồn: " + "a " * 30 + "\n" + " " * n + "x",
]


@pytest.mark.parametrize("kind", list(PageKind))
@pytest.mark.parametrize("make", DEEP, ids=[str(number) for number in range(len(DEEP))])
def test_a_great_deal_of_the_same(make: Callable[[int], str], kind: PageKind) -> None:
    attempt(page(kind, make(5_000)))


@given(content=st.text(max_size=300))
def test_what_is_extracted_once_is_extracted_the_same_again(content: str) -> None:
    given_page = page(PageKind.TEXT, content.encode("utf-8", "replace"))
    assert attempt(given_page) == attempt(given_page)
