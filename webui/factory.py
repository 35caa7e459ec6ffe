"""The application factory: every part of the site is put together here, and nowhere else."""

from flask import Flask

from searcher import Archive, Settings
from webui import api, errors, health, language, pages, present, security, static_files
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
    for part in (present, language, static_files, security, errors):
        part.install(app)
    for blueprint in (pages.blueprint, api.blueprint, health.blueprint):
        app.register_blueprint(blueprint)
    return app
