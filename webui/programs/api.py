"""The JSON interface."""

from dataclasses import replace
from typing import Any

from flask import Blueprint, Response, jsonify, request

from searcher import (
    Browse,
    ParameterError,
    Results,
    advice_record,
    answer,
    article_record,
    parse_page,
)
from webui.asking.params import ask, read_question
from webui.periods import month_days, read_month
from webui.site import site
from webui.watching.watch import stage

blueprint = Blueprint("api", __name__, url_prefix="/api")

_MOST_COMPLETIONS = 20


@blueprint.get("/search")
def search() -> Response:
    """Answer a search with one page of hits, facets and a suggestion."""
    found = ask(site(), read_question(request.args))
    with stage("render"):
        return jsonify(counted(found))


def counted(found: Results) -> dict[str, Any]:
    """Return an answer whose hits tell how often they were read by now."""
    record = answer(found)
    reads = site().counting.reads_of_many([hit.article for hit in found.hits])
    for hit, count in zip(record["hits"], reads, strict=True):
        hit["reads"] = count
    return record


@blueprint.get("/suggest")
def suggest() -> Response:
    """Say how what is typed goes on, and what may have been meant instead."""
    limit = parse_page(request.args.get("limit") or "8", parameter="limit", most=_MOST_COMPLETIONS)
    return jsonify(advice_record(site().archive.suggest(request.args.get("q", ""), limit=limit)))


@blueprint.get("/days")
def days() -> Response:
    """Count the articles of each day of a month that has any, within the filters of a search."""
    typed = request.args.get("month", "")
    month = read_month(typed)
    if month is None:
        raise ParameterError(
            f"“{typed[:40]}” không phải là tháng: hãy viết như 2024-03.",
            f"“{typed[:40]}” is not a month: write 2024-03.",
            parameter="month",
            value=typed,
        )
    since, until = month_days(month)
    filters = replace(read_question(request.args).filters, since=since, until=until)
    counted = site().archive.days(Browse(filters=filters))
    return jsonify(
        month=month,
        total=sum(day.count for day in counted),
        days=[{"value": day.value, "count": day.count} for day in counted],
    )


@blueprint.get("/articles/<path:article_id>")
def article(article_id: str) -> Response:
    """Return one article whole."""
    found = site().archive.article(article_id)
    return jsonify({**article_record(found), "reads": site().counting.reads_of(found)})
