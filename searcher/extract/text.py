"""A text file -> its article: a portal's page that was copied, or just a title and a text."""

from datetime import datetime

from searcher.extract.cleaning import lines
from searcher.extract.decoding import decoded
from searcher.extract.failures import no_article
from searcher.extract.found import article
from searcher.extract.portal import find, plain_text
from searcher.model import Extracted, Page


def extract_text(page: Page, now: datetime) -> Extracted:
    """Return the article of a text; raises NoArticle where there is none, BrokenText for no text."""
    text = lines(decoded(page))
    found = find(text) or plain_text(text)
    if not found.title and not found.body:
        raise no_article(page.place, "không có tiêu đề và nội dung", "neither title nor body")
    return Extracted(article=article(found, now=now))
