"""The real pages and records beside the project, where they are there."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from lxml import html as lxml_html

from searcher.errors import NoArticle
from searcher.extract import extract
from searcher.extract.html.readable import readable
from searcher.extract.html.tree import tree_of
from searcher.model import Article, Page, PageKind, Place
from searcher.sources import open_source
from searcher.vietnamese.dates import TIMEZONE

pytestmark = pytest.mark.shared

FURNITURE = re.compile(
    r"tin cùng|tin liên quan|xem thêm|đọc thêm|bình luận|chia sẻ|copy link|quảng cáo|function|googletag|trở lại",
    re.I,
)


def pages_of(folder: Path) -> Iterator[Page]:
    for page in open_source(str(folder)).pages():
        assert isinstance(page, Page)
        yield page


def articles(shared_data: Path) -> list[tuple[Page, Article]]:
    real = [page for page in pages_of(shared_data / "html") if "_list." not in page.place.path]
    return [(page, extract(page).article) for page in real]


def test_every_article_page_gives_all_that_a_reader_sees(shared_data: Path) -> None:
    for page, article in articles(shared_data):
        where = page.place.path
        assert article.title, where
        assert article.body.count("\n\n") >= 5, where
        assert article.published, where
        assert article.category, where
        assert article.source, where
        assert article.url, where
        assert article.summary, where
        assert article.author or "baochinhphu" in where, where


def test_no_paragraph_is_furniture(shared_data: Path) -> None:
    for page, article in articles(shared_data):
        for paragraph in article.body.split("\n\n"):
            assert len(paragraph) > 60 or not FURNITURE.search(paragraph), page.place.path


def test_the_body_holds_what_trafilatura_finds(shared_data: Path) -> None:
    for page, article in articles(shared_data):
        root, _ = tree_of(page.content.decode())
        assert root is not None
        expected = [line for line in readable(root) if len(line) > 100 and line != article.summary]
        missing = [line for line in expected if line not in article.body.split("\n\n")]
        assert len(missing) <= len(expected) // 10, (page.place.path, missing)


def test_every_list_page_is_no_article(shared_data: Path) -> None:
    lists = [page for page in pages_of(shared_data / "html") if "_list." in page.place.path]
    assert len(lists) == 7
    for page in lists:
        with pytest.raises(NoArticle):
            extract(page)


@pytest.mark.parametrize("bare", ["without metadata", "without metadata and names"])
def test_a_page_that_says_nothing_of_itself_is_judged_by_its_text(
    shared_data: Path, bare: str
) -> None:
    for page in pages_of(shared_data / "html"):
        silent = stripped(page, names="names" in bare)
        if "_list." in page.place.path:
            with pytest.raises(NoArticle):
                extract(silent)
            continue
        known, found = extract(page).article, extract(silent).article
        paragraphs = [one for one in known.body.split("\n\n") if len(one) > 100]
        kept = [one for one in paragraphs if one in found.body]
        assert len(kept) >= len(paragraphs) * 0.5, page.place.path


def stripped(page: Page, *, names: bool) -> Page:
    """Return the page without JSON-LD, meta and links, and without classes and ids if `names`."""
    root, _ = tree_of(page.content.decode())
    assert root is not None
    for element in [*root.iter("meta"), *root.iter("link"), *root.iter("script")]:
        element.drop_tree()
    for element in root.iter() if names else ():
        kept = {
            name: element.attrib[name]
            for name in ("href", "datetime", "style")
            if name in element.attrib
        }
        element.attrib.clear()
        element.attrib.update(kept)
    content = lxml_html.tostring(root, encoding="utf-8")
    return Page(kind=PageKind.HTML, content=content, place=Place(path=page.place.path))


def test_the_portal_text_gives_its_article(shared_data: Path) -> None:
    (page,) = pages_of(shared_data / "seed")
    article = extract(page).article
    assert article.title.startswith("Khối Thi đua Văn hóa Xã hội tổ chức Hội nghị")
    assert article.reads == 567
    assert article.author == "Hà Anh"
    assert article.published == datetime(2024, 3, 4, 16, 16, tzinfo=TIMEZONE)
    assert article.body.count("\n\n") == 4
    assert article.body.startswith("Chiều ngày 01/3/2024")
    assert article.body.endswith("các đơn vị trong Khối.")


def test_every_dated_record_is_an_article(shared_data: Path) -> None:
    ids, undated, named = set(), 0, 0
    for page in open_source(str(shared_data / "news" / "dated.jsonl.xz")).pages():
        assert isinstance(page, Page)
        extracted = extract(page)
        assert not extracted.unknown
        ids.add(extracted.article.id)
        undated += extracted.article.published is None
        named += extracted.article.category in {"N/A", "['Thời sự']", "None"}
    assert (len(ids), undated, named) == (6965, 6965 - 5418, 0)
