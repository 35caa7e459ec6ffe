"""What is related to an article or to a draft, as JSON; a draft is neither kept nor logged."""

import json
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, jsonify, request

from searcher import Draft, Filters, ParameterError, answer, parse_filters, parse_page
from webui.asking.params import MOST_PER_PAGE
from webui.site import site

blueprint = Blueprint("relating_api", __name__, url_prefix="/api")

TEXTS = ("title", "summary", "body")


@blueprint.get("/articles/<path:article_id>/related")
def of_article(article_id: str) -> Response:
    """Answer with the articles that tell the story of this one."""
    asked = request.args
    found = site().archive.related(article_id, limit=_limit(asked), filters=_filters(asked))
    return jsonify(answer(found))


@blueprint.post("/related")
def of_draft() -> Response:
    """Answer with the articles that tell the story of a draft: {title, summary, body}."""
    sent = _sent()
    draft = Draft(**{name: _text(sent, name) for name in TEXTS})
    asked = {name: str(value) for name, value in sent.items() if value is not None}
    found = site().archive.related(draft, limit=_limit(asked), filters=_filters(asked))
    response = jsonify(answer(found))
    response.headers["Cache-Control"] = "no-store"
    return response


def _sent() -> Mapping[str, Any]:
    """Return the object that was sent; raises ParameterError for anything else."""
    try:
        sent = json.loads(request.get_data(), object_pairs_hook=_once)
    except (ValueError, RecursionError):  # the latter for brackets within brackets without end
        sent = None
    if not isinstance(sent, dict):
        raise ParameterError(
            "Nội dung gửi lên phải là một đối tượng JSON có title, summary và body.",
            "The request must be a JSON object with title, summary and body.",
            parameter="body",
        )
    return sent


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object; raises ValueError for a key that comes twice: each reader would take another one."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError
    return found


def _text(sent: Mapping[str, Any], name: str) -> str:
    value = sent.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ParameterError(
            f"“{name}” phải là một chuỗi.",
            f"“{name}” must be a string.",
            parameter=name,
        )
    return value


def _limit(asked: Mapping[str, str]) -> int:
    return parse_page(asked.get("limit") or "10", parameter="limit", most=MOST_PER_PAGE)


def _filters(asked: Mapping[str, str]) -> Filters:
    return parse_filters(
        from_=asked.get("from"),
        to=asked.get("to"),
        source=asked.get("source"),
        category=asked.get("category"),
        author=asked.get("author"),
    )
