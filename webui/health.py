"""Whether the process lives, and whether it can answer."""

from flask import Blueprint, Response, jsonify

from webui.site import site

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def alive() -> Response:
    """Say that the process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def ready() -> Response:
    """Say which generation is served; 503 where there is none that can be opened."""
    archive = site().archive
    statistics = archive.statistics()  # opens the index: a damaged one is not ready
    return jsonify(status="ready", generation=archive.generation(), articles=statistics.articles)
