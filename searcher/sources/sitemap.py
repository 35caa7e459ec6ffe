"""Sitemaps (sitemaps.org 0.9), indexes of them and news sitemaps: the pages they list are fetched."""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from lxml import etree

from searcher.model import Place, Skipped
from searcher.sources.base import Pages, empty, resumed, skip
from searcher.sources.checked_xml import tree_of
from searcher.sources.feed import Listing, Told, Unlisted, is_feed, listing_at, listing_in
from searcher.sources.files import File, place_of
from searcher.sources.reading import Reading

ROOTS = ("urlset", "sitemapindex")
MOST_SITEMAPS = 5_000
"""Sitemaps that one index leads to; each lists up to 50,000 pages."""
DEEPEST = 4
"""An index may list indexes, against the protocol; a ring of them ends here at the latest."""

_NEWS = {
    "title": "title",
    "publication_date": "published",
    "keywords": "tags",
    "name": "source",
}
"""What a news sitemap says of a page, in the keys of a record."""


@dataclass(frozen=True, slots=True)
class _Listed:
    """One address of a sitemap; `deeper` where it is a sitemap itself."""

    url: str
    told: Told
    deeper: bool


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A sitemap that is to be read, and how many indexes led to it."""

    load: Callable[[], Listing]
    depth: int


@dataclass(frozen=True, slots=True)
class Sitemap:
    """All pages that a sitemap leads to."""

    load: Callable[[], Listing]
    place: Place
    reading: Reading

    def pages(self, after: Place | None = None) -> Pages:
        """Yield every page; after a place, too: a run knows itself which it has read."""
        return resumed(self._read, after and None)

    def _read(self) -> Pages:
        waiting = deque([_Waiting(self.load, 0)])
        seen: set[str] = set()
        found = False
        while waiting:
            for one in self._one(waiting.popleft(), waiting, seen):
                found = True
                yield one
        if not found:
            yield empty(self.place)

    def _one(self, next_: "_Waiting", waiting: deque["_Waiting"], seen: set[str]) -> Pages:
        """Yield the pages of one sitemap; those it lists itself join the queue."""
        try:
            listing = next_.load()
            listed = list(_listed(listing))
        except Unlisted as error:
            yield error.reason
            return
        for one in listed:
            if not one.deeper:
                yield from self._page(one, listing.url)
            elif one.url not in seen and (len(seen) >= MOST_SITEMAPS or next_.depth >= DEEPEST):
                yield _too_many(Place(path=one.url))
            elif one.url not in seen:
                seen.add(one.url)
                waiting.append(_Waiting(self._loader(one.url, listing.url), next_.depth + 1))

    def _loader(self, url: str, led_by: str | None) -> Callable[[], Listing]:
        return lambda: listing_at(url, self.reading, led_by)

    def _page(self, one: _Listed, led_by: str | None) -> Pages:
        page = self.reading.web.page(one.url, one.told, led_by)
        if page is not None:
            yield page


def open_sitemap(file: File, reading: Reading) -> Sitemap:
    """Return the pages of a sitemap in a file."""
    return Sitemap(lambda: listing_in(file, reading), place_of(file), reading)


def open_sitemap_at(url: str, reading: Reading) -> Sitemap:
    """Return the pages of the sitemap at an address."""
    return Sitemap(lambda: listing_at(url, reading), Place(path=url), reading)


def _listed(listing: Listing) -> Iterator[_Listed]:
    """Yield what a sitemap lists; raises Unlisted where it is none."""
    if is_feed(listing.text):  # the protocol allows a feed in the place of a sitemap
        raise Unlisted(_no_sitemap(listing.place, "là RSS/Atom: dùng rss:", "a feed: use rss:"))
    try:
        root = tree_of(listing.text)
    except etree.XMLSyntaxError as error:
        raise Unlisted(_broken(listing.place, error)) from error
    if _name(root) not in ROOTS:
        raise Unlisted(_no_sitemap(listing.place, "không phải sitemap", "no sitemap"))
    for element in root:
        if _name(element) in ("url", "sitemap"):
            told = _told(element)
            url = told.pop("url", "")
            if url:
                yield _Listed(url, told, _name(element) == "sitemap")


def _told(element: Any) -> dict[str, str]:
    """Return the address in an element and what else it says."""
    told: dict[str, str] = {}
    for child in element.iter():
        name, text = _name(child), (child.text or "").strip()
        inside = _name(child.getparent()) if child is not element else ""
        if name == "loc" and text:
            told.setdefault("image" if inside == "image" else "url", text)
        elif name in _NEWS and text and inside in ("news", "publication"):
            told.setdefault(_NEWS[name], text)
    return told


def _name(element: Any) -> str:
    """Return the name of an element without namespace; empty for a comment."""
    tag = element.tag
    return etree.QName(tag).localname.lower() if isinstance(tag, str) else ""


def _too_many(place: Place) -> Skipped:
    vi = f"sitemap lồng quá {DEEPEST} tầng hay nhiều hơn {MOST_SITEMAPS}"
    en = f"sitemaps more than {DEEPEST} deep or more than {MOST_SITEMAPS}"
    return skip(place, "too-large", vi, en)


def _broken(place: Place, error: etree.XMLSyntaxError) -> Skipped:
    reason = str(error)[:200]
    return skip(place, "broken-xml", f"XML hỏng ({reason})", f"broken XML ({reason})")


def _no_sitemap(place: Place, vi: str, en: str) -> Skipped:
    return skip(place, "unknown-kind", vi, en)
