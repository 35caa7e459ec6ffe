"""The application factory: every part of the site is put together here, and nowhere else."""

from flask import Flask

import webui.admin
import webui.asking.readable
import webui.desk.desk
import webui.errors
import webui.guarding.forgery
import webui.guarding.limits
import webui.guarding.proxies
import webui.guarding.security
import webui.keeping.caching
import webui.keeping.compiled
import webui.keeping.compressing
import webui.keeping.kept
import webui.keeping.static_files
import webui.keeping.unchanged
import webui.language
import webui.portal.embedding
import webui.portal.frame
import webui.portal.own
import webui.portal.statistics
import webui.portal.visits
import webui.present
import webui.programs.api
import webui.programs.feeds
import webui.programs.machines
import webui.programs.relating_api
import webui.reading.lists
import webui.reading.pages
import webui.reading.story
import webui.watching.health
import webui.watching.observing
from searcher import Archive, Counting, Settings
from webui.site import Site
from webui.site.answers import Answers
from webui.site.looks import looks_of
from webui.site.shelf import Shelf
from webui.watching.metrics import NAME as METRICS
from webui.watching.metrics import Metrics

_PARTS = (
    webui.keeping.caching,  # first, to look at answers last
    webui.watching.health,
    webui.watching.observing,
    webui.present,
    webui.keeping.compiled,
    webui.guarding.security,
    webui.guarding.limits,
    webui.language,
    webui.keeping.static_files,
    webui.errors,
    webui.portal.visits,
    webui.asking.readable,
    webui.keeping.unchanged,
    webui.keeping.kept,
    webui.portal.frame,
    webui.keeping.compressing,
    webui.guarding.proxies,
)
"""What looks at every request, in the order in which it is asked."""
_BLUEPRINTS = (
    webui.reading.pages.blueprint,
    webui.reading.lists.blueprint,
    webui.programs.feeds.blueprint,
    webui.programs.machines.blueprint,
    webui.portal.embedding.blueprint,
    webui.portal.own.blueprint,
    webui.programs.api.blueprint,
    webui.programs.relating_api.blueprint,
    webui.watching.health.blueprint,
    webui.desk.desk.blueprint,
    webui.reading.story.blueprint,
    webui.portal.statistics.blueprint,
    webui.portal.statistics.api,
    webui.admin.blueprint,
)


_REQUESTS = 2
"""Times `cluster.timeout` that a question may wait for a cluster: one node that hangs, and another that answers."""


def create_app(
    settings: Settings, archive: Archive | None = None, metrics: Metrics | None = None
) -> Flask:
    """Return the site over `archive` (by default the one that the settings name).

    What is watched is added to `metrics`, by default to figures of its own. Nothing is opened: the first
    request opens the index, and one that is missing is answered with 503.
    """
    app = Flask(__name__)
    looks = looks_of(settings)
    webui.portal.own.install(app, looks.templates)
    archive = archive or Archive(settings, longest_ms=_REQUESTS * settings.cluster.timeout * 1000)
    app.extensions[Site.NAME] = Site(
        settings=settings,
        looks=looks,
        archive=archive,
        shelf=Shelf(archive),
        answers=Answers(),
        counting=Counting(settings),
    )
    if metrics is not None:
        app.extensions[METRICS] = metrics
    app.url_map.merge_slashes = False  # the id of an article may hold any characters, `//` too
    for part in _PARTS:
        part.install(app)
    webui.admin.install(app)
    webui.guarding.forgery.install(
        app, exempt=(webui.desk.desk.blueprint, webui.programs.relating_api.blueprint)
    )
    for blueprint in _BLUEPRINTS:
        app.register_blueprint(blueprint)
    return app
