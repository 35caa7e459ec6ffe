"""A page to its article."""

from collections.abc import Callable
from datetime import datetime

from searcher.extract.html import extract_html
from searcher.extract.record import extract_record
from searcher.extract.text import extract_text
from searcher.model import Extracted, Page, PageKind
from searcher.vietnamese.dates import TIMEZONE

__all__ = ["extract"]

_BY_KIND: dict[PageKind, Callable[[Page, datetime], Extracted]] = {
    PageKind.HTML: extract_html,
    PageKind.TEXT: extract_text,
    PageKind.RECORD: extract_record,
}


def extract(page: Page, *, now: datetime | None = None) -> Extracted:
    """Return the article of `page`; a date after `now` (aware; default: the clock's) is no date.

    Raises NoArticle for a page without one, BrokenRecord (file, line, column and reason), BrokenText
    and InputTooLarge; nothing else, whatever the bytes.
    """
    return _BY_KIND[page.kind](page, now or datetime.now(TIMEZONE))
