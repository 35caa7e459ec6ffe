"""Tìm Tin's searcher: Vietnamese news in, ranked results out.

This is the front door: what the web pages, the command line and `reindex.py` import. A name is loaded
when it is first asked for, so that reading needs no extraction and analysing needs no index.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searcher.archive import Archive
    from searcher.errors import (
        ArchiveError,
        ArticleNotFound,
        IndexDamaged,
        IndexFormat,
        IndexLocked,
        IndexMissing,
        NoSpace,
        ParameterError,
        SettingsError,
        SourceUnreachable,
        TimTinError,
        UsageError,
    )
    from searcher.highlight import marks_in
    from searcher.indexing import Counts, Order, Report, reindex, roll_back
    from searcher.model import (
        ANY,
        Article,
        Facet,
        Facets,
        Filters,
        Hit,
        Query,
        Results,
        Showing,
        Sort,
        Span,
        Statistics,
        Suggestion,
        Tier,
    )
    from searcher.model.completion import Advice, Completion
    from searcher.model.explanation import Explanation, Form, Occurrence, Part
    from searcher.parse import (
        Limit,
        limits_of,
        parse_filters,
        parse_page,
        parse_query,
        parse_sort,
    )
    from searcher.present import advice_record, answer, article_record
    from searcher.rank import Ranked
    from searcher.settings import Settings, load_settings
    from searcher.vietnamese import segment_many

_ROOMS = {
    "archive": ("Archive",),
    "errors": (
        "ArchiveError",
        "ArticleNotFound",
        "IndexDamaged",
        "IndexFormat",
        "IndexLocked",
        "IndexMissing",
        "NoSpace",
        "ParameterError",
        "SettingsError",
        "SourceUnreachable",
        "TimTinError",
        "UsageError",
    ),
    "highlight": ("marks_in",),
    "indexing": ("Counts", "Order", "Report", "reindex", "roll_back"),
    "model": (
        "ANY",
        "Article",
        "Facet",
        "Facets",
        "Filters",
        "Hit",
        "Query",
        "Results",
        "Showing",
        "Sort",
        "Span",
        "Statistics",
        "Suggestion",
        "Tier",
    ),
    "model.completion": ("Advice", "Completion"),
    "model.explanation": ("Explanation", "Form", "Occurrence", "Part"),
    "parse": ("Limit", "limits_of", "parse_query", "parse_filters", "parse_page", "parse_sort"),
    "present": ("advice_record", "answer", "article_record"),
    "rank": ("Ranked",),
    "settings": ("Settings", "load_settings"),
    "vietnamese": ("segment_many",),
}
"""Module -> the names of the front door that live there."""

_HOMES = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = [
    "ANY",
    "Advice",
    "Archive",
    "ArchiveError",
    "Article",
    "ArticleNotFound",
    "Completion",
    "Counts",
    "Explanation",
    "Facet",
    "Facets",
    "Filters",
    "Form",
    "Hit",
    "IndexDamaged",
    "IndexFormat",
    "IndexLocked",
    "IndexMissing",
    "Limit",
    "NoSpace",
    "Occurrence",
    "Order",
    "ParameterError",
    "Part",
    "Query",
    "Ranked",
    "Report",
    "Results",
    "Settings",
    "SettingsError",
    "Showing",
    "Sort",
    "SourceUnreachable",
    "Span",
    "Statistics",
    "Suggestion",
    "Tier",
    "TimTinError",
    "UsageError",
    "advice_record",
    "answer",
    "article_record",
    "limits_of",
    "load_settings",
    "marks_in",
    "parse_filters",
    "parse_page",
    "parse_query",
    "parse_sort",
    "reindex",
    "roll_back",
    "segment_many",
]


def __getattr__(name: str) -> object:
    """Load a name of the front door from the module where it lives."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    """Return the names of the front door."""
    return sorted(__all__)
