"""What readers do is counted here, and what templates show of the counts comes from here.

Templates have `visits()` (all visits and who is here now), `reads_of(article)` and `popular()`, and tell them by
`live("visits")`, `live("reads")` (of the article that the page shows) and `live("popular")`.
"""

from dataclasses import replace
from functools import lru_cache
from typing import cast

from flask import Flask, Response, current_app, g, request

from searcher import (
    ArchiveError,
    Article,
    ArticleNotFound,
    ArticleReads,
    Filters,
    Results,
    Totals,
    Visitor,
    is_robot,
)
from webui.asking.params import Question
from webui.keeping.live import install as tell_live
from webui.site import site

PROGRAMS = frozenset(
    {None, "admin", "api", "health", "feeds", "machines", "own", "relating_api", "statistics_api"}
)
"""Blueprints whose answers are for programs; None stands for files and addresses that are none."""
_POPULAR_DAYS, _POPULAR = 7, 6
_SPARE = 6
"""Articles asked for beyond those shown: some may have left the archive."""


def install(app: Flask) -> None:
    """Count the pages that readers open, and let templates tell how many they are."""
    app.extensions[Popular.NAME] = Popular()
    app.before_request(_arrive)
    app.after_request(_leave)
    app.context_processor(
        lambda: {"visits": visits, "reads_of": reads_of, "popular": popular_articles}
    )
    tell_live(app, {"visits": visits, "reads": _reads_here, "popular": _popular_now})


class Popular:
    """Articles by the counts that name them, looked up once per count and generation."""

    NAME = "timtin.popular"

    def __init__(self) -> None:
        self._found = lru_cache(maxsize=16)(self._find)

    def articles(self, read: tuple[ArticleReads, ...]) -> list[tuple[Article, int]]:
        """Return the articles that are still in the archive, with their reads; none without an archive."""
        try:
            return self._found(site().archive.generation(), read) if read else []
        except ArchiveError:
            return []

    def _find(self, _generation: str, read: tuple[ArticleReads, ...]) -> list[tuple[Article, int]]:
        found = ((_article(one.article_id), one.reads) for one in read)
        return [(replace(article, body=""), reads) for article, reads in found if article]


def visits() -> Totals | None:
    """Return the visits and who is here; None where the site counts nothing."""
    counting = site().counting
    return None if counting.off else counting.totals()


def reads_of(article: Article) -> int | None:
    """Return how often an article was read, from the count on that it came with; None if never."""
    return site().counting.reads_of(article)


def popular_articles(days: int = _POPULAR_DAYS, limit: int = _POPULAR) -> list[tuple[Article, int]]:
    """Return the articles most read in the last days, with the reads of those days."""
    return articles_of(site().counting.popular(days, limit + _SPARE))[:limit]


def _popular_now() -> tuple[tuple[Article, int], ...]:
    return tuple(popular_articles())


def show(article: Article) -> Article:
    """Note which article the page at hand shows, and return it."""
    g.shown = article
    return article


def _reads_here() -> int | None:
    return reads_of(g.shown) if "shown" in g else None


def articles_of(read: tuple[ArticleReads, ...]) -> list[tuple[Article, int]]:
    """Return the articles that counts are of, with their reads, without those that left the archive."""
    return cast(Popular, current_app.extensions[Popular.NAME]).articles(read)


def count_answer(question: Question, found: Results) -> None:
    """Count what a reader asked: with the number of hits where only the words decided about it."""
    if "reader" in g and question.page == 1 and question.showing.copies_of is None:
        hits = found.total if question.filters == Filters() else None
        site().counting.ask(g.reader, question.typed, hits)


def _arrive() -> None:
    if request.method == "GET" and request.blueprint not in PROGRAMS:
        headers = {name.lower(): value for name, value in request.headers}
        if not is_robot(headers):
            agent = headers.get("user-agent", "")
            g.reader = Visitor(address=request.remote_addr or "", agent=agent)
            site().counting.visit(g.reader)


def _leave(response: Response) -> Response:
    shown = response.status_code in (200, 304)
    if shown and "reader" in g and request.endpoint == "pages.article":
        site().counting.read(g.reader, (request.view_args or {})["article_id"])
    return response


def _article(article_id: str) -> Article | None:
    try:
        return site().archive.article(article_id)
    except ArticleNotFound:
        return None
