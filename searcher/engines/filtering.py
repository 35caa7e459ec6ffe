"""The filters of a query, as plain questions to one article."""

from datetime import date

from searcher.model import Article, Filters
from searcher.vietnamese.keywords import keyword_key


def day_of(article: Article) -> date | None:
    """Return the day an article appeared, in Asia/Ho_Chi_Minh (its datetimes are in that zone)."""
    return article.published.date() if article.published else None


def passes(article: Article, filters: Filters) -> bool:
    """Tell whether an article is within all filters; one without a date passes no date filter."""
    return _in_days(day_of(article), filters) and all(
        wanted is None or (value is not None and keyword_key(value) == keyword_key(wanted))
        for wanted, value in (
            (filters.source, article.source),
            (filters.category, article.category),
            (filters.author, article.author),
        )
    )


def _in_days(day: date | None, filters: Filters) -> bool:
    if filters.since is None and filters.until is None:
        return True
    if day is None:
        return False
    return (filters.since or date.min) <= day <= (filters.until or date.max)
