"""What stands near an article: the same category around that day, and its neighbours of the day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from searcher import Archive, Article, ArticleNotFound, Browse, Filters, Sort
from webui.site.shelf import Shelf

_STORY = timedelta(days=30)
"""Between two articles of a story at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """The articles before and after one on its day; None at the ends of the day."""

    before: Article | None = None
    after: Article | None = None


def same_group(shelf: Shelf, article: Article, count: int) -> list[Article]:
    """Return articles of the same category: the nearest in time, or the newest where there is no date."""
    if article.category is None:
        return []
    if article.published is None:
        return shelf.newest(count, without=article.id, category=article.category)
    moment = article.published
    found = {one.id: one for end in _ends(article, count) for one in shelf.listing(end).articles}
    dated = [(one.published, one) for one in found.values() if one.published]
    dated = [(when, one) for when, one in dated if one.id != article.id]
    nearest = sorted(dated, key=lambda each: (abs(each[0] - moment), each[1].id))[:count]
    return [one for _when, one in sorted(nearest, key=lambda each: each[0], reverse=True)]


def _ends(article: Article, count: int) -> tuple[Browse, Browse]:
    """Return the lists that hold the nearest articles: up to the day, and from the day on."""
    day = article.published.date() if article.published else None
    earlier = Filters(category=article.category, until=day)
    later = Filters(category=article.category, since=day)
    return (
        Browse(filters=earlier, per_page=count + 1),
        Browse(filters=later, sort=Sort.OLDEST, per_page=count + 1),
    )


def runs_on(article: Article, related: Sequence[Article]) -> bool:
    """Tell whether something related appeared close in time: then there is a story to be told.

    The story itself takes much longer to put together than the page of the article may.
    """
    day = article.published
    return day is not None and any(
        one.published is not None and abs(one.published - day) <= _STORY for one in related
    )


def neighbours(archive: Archive, shelf: Shelf, article: Article) -> Neighbours:
    """Return the articles before and after one on its day."""
    ids = shelf.day_ids(article.published.date()) if article.published else ()
    if article.id not in ids:
        return Neighbours()
    place = ids.index(article.id)
    return Neighbours(
        before=_article(archive, ids[place - 1]) if place else None,
        after=_article(archive, ids[place + 1]) if place + 1 < len(ids) else None,
    )


def _article(archive: Archive, id_: str) -> Article | None:
    try:
        return archive.article(id_)
    except ArticleNotFound:  # a new generation was published in between
        return None
