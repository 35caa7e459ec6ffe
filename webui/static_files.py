"""Addresses of the site's own files that change when the file does, so that browsers may keep them."""

from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, request, url_for

_FOREVER = "public, max-age=31536000, immutable"


def install(app: Flask) -> None:
    """Give templates `asset(name)` and let browsers keep what has a version in its address."""
    folder = Path(app.static_folder or "")
    versions = {
        file.name: sha256(file.read_bytes()).hexdigest()[:12]
        for file in sorted(folder.iterdir())
        if file.is_file()
    }

    def asset(name: str) -> str:
        """Return the address of one of the site's own files, with its version."""
        return url_for("static", filename=name, v=versions[name])

    app.jinja_env.globals["asset"] = asset
    app.after_request(_kept)


def _kept(response: Response) -> Response:
    if request.endpoint == "static" and request.args.get("v") and response.status_code == 200:
        response.headers["Cache-Control"] = _FOREVER
    return response
