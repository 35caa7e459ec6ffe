"""What was counted: the figures of a site, as values."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Visitor:
    """Who makes a request, as far as it can be told; lives as long as the request and is kept nowhere."""

    address: str
    agent: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Visits since counting began, and the different visitors of the last minutes.

    `visits` is None while the database has not yet told how many there were before.
    """

    visits: int | None
    online: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """How often something happened on one day of Việt Nam's calendar."""

    day: date
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleReads:
    """How often one article was read in a span of days."""

    article_id: str
    reads: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedText:
    """How often one text was asked in a span of days; `nothing` of those times it found nothing.

    `hits` is the number of articles found when it was last asked without filters, None if it never was.
    """

    text: str
    asked: int
    nothing: int = 0
    hits: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The figures of the days from `since` to `until`, both inclusive; every day has its place.

    `most_read` holds the articles most read on the last day, in the last 7 and in the last 30 days.
    """

    since: date
    until: date
    visits: tuple[DayCount, ...]
    reads: tuple[DayCount, ...]
    most_read: "MostRead"
    asked: tuple[AskedText, ...]
    unanswered: tuple[AskedText, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MostRead:
    """The articles most read lately, most read first."""

    day: tuple[ArticleReads, ...] = ()
    week: tuple[ArticleReads, ...] = ()
    month: tuple[ArticleReads, ...] = ()
