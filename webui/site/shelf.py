"""Lists of articles that many pages show, taken from the archive once per generation."""

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from flask import g, has_request_context

from searcher import (
    Archive,
    Article,
    Browse,
    Facet,
    Facets,
    Filters,
    Listing,
    Showing,
    Sort,
    Statistics,
)
from webui.periods import month_days

_GROUPS, _IN_GROUP, _NEWEST = 8, 5, 10
_KEPT, _MONTHS_KEPT, _DAYS_KEPT = 512, 128, 32
"""Lists kept at a time, without the bodies of their articles: small beside the index."""
_UNMARKED = Showing(marked=False)
"""Lists show titles only."""
_LONGEST_DAY = 5_000
"""Articles of a day that are put in order to find the neighbours of one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A category (or a source, where nothing has a category), its size and its newest articles."""

    kind: str
    name: str
    count: int
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FrontPage:
    """What the home page shows of one generation."""

    statistics: Statistics
    newest: tuple[Article, ...]
    groups: tuple[Group, ...]


class Shelf:
    """Keeps lists until the archive shows another generation; articles on it have no bodies."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._front_page = lru_cache(maxsize=1)(self._read_front_page)
        self._listing = lru_cache(maxsize=_KEPT)(self._read_listing)
        self._days = lru_cache(maxsize=_MONTHS_KEPT)(self._read_days)
        self._related = lru_cache(maxsize=_KEPT)(self._read_related)
        self._day_ids = lru_cache(maxsize=_DAYS_KEPT)(self._read_day_ids)
        self._generation = ""

    def front_page(self) -> FrontPage:
        """Return the newest articles of the largest groups."""
        return self._front_page(self._visible())

    def listing(self, asked: Browse) -> Listing:
        """Return one page of a list; raises ParameterError for a page beyond what can be paged through."""
        return self._listing(self._visible(), asked)

    def facets(self) -> Facets:
        """Return the categories, sources, authors and months of the whole archive."""
        return self.listing(Browse(per_page=1)).facets

    def days(self, month: str) -> dict[str, int]:
        """Return how many articles the days of a month (`2024-03`) have, those without any left out."""
        return self._days(self._visible(), month)

    def newest(
        self, count: int, *, without: str = "", category: str | None = None
    ) -> list[Article]:
        """Return the newest `count` articles (of a category), leaving out the one with id `without`."""
        asked = Browse(filters=Filters(category=category), per_page=count + 1)
        return [article for article in self.listing(asked).articles if article.id != without][
            :count
        ]

    def related(self, article_id: str, count: int) -> list[Article]:
        """Return the articles that tell the story of one, the nearest first."""
        return list(self._related(self._visible(), article_id, count))

    def day_ids(self, day: date) -> tuple[str, ...]:
        """Return the ids of a day's articles, the earliest first."""
        return self._day_ids(self._visible(), day)

    def _visible(self) -> str:
        """Return the visible generation; nothing of others stays on the shelf."""
        generation = self._archive.generation()
        if generation != self._generation:
            self._generation = generation
            for kept in (self._front_page, self._listing, self._days, self._related, self._day_ids):
                kept.cache_clear()
        return generation

    def _note(self, *, partial: bool) -> None:
        """Let nobody keep what came in part: it may come whole the next time."""
        if partial:
            self._generation = ""
            if has_request_context():
                g.partial = True

    def _read_listing(self, _generation: str, asked: Browse) -> Listing:
        listing = self._archive.browse(asked)
        self._note(partial=listing.partial)
        return replace(
            listing, articles=tuple(replace(article, body="") for article in listing.articles)
        )

    def _read_days(self, _generation: str, month: str) -> dict[str, int]:
        since, until = month_days(month)
        found = self._archive.days(Browse(filters=Filters(since=since, until=until)))
        return {day.value: day.count for day in found}

    def _read_related(self, _generation: str, article_id: str, count: int) -> tuple[Article, ...]:
        found = self._archive.related(article_id, limit=count, showing=_UNMARKED)
        self._note(partial=found.partial)
        return tuple(replace(hit.article, body="") for hit in found.hits)

    def _read_day_ids(self, _generation: str, day: date) -> tuple[str, ...]:
        asked = Browse(filters=Filters(since=day, until=day), sort=Sort.OLDEST)
        return tuple(self._archive.listed_ids(asked, _LONGEST_DAY))

    def _read_front_page(self, generation: str) -> FrontPage:
        found = self._listing(generation, Browse(per_page=_NEWEST))
        kind = "category" if found.facets.category else "source"
        largest = (found.facets.category or found.facets.source)[:_GROUPS]
        return FrontPage(
            statistics=self._archive.statistics(),
            newest=found.articles,
            groups=tuple(self._group(generation, kind, one) for one in largest),
        )

    def _group(self, generation: str, kind: str, facet: Facet) -> Group:
        named = Filters(category=facet.value) if kind == "category" else Filters(source=facet.value)
        articles = self._listing(generation, Browse(filters=named, per_page=_IN_GROUP)).articles
        return Group(kind=kind, name=facet.value, count=facet.count, articles=articles)
