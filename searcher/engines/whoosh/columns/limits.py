"""How much fits: what would not is one clear error, never a number that wraps around."""

from searcher.engines.whoosh.columns.postings import DOC_BITS
from searcher.errors import IndexTooLarge

SEGMENT_DOCUMENTS = 1 << DOC_BITS
"""Most articles of one segment."""
SEGMENT_TOKENS = 2**31 - 2**26
"""Most syllables, or words, of one segment: their places fit 31 bits."""
FULL_TOKENS = 70_000_000
"""A segment is closed before it has more syllables, if it has any: they bound the memory of inverting it."""
INDEX_DOCUMENTS = 2**31 - 1
"""Most articles of an index."""


def check_segment(documents: int, tokens: int) -> None:
    """Raise IndexTooLarge where a segment has more articles or tokens than it can count."""
    if documents > SEGMENT_DOCUMENTS:
        raise _too_large(documents, "bài", "articles", SEGMENT_DOCUMENTS, "phần", "segment")
    if tokens > SEGMENT_TOKENS:
        raise _too_large(tokens, "âm tiết", "syllables", SEGMENT_TOKENS, "phần", "segment")


def check_index(documents: int) -> None:
    """Raise IndexTooLarge where an index has more articles than it can count."""
    if documents > INDEX_DOCUMENTS:
        raise _too_large(documents, "bài", "articles", INDEX_DOCUMENTS, "chỉ mục", "index")


def _too_large(
    count: int, vi: str, en: str, limit: int, whole_vi: str, whole_en: str
) -> IndexTooLarge:
    return IndexTooLarge(
        f"Một {whole_vi} chứa được nhiều nhất {limit} {vi}, nhưng ở đây có {count}.",
        f"One {whole_en} holds at most {limit} {en}, but here are {count}.",
        count=count,
        limit=limit,
    )
