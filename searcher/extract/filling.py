"""What the place of a page tells of its article, where the page itself does not."""

import json
from dataclasses import fields, replace
from datetime import datetime
from urllib.parse import urlsplit

from searcher.extract.record import extract_record
from searcher.model import Article, Extracted, Page, PageKind

_FILLED = tuple(field.name for field in fields(Article) if field.name not in ("id", "title", "url"))


def filled(found: Extracted, page: Page, now: datetime) -> Extracted:
    """Return an article with what its place told in the fields that are empty.

    A source that is only the name of the host was a guess, so what is told is better.
    """
    if not page.told:
        return found
    told = told_article(page, now).article
    article = found.article
    fresh = {name: getattr(told, name) for name in _FILLED if _is_open(article, name)}
    return replace(found, article=replace(article, **{k: v for k, v in fresh.items() if v}))


def told_article(page: Page, now: datetime) -> Extracted:
    """Return what the place told as an article of its own; raises InputError where that is none."""
    record = {"url": page.url, "title": "-", **page.told}
    content = json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return extract_record(replace(page, kind=PageKind.RECORD, content=content), now)


def _is_open(article: Article, name: str) -> bool:
    value = getattr(article, name)
    guessed = name == "source" and value == _host(article.url)
    return guessed or value is None or value == "" or value == ()


def _host(url: str | None) -> str:
    return (urlsplit(url or "").hostname or "").removeprefix("www.")
