"""The site's own files under names that change when they do (`site.1f3a….css`), so that browsers may keep them."""

import re
from hashlib import sha256
from pathlib import Path
from typing import cast

from flask import Flask, Response, current_app, g, request, url_for

_FOREVER = "public, max-age=31536000, immutable"
_NAMED = re.compile(r"(?P<stem>.+)\.(?P<digest>[0-9a-f]{12})(?P<kind>\.\w+)", re.ASCII)
_KEY = "timtin.static"


def install(app: Flask) -> None:
    """Give templates `asset(name)`, and let browsers keep what has a digest in its name."""
    folder = Path(app.static_folder or "")
    digests = app.extensions[_KEY] = {
        file.name: sha256(file.read_bytes()).hexdigest()[:12]
        for file in sorted(folder.iterdir())
        if file.is_file()
    }

    def asset(name: str) -> str:
        """Return the address of one of the site's own files, with its digest."""
        stem, _, kind = name.rpartition(".")
        return url_for("static", filename=f"{stem}.{digests[name]}.{kind}")

    app.jinja_env.globals["asset"] = asset
    app.view_functions["static"] = _send
    app.after_request(_kept)


def _send(filename: str) -> Response:
    """Return a file by its name, with or without a digest.

    A digest of another version gets the file as it is now: a page made before an upgrade still finds its style.
    """
    named = _NAMED.fullmatch(filename)
    name = f"{named['stem']}{named['kind']}" if named else filename
    digests = cast(dict[str, str], current_app.extensions[_KEY])
    g.lasting = named is not None and digests.get(name) == named["digest"]
    return current_app.send_static_file(name if named and name in digests else filename)


def _kept(response: Response) -> Response:
    if request.endpoint == "static" and g.get("lasting") and response.status_code in (200, 304):
        response.headers["Cache-Control"] = _FOREVER
    return response
