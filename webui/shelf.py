"""The newest articles, taken from the archive once per generation."""

from dataclasses import dataclass
from functools import lru_cache

from searcher import Archive, Article, Filters, Sort, Statistics

_GROUPS, _IN_GROUP, _NEWEST = 8, 5, 14
_KEPT = 64
"""Lists kept at a time: enough for the groups of an archive, small beside the index."""


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
    """Keeps lists of newest articles until the archive shows another generation."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._front_page = lru_cache(maxsize=1)(self._read_front_page)
        self._newest = lru_cache(maxsize=_KEPT)(self._read_newest)

    def front_page(self) -> FrontPage:
        """Return the newest articles of the largest groups."""
        return self._front_page(self._archive.generation())

    def newest(
        self, count: int, *, without: str = "", category: str | None = None
    ) -> list[Article]:
        """Return the newest `count` articles (of a category), leaving out the one with id `without`."""
        filters = Filters(category=category)
        articles = self._newest(self._archive.generation(), filters, count + 1)
        return [article for article in articles if article.id != without][:count]

    def _read_newest(self, _generation: str, filters: Filters, count: int) -> tuple[Article, ...]:
        found = self._archive.search("", filters=filters, sort=Sort.NEWEST, per_page=count)
        return tuple(hit.article for hit in found.hits)

    def _read_front_page(self, generation: str) -> FrontPage:
        found = self._archive.search("", sort=Sort.NEWEST, per_page=_NEWEST)
        kind = "category" if found.facets.category else "source"
        largest = (found.facets.category or found.facets.source)[:_GROUPS]
        return FrontPage(
            statistics=self._archive.statistics(),
            newest=tuple(hit.article for hit in found.hits),
            groups=tuple(self._group(generation, kind, one.value, one.count) for one in largest),
        )

    def _group(self, generation: str, kind: str, name: str, count: int) -> Group:
        filters = Filters(category=name) if kind == "category" else Filters(source=name)
        articles = self._newest(generation, filters, _IN_GROUP)
        return Group(kind=kind, name=name, count=count, articles=articles)
