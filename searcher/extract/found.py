"""What one reader of a page found, and how the findings of several become one article."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from searcher.extract.cleaning import http_url
from searcher.extract.identity import canonical, identify
from searcher.model import Article
from searcher.vietnamese.dates import parse_datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Fields of an article as found, cleaned; what was not found is empty.

    `published` and `updated` hold every text that may be the date, the most trusted first. `body`
    is paragraphs.
    """

    id: str = ""
    url: str = ""
    title: str = ""
    summary: str = ""
    body: tuple[str, ...] = ()
    author: str = ""
    source: str = ""
    category: str = ""
    tags: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    image: str = ""
    reads: int | None = None


_NOTHING = Found()
_CANDIDATES = ("published", "updated")


def merge(*found: Found) -> Found:
    """Return field by field what the first of `found` that has it says; dates collect."""
    return Found(**{field.name: _pick(field.name, found) for field in fields(Found)})


def _pick(name: str, found: tuple[Found, ...]) -> Any:
    values = [getattr(one, name) for one in found]
    if name in _CANDIDATES:
        return tuple(text for texts in values for text in texts)
    return next((value for value in values if value or value == 0), getattr(_NOTHING, name))


def article(found: Found, *, now: datetime) -> Article:
    """Return `found` as an article; an id is derived where there is none, dates are read."""
    url = canonical(found.url) if found.url else None
    body = "\n\n".join(found.body)
    return Article(
        id=found.id or identify(url, found.title, body),
        title=found.title,
        url=url,
        summary=found.summary,
        body=body,
        author=found.author or None,
        source=found.source or None,
        category=found.category or None,
        tags=tuple(dict.fromkeys(found.tags)),
        published=first_moment(found.published, now),
        updated=first_moment(found.updated, now),
        image=http_url(found.image, url),
        reads=found.reads,
    )


def first_moment(candidates: tuple[str, ...], now: datetime) -> datetime | None:
    """Return the first of the texts that names a moment which can be true."""
    moments = (parse_datetime(text, now=now) for text in candidates)
    return next((moment for moment in moments if moment), None)
