"""The JSON interface."""

from flask import Blueprint, Response, jsonify, request

from searcher import advice_record, answer, article_record, parse_page
from webui.params import ask, read_question
from webui.site import site

blueprint = Blueprint("api", __name__, url_prefix="/api")

_MOST_COMPLETIONS = 20


@blueprint.get("/search")
def search() -> Response:
    """Answer a search with one page of hits, facets and a suggestion."""
    return jsonify(answer(ask(site(), read_question(request.args))))


@blueprint.get("/suggest")
def suggest() -> Response:
    """Say how what is typed goes on, and what may have been meant instead."""
    limit = parse_page(request.args.get("limit") or "8", parameter="limit", most=_MOST_COMPLETIONS)
    return jsonify(advice_record(site().archive.suggest(request.args.get("q", ""), limit=limit)))


@blueprint.get("/articles/<path:article_id>")
def article(article_id: str) -> Response:
    """Return one article whole."""
    return jsonify(article_record(site().archive.article(article_id)))
