"""What a portal brings of its own: pictures named in its settings, colours, templates."""

from pathlib import Path

from flask import Blueprint, Flask, Response, send_file
from jinja2 import BaseLoader, ChoiceLoader, FileSystemLoader
from werkzeug.exceptions import NotFound

from webui.site import site

blueprint = Blueprint("own", __name__)

_KINDS = {
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".gif": "image/gif",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".ico": "image/x-icon",
}
_HOUR = 3600


def install(app: Flask, templates: Path | None) -> None:
    """Let the templates of a folder stand before ours; one that is not there is ours."""
    ours = app.jinja_loader
    if templates is not None and isinstance(ours, BaseLoader):
        app.jinja_loader = ChoiceLoader([FileSystemLoader(templates), ours])


@blueprint.get("/hinh/<name>")
def picture(name: str) -> Response:
    """Return a picture that the settings name; 404 for any other and for one that is not there."""
    path = site().looks.files.get(f"/hinh/{name}")
    if path is None or path.suffix.lower() not in _KINDS or not path.is_file():
        raise NotFound
    return send_file(path.resolve(), mimetype=_KINDS[path.suffix.lower()], max_age=_HOUR)


@blueprint.get("/mau.css")
def colours() -> Response:
    """Return the portal's own colours; an empty sheet where it has none."""
    response = Response(site().looks.stylesheet, content_type="text/css; charset=utf-8")
    response.cache_control.max_age = _HOUR
    return response
