"""Tìm Tin's searcher: Vietnamese news in, ranked results out.

This is the front door: what the web pages, the command line and `reindex.py` import. A name is loaded
when it is first asked for, so that reading needs no extraction and analysing needs no index.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from searcher.accounts import Accounts
    from searcher.archive import Archive
    from searcher.counters.crowd import Crowd
    from searcher.counters.robots import is_robot
    from searcher.counting import Counting
    from searcher.errors import (
        AccessError,
        ArchiveError,
        ArticleNotFound,
        CountersUnavailable,
        DraftTooLarge,
        IndexChanged,
        IndexDamaged,
        IndexFormat,
        IndexLocked,
        IndexMissing,
        LoginRefused,
        NoSpace,
        ParameterError,
        RowsRefused,
        SettingsError,
        SourceUnreachable,
        TimTinError,
        TooManyFailures,
        UsageError,
        UserRefused,
    )
    from searcher.extract.draft import draft_in, draft_said
    from searcher.generations import GenerationSeen, generations_seen
    from searcher.highlight import marks_in
    from searcher.indexing import Counts, Order, Report, expected_bytes, reindex, roll_back
    from searcher.model import (
        ANY,
        Article,
        Draft,
        Facet,
        Facets,
        Filters,
        Hit,
        Note,
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
    from searcher.model.counted import (
        ArticleReads,
        AskedText,
        Counted,
        DayCount,
        MostRead,
        Totals,
        Visitor,
    )
    from searcher.model.explanation import Explanation, Form, Occurrence, Part
    from searcher.model.listing import EVERYTHING, Browse, Listing
    from searcher.model.people import (
        Admitted,
        By,
        Deed,
        Entry,
        FactorMade,
        Half,
        Origin,
        Role,
        Session,
        Sought,
        User,
        Wanted,
    )
    from searcher.model.shared import Copies, NearCopy, Passage, Shared, running_text, text_of
    from searcher.model.story import Story, StoryDay, Told, Turn
    from searcher.newsroom import plain_draft
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
    from searcher.settings.serving import EVERYBODY, MonitoringSettings, ServingSettings
    from searcher.signing import signing_key
    from searcher.synonyms import (
        Edition,
        SynonymRow,
        Synonyms,
        read_synonyms,
        table_of,
        written_synonyms,
    )
    from searcher.vietnamese import segment_many
    from searcher.vietnamese.dates import parse_day
    from searcher.vietnamese.keywords import keyword_key

_ROOMS = {
    "accounts": ("Accounts",),
    "archive": ("Archive",),
    "counters.crowd": ("Crowd",),
    "counters.robots": ("is_robot",),
    "counting": ("Counting",),
    "errors": (
        "AccessError",
        "ArchiveError",
        "ArticleNotFound",
        "CountersUnavailable",
        "DraftTooLarge",
        "IndexChanged",
        "IndexDamaged",
        "IndexFormat",
        "IndexLocked",
        "IndexMissing",
        "LoginRefused",
        "NoSpace",
        "ParameterError",
        "RowsRefused",
        "SettingsError",
        "SourceUnreachable",
        "TimTinError",
        "TooManyFailures",
        "UsageError",
        "UserRefused",
    ),
    "extract.draft": ("draft_in", "draft_said"),
    "generations": ("GenerationSeen", "generations_seen"),
    "highlight": ("marks_in",),
    "indexing": ("Counts", "Order", "Report", "expected_bytes", "reindex", "roll_back"),
    "model": (
        "ANY",
        "Article",
        "Draft",
        "Facet",
        "Facets",
        "Filters",
        "Hit",
        "Note",
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
    "model.counted": (
        "ArticleReads",
        "AskedText",
        "Counted",
        "DayCount",
        "MostRead",
        "Totals",
        "Visitor",
    ),
    "model.explanation": ("Explanation", "Form", "Occurrence", "Part"),
    "model.listing": ("EVERYTHING", "Browse", "Listing"),
    "model.shared": ("Copies", "NearCopy", "Passage", "Shared", "running_text", "text_of"),
    "model.people": (
        "Admitted",
        "By",
        "Deed",
        "Entry",
        "FactorMade",
        "Half",
        "Origin",
        "Role",
        "Session",
        "Sought",
        "User",
        "Wanted",
    ),
    "model.story": ("Story", "StoryDay", "Told", "Turn"),
    "newsroom": ("plain_draft",),
    "parse": ("Limit", "limits_of", "parse_query", "parse_filters", "parse_page", "parse_sort"),
    "present": ("advice_record", "answer", "article_record"),
    "rank": ("Ranked",),
    "settings.serving": ("EVERYBODY", "MonitoringSettings", "ServingSettings"),
    "settings": ("Settings", "load_settings"),
    "signing": ("signing_key",),
    "synonyms": (
        "Edition",
        "SynonymRow",
        "Synonyms",
        "read_synonyms",
        "table_of",
        "written_synonyms",
    ),
    "vietnamese": ("segment_many",),
    "vietnamese.dates": ("parse_day",),
    "vietnamese.keywords": ("keyword_key",),
}
"""Module -> the names of the front door that live there."""

_HOMES = {name: room for room, names in _ROOMS.items() for name in names}

__all__ = [
    "ANY",
    "EVERYBODY",
    "EVERYTHING",
    "AccessError",
    "Accounts",
    "Admitted",
    "Advice",
    "Archive",
    "ArchiveError",
    "Article",
    "ArticleNotFound",
    "ArticleReads",
    "AskedText",
    "Browse",
    "By",
    "Completion",
    "Copies",
    "Counted",
    "CountersUnavailable",
    "Counting",
    "Counts",
    "Crowd",
    "DayCount",
    "Deed",
    "Draft",
    "DraftTooLarge",
    "Edition",
    "Entry",
    "Explanation",
    "Facet",
    "Facets",
    "FactorMade",
    "Filters",
    "Form",
    "GenerationSeen",
    "Half",
    "Hit",
    "IndexChanged",
    "IndexDamaged",
    "IndexFormat",
    "IndexLocked",
    "IndexMissing",
    "Limit",
    "Listing",
    "LoginRefused",
    "MonitoringSettings",
    "MostRead",
    "NearCopy",
    "NoSpace",
    "Note",
    "Occurrence",
    "Order",
    "Origin",
    "ParameterError",
    "Part",
    "Passage",
    "Query",
    "Ranked",
    "Report",
    "Results",
    "Role",
    "RowsRefused",
    "ServingSettings",
    "Session",
    "Settings",
    "SettingsError",
    "Shared",
    "Showing",
    "Sort",
    "Sought",
    "SourceUnreachable",
    "Span",
    "Statistics",
    "Story",
    "StoryDay",
    "Suggestion",
    "SynonymRow",
    "Synonyms",
    "Tier",
    "TimTinError",
    "Told",
    "TooManyFailures",
    "Totals",
    "Turn",
    "UsageError",
    "User",
    "UserRefused",
    "Visitor",
    "Wanted",
    "advice_record",
    "answer",
    "article_record",
    "draft_in",
    "draft_said",
    "expected_bytes",
    "generations_seen",
    "is_robot",
    "keyword_key",
    "limits_of",
    "load_settings",
    "marks_in",
    "parse_day",
    "parse_filters",
    "parse_page",
    "parse_query",
    "parse_sort",
    "plain_draft",
    "read_synonyms",
    "reindex",
    "roll_back",
    "running_text",
    "segment_many",
    "signing_key",
    "table_of",
    "text_of",
    "written_synonyms",
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
