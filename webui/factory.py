"""The application factory: every part of the site is put together here, and nowhere else."""

from flask import Flask

import webui.api
import webui.errors
import webui.health
import webui.language
import webui.pages
import webui.present
import webui.security
import webui.static_files
from searcher import Archive, Settings
from webui.shelf import Shelf
from webui.site import Site


def create_app(settings: Settings, archive: Archive | None = None) -> Flask:
    """Return the site over `archive` (by default the one that the settings name).

    Nothing is opened: the first request opens the index, and one that is missing is answered with 503.
    """
    app = Flask(__name__)
    archive = archive or Archive(settings)
    app.extensions[Site.NAME] = Site(settings=settings, archive=archive, shelf=Shelf(archive))
    app.url_map.merge_slashes = False  # the id of an article may hold any characters, `//` too
    app.config["MAX_CONTENT_LENGTH"] = 1_000_000
    for part in (
        webui.present,
        webui.language,
        webui.static_files,
        webui.security,
        webui.errors,
    ):
        part.install(app)
    for blueprint in (webui.pages.blueprint, webui.api.blueprint, webui.health.blueprint):
        app.register_blueprint(blueprint)
    return app
