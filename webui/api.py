"""The JSON interface."""

from flask import Blueprint, Response, jsonify, request

from searcher import answer, article_record
from webui.params import ask, read_question
from webui.site import site

blueprint = Blueprint("api", __name__, url_prefix="/api")


@blueprint.get("/search")
def search() -> Response:
    """Answer a search with one page of hits, facets and a suggestion."""
    return jsonify(answer(ask(site(), read_question(request.args))))


@blueprint.get("/articles/<path:article_id>")
def article(article_id: str) -> Response:
    """Return one article whole."""
    return jsonify(article_record(site().archive.article(article_id)))
