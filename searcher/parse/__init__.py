"""What was typed, and the filters beside it, become a Query.

parse(typed, filters, ...) -> Query        every engine gets the same tree
understood(query) -> str                   the tree printed back; parsing that gives the same tree
"""

from searcher.parse.filters import parse_filters, parse_page, parse_sort
from searcher.parse.query import parse_query

__all__ = ["parse_filters", "parse_page", "parse_query", "parse_sort"]
