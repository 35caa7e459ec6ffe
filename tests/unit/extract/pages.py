"""Pages made of text, for the tests of extraction."""

import json
from datetime import datetime
from typing import Any

from searcher.extract import extract
from searcher.model import Article, Page, PageKind, Place
from searcher.vietnamese.dates import TIMEZONE

NOW = datetime(2026, 3, 1, 12, tzinfo=TIMEZONE)
PLACE = Place(path="tin.jsonl", line=7)


def page(kind: PageKind, content: str | bytes, **more: Any) -> Page:
    given = content.encode() if isinstance(content, str) else content
    return Page(kind=kind, content=given, place=PLACE, **more)


def record(**values: Any) -> Page:
    return page(PageKind.RECORD, json.dumps(values))


def html(content: str | bytes, **more: Any) -> Page:
    return page(PageKind.HTML, content, **more)


def text(content: str | bytes) -> Page:
    return page(PageKind.TEXT, content)


def article(given: Page) -> Article:
    return extract(given, now=NOW).article


def paragraphs(given: Page) -> list[str]:
    return article(given).body.split("\n\n")
