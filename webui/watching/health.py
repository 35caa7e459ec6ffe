"""Whether the process lives, whether it can answer, and its figures."""

import logging
import threading
from ipaddress import ip_address, ip_network
from typing import ClassVar, cast

from flask import Blueprint, Flask, Response, current_app, jsonify, request

from searcher import EVERYBODY, Archive, ArchiveError, Browse, TimTinError
from webui.guarding.proxies import SPOKEN_FOR
from webui.site import Site, site
from webui.watching.metrics import NAME, Metrics

blueprint = Blueprint("health", __name__)

_PATIENCE = 0.5
"""Seconds that a question for readiness waits for an index that is being opened."""
_PROBE = "tin"
_MACHINES = frozenset({"health", None})
_FORBIDDEN = (
    "Số liệu này chỉ dành cho máy giám sát (monitoring.metrics_from).\n"
    "These figures are for monitoring machines only (monitoring.metrics_from).\n"
)
_log = logging.getLogger(__name__)


class Readiness:
    """Whether the archive is open and answers. `load` opens it in a thread; until then nothing is ready.

    `answered` is set once a reader was answered: what he need not wait for is done after that.
    """

    NAME: ClassVar[str] = "timtin.readiness"

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._loaded = threading.Event()
        self._loaded.set()
        self.answered = threading.Event()

    def load(self, *, patience: float = 0) -> threading.Thread:
        """Open the archive and ask what is slow the first time, in a thread that is returned.

        What the first answer can do without waits for it, at most so many seconds of `patience`.
        """
        self._loaded.clear()
        thread = threading.Thread(target=self._load, args=(patience,), name="loading", daemon=True)
        thread.start()
        return thread

    def wait(self, seconds: float) -> bool:
        """Wait for the archive to be opened; False while it is not."""
        return self._loaded.wait(seconds)

    def probe(self) -> None:
        """Ask the archive for its newest article and for a word; raises ArchiveError where it cannot answer."""
        self._archive.browse(Browse(per_page=1))
        self._archive.rank_ids(self._archive.parse(_PROBE))

    def _load(self, patience: float) -> None:
        try:
            self.probe()
        except TimTinError as error:  # the site starts without an archive: it may come later
            _log.warning("%s", error.en)
        finally:
            self._loaded.set()
        self.answered.wait(patience)
        try:
            self._warm()
        except TimTinError:
            return

    def _warm(self) -> None:
        """Ask as readers will: the first of its kind loads what later ones share."""
        self._archive.search(_PROBE, per_page=1)
        self._archive.suggest(_PROBE)
        newest = self._archive.browse(Browse(per_page=1)).articles
        if newest:
            self._archive.related(newest[0].id, limit=1)


def install(app: Flask) -> None:
    """Let the site tell whether it is ready."""
    here = cast(Site, app.extensions[Site.NAME])
    readiness = app.extensions[Readiness.NAME] = Readiness(here.archive)

    def answered(response: Response) -> Response:
        """Note that a reader was answered."""
        if request.blueprint not in _MACHINES:
            readiness.answered.set()
        return response

    app.after_request(answered)


def readiness_of(app: Flask) -> Readiness:
    """Return what knows whether a site is ready."""
    return cast(Readiness, app.extensions[Readiness.NAME])


def is_ready(app: Flask) -> bool:
    """Tell whether the site answers searches now, without waiting."""
    readiness = readiness_of(app)
    try:
        if readiness.wait(0):
            readiness.probe()
            return True
    except ArchiveError:
        pass
    return False


@blueprint.get("/healthz")
def alive() -> Response:
    """Say that the process answers."""
    return jsonify(status="ok")


@blueprint.get("/readyz")
def ready() -> Response | tuple[Response, int, dict[str, str]]:
    """Say which generation is served once it answered a probe; 503 while it is opened or cannot be."""
    readiness = readiness_of(current_app)
    if not readiness.wait(_PATIENCE):
        return jsonify(status="loading"), 503, {"Retry-After": "1"}
    readiness.probe()
    archive = site().archive
    manifest = archive.manifest()
    return jsonify(
        status="ready", generation=manifest.generation, articles=archive.statistics().articles
    )


@blueprint.get("/metrics")
def metrics() -> Response:
    """Tell the figures of the site to machines of the networks that may know them."""
    networks = site().settings.monitoring.metrics_from
    if SPOKEN_FOR in request.environ or not _may_read(request.remote_addr or "", networks):
        return Response(_FORBIDDEN, 403, content_type="text/plain; charset=utf-8")
    figures = cast(Metrics, current_app.extensions[NAME]).written()
    return Response(figures, content_type="text/plain; version=0.0.4; charset=utf-8")


def _may_read(address: str, networks: tuple[str, ...]) -> bool:
    if EVERYBODY in networks:
        return True
    try:
        asking = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    asking = getattr(asking, "ipv4_mapped", None) or asking
    return any(asking in ip_network(one, strict=False) for one in networks)
