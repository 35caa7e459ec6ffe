"""Lists of articles are no articles, whatever they say of themselves."""

import pytest

from searcher.errors import NoArticle
from tests.unit.extract.pages import article, html

SAPO = "Một câu tóm tắt dài chừng hai dòng, nói vừa đủ để người đọc muốn bấm vào xem bài đầy đủ."
LONG = f"<p>{SAPO} {SAPO}</p>" * 4


def teaser(number: int) -> str:
    return f"<h3><a href='/bai-{number}.html'>Tên của một bài báo khác, số {number}</a></h3><p>{SAPO}</p>"


TEASERS = "".join(map(teaser, range(9)))


@pytest.mark.parametrize("kind", ["website", "article"])
def test_teasers_with_their_sapos_are_a_list(kind: str) -> None:
    with pytest.raises(NoArticle):
        article(html(f'<meta property="og:type" content="{kind}"><h1>Kinh doanh</h1>{TEASERS}'))


def test_an_article_with_teasers_below_is_an_article() -> None:
    assert (
        article(html(f"<h1>Tên bài</h1><div>{LONG}</div><div class=related>{TEASERS}</div>")).title
        == "Tên bài"
    )


def test_an_article_that_describes_itself_is_one_however_short() -> None:
    data = '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Tin vắn","description":"Tóm tắt."}</script>'
    assert article(html(f"{data}<h1>Tin vắn</h1>{TEASERS}")).summary == "Tóm tắt."


def test_a_front_page_with_long_texts_is_a_list() -> None:
    with pytest.raises(NoArticle):
        article(
            html(f'<link rel=canonical href="https://blog.example/"><h1>Blog</h1>{LONG}{TEASERS}')
        )


def test_several_articles_described_on_one_page_are_a_list() -> None:
    data = "".join(
        f'<script type="application/ld+json">{{"@type":"NewsArticle","headline":"Bài {n}"}}</script>'
        for n in range(5)
    )
    with pytest.raises(NoArticle):
        article(html(f"{data}<h1>Kinh doanh</h1>{TEASERS}"))
