"""Every request is watched from its first to its last moment: counted, logged, and traced where that is asked for."""

import time
from typing import Any, cast

from flask import (
    Flask,
    Response,
    before_render_template,
    current_app,
    g,
    request,
    template_rendered,
)

import webui.watching.request_log as request_log
from webui.site import Site
from webui.watching.archive_figures import ArchiveFigures
from webui.watching.health import is_ready
from webui.watching.metrics import NAME, NO_ROUTE, Metrics
from webui.watching.request_ids import HEADER, id_of
from webui.watching.tracing import Tracing
from webui.watching.watch import Watch, watch


def install(app: Flask) -> None:
    """Watch every request; to be installed before all else, so that nothing is outside of it."""
    here = cast(Site, app.extensions[Site.NAME])
    metrics = app.extensions[NAME] = app.extensions.get(NAME) or Metrics()
    metrics.of_the_moment(ArchiveFigures(here.archive, lambda: is_ready(app)))
    metrics.waiting_counts(here.counting.waiting)
    app.extensions[Tracing.NAME] = Tracing(here.settings.monitoring)
    request_log.install(app)
    app.before_request(_begin)
    app.after_request(_end)
    app.teardown_request(_leave)
    before_render_template.connect(_render, app)
    template_rendered.connect(_rendered, app)


def metrics_of(app: Flask) -> Metrics:
    """Return the figures of a site."""
    return cast(Metrics, app.extensions[NAME])


def _begin() -> None:
    g.watch = Watch(request_id=id_of(request))
    metrics_of(current_app).under_way.inc()


def _render(_app: Flask, **_: Any) -> None:
    here = watch()
    if here is not None:
        here.rendering = time.perf_counter()


def _rendered(_app: Flask, **_: Any) -> None:
    here = watch()
    if here is not None and here.rendering is not None:
        here.note("render", here.rendering)
        here.rendering = None


def _end(response: Response) -> Response:
    here = watch()
    if here is None:  # refused before it was a request
        return response
    response.headers[HEADER] = here.request_id
    route = request.url_rule.rule if request.url_rule else NO_ROUTE
    _count(here, route, response)
    request_log.write(here, route, response)
    cast(Tracing, current_app.extensions[Tracing.NAME]).tell(here, route, response.status_code)
    return response


def _leave(_error: BaseException | None) -> None:
    if watch() is not None:
        metrics_of(current_app).under_way.dec()


def _count(here: Watch, route: str, response: Response) -> None:
    metrics = metrics_of(current_app)
    metrics.answered(route, response.status_code, here.seconds)
    metrics.staged(here.stages)
    if here.found is not None:
        metrics.searched(here.found)
