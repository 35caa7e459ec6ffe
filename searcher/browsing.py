"""The browsing flow: a list of articles page by page, without words to search for.

Nothing is ranked, marked or put behind near-copies: whoever reads a day wants all of the day.
"""

from dataclasses import replace

from searcher.engines.base import Reader
from searcher.model import Facet, Keyword, Query
from searcher.model.limits import LIMITS, Limits
from searcher.model.listing import Browse, Listing
from searcher.rank import depth_of


def browse(asked: Browse, reader: Reader, limits: Limits = LIMITS) -> Listing:
    """Return one page of a list; a page behind the last has no articles.

    Raises ParameterError for a page beyond what can be paged through.
    """
    query = replace(_query(asked), limits=limits)
    found = reader.search(query, depth_of(query))
    shown = found.ids[(asked.page - 1) * asked.per_page :]
    return Listing(
        asked=asked,
        articles=tuple(reader.articles(shown)),
        total=found.total,
        facets=found.facets.shown(limits.facet_size),
        partial=found.partial,
    )


def listed_ids(asked: Browse, reader: Reader, limit: int) -> tuple[str, ...]:
    """Return the ids of the first `limit` articles of a list, whatever its page."""
    return reader.search(_query(asked), limit).ids


def days(asked: Browse, reader: Reader) -> tuple[Facet, ...]:
    """Count the articles of a list on each day that has any, as `YYYY-MM-DD` in order."""
    return reader.days(_query(asked))


def _query(asked: Browse) -> Query:
    return Query(
        typed="",
        tree=Keyword(name="tag", value=asked.tag) if asked.tag else None,
        filters=asked.filters,
        sort=asked.sort,
        page=asked.page,
        per_page=asked.per_page,
    )
