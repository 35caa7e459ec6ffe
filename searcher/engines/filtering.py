"""The filters and keywords of a query, as plain questions to one article."""

from collections.abc import Iterator
from datetime import date
from urllib.parse import urlsplit

from searcher.model import Article, Filters, Keyword
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


def has_keyword(article: Article, keyword: Keyword) -> bool:
    """Tell whether a keyword names this article."""
    wanted = keyword_key(keyword.value)
    return any(keyword_key(value) == wanted for value in _named(article, keyword.name)) or (
        keyword.name == "site" and is_on_site(host_of(article), site_of(keyword.value))
    )


def _named(article: Article, name: str) -> Iterator[str]:
    if name == "tag":
        yield from article.tags
    else:
        value = getattr(article, "source" if name == "site" else name)
        yield from () if value is None else (value,)


def host_of(article: Article) -> str | None:
    """Return the host of the article's address, lower case, without `www.`; None without one."""
    return (site_of(article.url) or None) if article.url and "//" in article.url else None


def site_of(text: str) -> str:
    """Return the host that an address, or a site as it is typed, names: `https://www.a.vn/tin` -> `a.vn`."""
    try:
        host = urlsplit(text if "//" in text else f"//{text}").hostname or ""
    except ValueError:  # no address at all, such as "[x"
        return ""
    return host.strip(".").removeprefix("www.")


def is_on_site(host: str | None, site: str) -> bool:
    """Tell whether a host is the site or a part of it."""
    return bool(host and site) and f".{host}".endswith(f".{site}")
