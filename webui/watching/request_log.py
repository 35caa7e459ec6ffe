"""A line for every request and one for every slow search, without a word about who asked.

What was typed stands in no line, unless the settings want it in those of slow searches: otherwise there is a
hash of it, keyed with a secret that lives as long as the process, so that equal questions can be told and
no question can be read.
"""

import logging
import secrets
from hashlib import blake2b

from flask import Flask, Response, current_app, request

from webui.site import site
from webui.watching.logs import REQUESTS, SLOW
from webui.watching.watch import Watch

_KEY = "timtin.log-key"
_PROBES = frozenset({"health.alive", "health.ready", "health.metrics"})
"""Asked every few seconds: their answers are told only when they are bad."""
_requests, _slow = logging.getLogger(REQUESTS), logging.getLogger(SLOW)


def install(app: Flask) -> None:
    """Make the secret of this site, which processes that are split off share."""
    app.extensions[_KEY] = secrets.token_bytes(16)


def write(watch: Watch, route: str, response: Response) -> None:
    """Write the lines of a request that was answered."""
    status = response.status_code
    if _requests.isEnabledFor(logging.INFO) and not (request.endpoint in _PROBES and status < 400):
        _requests.info("request", extra=_line(watch, route, response))
    monitoring = site().settings.monitoring
    if watch.found is not None and 0 < monitoring.slow <= watch.seconds * 1e3:
        _slow.warning("slow search", extra=_slow_line(watch, text=monitoring.slow_text))


def _line(watch: Watch, route: str, response: Response) -> dict[str, object]:
    line: dict[str, object] = {
        "request_id": watch.request_id,
        "method": request.method,
        "route": route,
        "status": response.status_code,
        "ms": _ms(watch.seconds),
        "bytes": response.calculate_content_length(),
    }
    if watch.found is not None:
        line |= {"hits": watch.found.total, "query_hash": _hash(watch.found.query.typed)}
    return line


def _slow_line(watch: Watch, *, text: bool) -> dict[str, object]:
    assert watch.found is not None  # noqa: S101 - the caller looked
    typed = watch.found.query.typed
    return {
        "request_id": watch.request_id,
        "ms": _ms(watch.seconds),
        "stages": {stage.name: _ms(stage.seconds) for stage in watch.stages},
        "hits": watch.found.total,
        "partial": watch.found.partial,
        **({"query": typed} if text else {"query_hash": _hash(typed)}),
    }


def _ms(seconds: float) -> float:
    return round(seconds * 1e3, 2)


def _hash(typed: str) -> str:
    key: bytes = current_app.extensions[_KEY]
    return blake2b(typed.encode("utf-8", "replace"), digest_size=8, key=key).hexdigest()
