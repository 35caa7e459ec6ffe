"""Lists of articles as values: what they are called, where they stand, what is on a page of them."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any

from flask import url_for

from searcher import Article, Browse, Facets, Filters, Listing, TimTinError, keyword_key
from webui.asking.paging import Paging, pages
from webui.language import gettext as _
from webui.site import Site

PER_PAGE = 20


class ListMissing(TimTinError):
    """Nothing is filed under this name, or the list has no such page."""

    code = "list-missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of list: its endpoint, what it is called, and what of an article is compared."""

    endpoint: str
    name: str
    heading: Callable[[], str]
    all_heading: Callable[[], str]


KINDS = {
    kind.endpoint: kind
    for kind in (
        Kind(
            endpoint="lists.group",
            name="category",
            heading=lambda: _("Nhóm"),
            all_heading=lambda: _("Tất cả các nhóm"),
        ),
        Kind(
            endpoint="lists.source",
            name="source",
            heading=lambda: _("Nguồn"),
            all_heading=lambda: _("Tất cả các nguồn"),
        ),
        Kind(
            endpoint="lists.author",
            name="author",
            heading=lambda: _("Tác giả"),
            all_heading=lambda: _("Các tác giả"),
        ),
        Kind(
            endpoint="lists.tag", name="tag", heading=lambda: _("Thẻ"), all_heading=lambda: _("Thẻ")
        ),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DayOfNews:
    """The articles of one day on a page of a list; `on` is None for those without a date."""

    on: date | None
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page of a list: its articles day by day, and the way to its other pages."""

    total: int
    days: tuple[DayOfNews, ...]
    paging: Paging


def browse_named(kind: Kind, name: str) -> Browse:
    """Return the list of what is filed under a name."""
    if kind.name == "tag":
        return Browse(tag=name, per_page=PER_PAGE)
    named: dict[str, Any] = {kind.name: name}
    return Browse(filters=Filters(**named), per_page=PER_PAGE)


def spelled(kind: Kind, name: str, listing: Listing) -> str:
    """Return a name as the archive most often writes it; raises ListMissing where nothing is filed there."""
    for value in _values(kind, listing):
        if keyword_key(value) == keyword_key(name):
            return value
    raise ListMissing(
        f"Không có bài nào trong “{name[:80]}”.",
        f"There is no article in “{name[:80]}”.",
        name=name,
    )


def _values(kind: Kind, listing: Listing) -> tuple[str, ...]:
    if kind.name == "tag":
        return tuple(tag for article in listing.articles for tag in article.tags)
    facets = getattr(listing.facets, kind.name)
    return tuple(facet.value for facet in facets)


def shown_page(site: Site, asked: Browse, address: Callable[[int], str]) -> Page:
    """Return one page of a list; raises ListMissing behind the last one."""
    total = site.shelf.listing(turned(asked, 1)).total
    links = pages(asked.page, total, asked.per_page, address)
    if asked.page > links.last:
        raise ListMissing(
            f"Danh sách này chỉ có {links.last} trang.",
            f"This list has {links.last} pages only.",
            page=asked.page,
        )
    return Page(total=total, days=_by_day(site.shelf.listing(asked)), paging=links)


def _by_day(listing: Listing) -> tuple[DayOfNews, ...]:
    by_day = groupby(listing.articles, key=lambda one: one.published and one.published.date())
    return tuple(DayOfNews(on=on, articles=tuple(articles)) for on, articles in by_day)


def turned(asked: Browse, page: int) -> Browse:
    """Return another page of the same list."""
    return replace(asked, page=page)


def feed_of(kind: Kind, name: str) -> str:
    """Return the address of the list as a feed."""
    asked: dict[str, Any] = {kind.name: name}
    return url_for("feeds.rss", **asked)


def counts_of(kind: Kind, facets: Facets) -> tuple[tuple[str, int], ...]:
    """Return every name of a kind with its articles, the largest first."""
    return tuple((facet.value, facet.count) for facet in getattr(facets, kind.name))
