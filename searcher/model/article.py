"""An article as a reader knows it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One news article; what is unknown is None or empty, never invented.

    `body` has its paragraphs separated by one blank line. `published` and `updated` are aware
    datetimes in Asia/Ho_Chi_Minh. `reads` is the read count the article came with.
    """

    id: str
    title: str
    url: str | None = None
    summary: str = ""
    body: str = ""
    author: str | None = None
    source: str | None = None
    category: str | None = None
    tags: tuple[str, ...] = ()
    published: datetime | None = None
    updated: datetime | None = None
    image: str | None = None
    reads: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extracted:
    """An article and the keys of its record that nobody knows (ignored, but counted)."""

    article: Article
    unknown: tuple[str, ...] = ()
