"""What was typed, and the filters beside it, become a Query.

parse_query(typed, ...) -> Query         every engine gets the same tree
query.understood                         the tree printed back; parsing that gives the same tree
limits_of(query)                         the limits typed in it, each with the query left without it
"""

from searcher.parse.filters import parse_filters, parse_page, parse_sort
from searcher.parse.limiting import Limit, limits_of
from searcher.parse.query import Asked, parse_query

__all__ = [
    "Asked",
    "Limit",
    "limits_of",
    "parse_filters",
    "parse_page",
    "parse_query",
    "parse_sort",
]
