"""The statistics of the site: visits, reads, and what was asked; as pages and as JSON."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Blueprint, Response, jsonify, render_template, request

from searcher import (
    Article,
    ArticleReads,
    AskedText,
    Counted,
    CountersUnavailable,
    DayCount,
    Totals,
    parse_page,
)
from webui.language import gettext as _
from webui.language import sentence
from webui.portal.charts import chart
from webui.portal.visits import articles_of, reads_of
from webui.site import site

blueprint = Blueprint("statistics", __name__)
api = Blueprint("statistics_api", __name__, url_prefix="/api/statistics")

SPANS = (7, 30, 90, 365)
"""Days that are offered."""
_DAYS, _MOST_DAYS = 30, 366
_SHOWN = 10
"""Articles of each list on the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadList:
    """The articles most read in a span of days, under its name."""

    name: str
    articles: tuple[tuple[Article, int], ...]


@blueprint.get("/thong-ke")
def statistics() -> str:
    """Show visits and reads per day, the articles most read and the texts most asked."""
    days = asked_days()
    counted, trouble = counted_or_why(days)
    return render_template(
        "statistics.html",
        days=days,
        spans=SPANS,
        trouble=trouble,
        counted=counted,
        visit_chart=chart(counted.visits) if counted else None,
        read_chart=chart(counted.reads) if counted else None,
        lists=_lists(counted) if counted else [],
    )


@blueprint.get("/thong-ke/tin/<path:article_id>")
def article_statistics(article_id: str) -> str:
    """Show how often one article was read, day by day."""
    article, days = site().archive.article(article_id), asked_days()
    try:
        by_day, trouble = site().counting.read_by_day(article.id, days), ""
    except CountersUnavailable as error:
        by_day, trouble = (), sentence(error)
    return render_template(
        "statistics_article.html",
        article=article,
        days=days,
        spans=SPANS,
        trouble=trouble,
        chart=chart(by_day) if by_day else None,
    )


@api.get("")
def statistics_record() -> Response:
    """Return the same figures as JSON; 503 while they cannot be read."""
    counting, days = site().counting, asked_days()
    counted = counting.counted(days)
    return jsonify(
        {
            "from": counted.since.isoformat(),
            "to": counted.until.isoformat(),
            "visits": {**_totals(counting.totals()), "days": _by_day(counted.visits)},
            "reads": {
                "days": _by_day(counted.reads),
                "most": {
                    "day": _most(counted.most_read.day),
                    "week": _most(counted.most_read.week),
                    "month": _most(counted.most_read.month),
                },
            },
            "queries": {
                "asked": _texts(counted.asked),
                "unanswered": _texts(counted.unanswered),
            },
        }
    )


@api.get("/articles/<path:article_id>")
def article_record(article_id: str) -> Response:
    """Return how often one article was read, day by day; `reads` counts from what it came with."""
    article = site().archive.article(article_id)
    by_day = site().counting.read_by_day(article.id, asked_days())
    return jsonify(id=article.id, reads=reads_of(article), days=_by_day(by_day))


def asked_days() -> int:
    """Return the span of days that the address asks for; raises ParameterError."""
    typed = request.args.get("days")
    return parse_page(typed, parameter="days", most=_MOST_DAYS) if typed else _DAYS


def counted_or_why(days: int) -> tuple[Counted | None, str]:
    """Return the figures, or the sentence that says why there are none: the page stands without them."""
    try:
        return site().counting.counted(days), ""
    except CountersUnavailable as error:
        return None, sentence(error)


def _lists(counted: Counted) -> list[ReadList]:
    most = counted.most_read
    named = ((_("Hôm nay"), most.day), (_("7 ngày"), most.week), (_("30 ngày"), most.month))
    found = ((name, articles_of(read)[:_SHOWN]) for name, read in named)
    return [ReadList(name=name, articles=tuple(articles)) for name, articles in found if articles]


def _totals(totals: Totals) -> dict[str, int | None]:
    return {"total": totals.visits, "online": totals.online}


def _by_day(days: Iterable[DayCount]) -> list[dict[str, object]]:
    return [{"day": one.day.isoformat(), "count": one.count} for one in days]


def _most(read: Iterable[ArticleReads]) -> list[dict[str, object]]:
    return [{"id": one.article_id, "reads": one.reads} for one in read]


def _texts(texts: Iterable[AskedText]) -> list[dict[str, object]]:
    return [
        {"text": one.text, "asked": one.asked, "unanswered": one.nothing, "hits": one.hits}
        for one in texts
    ]
