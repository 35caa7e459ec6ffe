"""A page to its article."""

from collections.abc import Callable
from datetime import datetime
from typing import Never

from searcher.errors import NoArticle
from searcher.extract.failures import no_article
from searcher.extract.filling import filled, told_article
from searcher.extract.record import extract_record, tombstone
from searcher.extract.text import extract_text
from searcher.model import Extracted, Page, PageKind
from searcher.vietnamese.dates import TIMEZONE

__all__ = ["extract", "tombstone"]


def _nothing_new(page: Page, now: datetime) -> Never:  # noqa: ARG001 - as its neighbours
    """Refuse a page that says only that nothing changed."""
    raise no_article(page.place, "không có gì mới", "nothing new")


def _of_web_page(page: Page, now: datetime) -> Extracted:
    """Return the article of a web page."""
    from searcher.extract.html import extract_html  # lxml: not for runs that read records only

    return extract_html(page, now)


_BY_KIND: dict[PageKind, Callable[[Page, datetime], Extracted]] = {
    PageKind.HTML: _of_web_page,
    PageKind.TEXT: extract_text,
    PageKind.RECORD: extract_record,
    PageKind.KEPT: _nothing_new,
}


def extract(page: Page, *, now: datetime | None = None) -> Extracted:
    """Return the article of `page`; a date after `now` (aware; default: the clock's) is no date.

    Raises NoArticle for a page without one, BrokenRecord (file, line, column and reason), BrokenText
    and InputTooLarge; nothing else, whatever the bytes. What the place of the page told stands in for what
    the page does not say, and for the page where that has no article but the place told one.
    """
    moment = now or datetime.now(TIMEZONE)
    try:
        found = _BY_KIND[page.kind](page, moment)
    except NoArticle:
        if not page.told.get("title") or not (page.told.get("summary") or page.told.get("body")):
            raise
        return told_article(page, moment)
    return filled(found, page, moment)
