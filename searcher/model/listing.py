"""Lists of articles that one reads without searching: of a day, a category, a source, an author, a tag."""

from dataclasses import dataclass

from searcher.model.article import Article
from searcher.model.query import ANY, Filters, Sort
from searcher.model.results import Facets


@dataclass(frozen=True, slots=True, kw_only=True)
class Browse:
    """Which articles are listed, in which order, and which page of them; `page` counts from 1.

    A tag is compared by folded key, like the names in `filters`. By relevance means newest first.
    """

    filters: Filters = ANY
    tag: str | None = None
    sort: Sort = Sort.NEWEST
    page: int = 1
    per_page: int = 20


EVERYTHING = Browse()


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One page of a list, and how many articles all its pages have; facets count over all of them."""

    asked: Browse
    articles: tuple[Article, ...]
    total: int
    facets: Facets
    partial: bool = False
    """Some of the archive could not be asked: more may exist."""
