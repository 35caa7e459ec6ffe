"""What the head of a page says: canonical address, OpenGraph, meta of all habits."""

import re
from urllib.parse import urlsplit

from searcher.extract.cleaning import http_url, known, one_line, unescaped
from searcher.extract.found import Found
from searcher.extract.html.nobody import is_somebody
from searcher.extract.html.tree import Element, attribute
from searcher.model import Page

_NAMES = ("property", "name", "itemprop")

_TITLE = ("og:title", "twitter:title", "dc.title", "title")
_SUMMARY = ("og:description", "twitter:description", "description", "dc.description")
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "article:published", "datepublished",
    "pubdate", "publishdate", "publish_date", "publish-date", "published_time", "article_date_original",
    "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.created", "dc.date.created",
    "sailthru.date", "parsely-pub-date", "cxenseparse:recs:publishtime", "date", "datecreated",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:updated_time", "datemodified", "lastmod", "last-modified",
    "dcterms.modified", "article_updatetime",
)  # fmt: skip
_AUTHOR = ("article:author", "dable:author", "parsely-author", "dc.creator", "author", "byl")
_SECTION = ("article:section", "articlesection", "og:article:section", "parsely-section")
_SOURCE = ("og:site_name", "application-name", "dc.publisher", "source")
_TAGS = ("article:tag", "news_keywords", "keywords")
_IMAGE = ("og:image", "og:image:url", "og:image:secure_url", "twitter:image", "image")

Values = dict[str, list[str]]


def values(root: Element) -> Values:
    """Return the contents of all meta elements by name (small letters), in document order."""
    found: Values = {}
    for element in root.iter("meta"):
        content = one_line(unescaped(attribute(element, "content")))
        for name in {attribute(element, one).strip().lower() for one in _NAMES} - {""}:
            found.setdefault(name, []).append(content)
    return found


def address(root: Element, meta: Values, page: Page) -> str | None:
    """Return the address of a page: the canonical one, else OpenGraph's, else where it was found.

    A canonical address that is only the front page is a mistake of the site where others say more.
    """
    linked = [
        attribute(link, "href")
        for link in root.iter("link")
        if "canonical" in attribute(link, "rel").lower().split()
    ]
    base = http_url(page.url)
    candidates = [*linked, *meta.get("og:url", []), *meta.get("twitter:url", []), base]
    urls = [url for text in candidates if (url := http_url(text, base))]
    deep = [url for url in urls if urlsplit(url).path.strip("/")]
    return next(iter(deep or urls), None)


def find(meta: Values, url: str | None) -> Found:
    """Return what the meta elements of a page at `url` say."""
    site = _first(meta, _SOURCE)
    return Found(
        title=_first(meta, _TITLE),
        summary=_first(meta, _SUMMARY),
        author=_author(meta, site, url),
        source=site,
        category=_first(meta, _SECTION),
        tags=_tags(meta),
        published=_all(meta, _PUBLISHED),
        updated=_all(meta, _UPDATED),
        image=_first(meta, _IMAGE),
    )


def has_date(meta: Values) -> bool:
    """Say whether the page names the moment it was published."""
    return bool(_all(meta, _PUBLISHED))


def _author(meta: Values, site: str, url: str | None) -> str:
    names = (re.sub(r"\s*;\s*", ", ", name) for name in _all(meta, _AUTHOR))
    return next((name for name in names if is_somebody(name, site, url)), "")


def _tags(meta: Values) -> tuple[str, ...]:
    for name in _TAGS:
        parts = [part for text in meta.get(name, []) for part in text.split(",")]
        tags = tuple(filter(None, map(known, parts)))
        if tags:
            return tags
    return ()


def _all(meta: Values, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(text for name in names for value in meta.get(name, []) if (text := known(value)))


def _first(meta: Values, names: tuple[str, ...]) -> str:
    return next(iter(_all(meta, names)), "")
