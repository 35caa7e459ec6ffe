"""How logs are written: one JSON object to a line, or plain lines for people; never who a reader is.

Addresses are masked in what libraries say, and what a reader typed is masked where an error repeats it.
"""

import logging
import re
import sys
from ipaddress import ip_address
from typing import Any, TextIO

from flask import has_request_context, request
from pythonjsonlogger.json import JsonFormatter

from searcher import MonitoringSettings
from webui.watching.watch import watch

REQUESTS = "timtin.request"
SLOW = "timtin.slow"
_MASK = "***"
_SHORTEST = 3
"""Characters of a typed text that is masked: shorter ones say nothing and are parts of everything."""
_ADDRESS = re.compile(
    r"\b\d{1,3}(?:\.\d{1,3}){3}\b|(?<![\w:])[0-9a-f:]*:[0-9a-f:.]*[0-9a-f:](?![\w:])",
    re.IGNORECASE,
)
"""What may be an address; times look alike."""
_FIELDS = ("levelname", "name", "message")
_RENAMED = {"levelname": "level", "name": "logger", "exc_info": "error"}


def configure(settings: MonitoringSettings, stream: TextIO | None = None) -> None:
    """Write all logs of this process to a stream (standard error) as the settings say."""
    stream = stream or sys.stderr
    handler = logging.StreamHandler(stream)
    as_json = settings.log == "json" or (settings.log == "auto" and not stream.isatty())
    handler.setFormatter(_json() if as_json else _Plain(_PLAIN))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)
    for name in (REQUESTS, SLOW, "gunicorn"):
        logging.getLogger(name).setLevel(logging.INFO if as_json else logging.WARNING)
    # One line per request that waits a moment, even while the threads start: noise, not news.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)


_PLAIN = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def masked(text: str) -> str:
    """Return a text without addresses, and without what the reader at hand typed."""
    for typed in _typed():
        text = text.replace(typed, _MASK)
    return _ADDRESS.sub(_masked_address, text)


def _masked_address(found: re.Match[str]) -> str:
    try:
        ip_address(found[0])
    except ValueError:
        return found[0]
    return _MASK


def _typed() -> list[str]:
    """Return what the current request brought, the longest first."""
    if not has_request_context():
        return []
    found = {one for one in request.args.values() if len(one) >= _SHORTEST}
    return sorted(found, key=len, reverse=True)


class _Masked(logging.Formatter):
    """Masks messages and traces; lines of requests say nothing personal to begin with."""

    def formatMessage(self, record: logging.LogRecord) -> str:  # noqa: N802 - logging asks so
        """Return the line of a record."""
        return masked(super().formatMessage(record))

    def formatException(self, ei: Any) -> str:  # noqa: N802 - logging asks so
        """Return the trace of an error."""
        return masked(super().formatException(ei))


class _Plain(_Masked):
    """Lines for people."""


class _Json(JsonFormatter):
    """Lines for programs, with the id of the request they belong to."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the JSON object of a record."""
        here = watch()
        if here is not None and not hasattr(record, "request_id"):
            record.request_id = here.request_id
        if record.name not in (REQUESTS, SLOW):
            record.msg, record.args = masked(record.getMessage()), ()
        return str(super().format(record))

    def formatException(self, ei: Any) -> Any:  # noqa: N802 - logging asks so
        """Return the trace of an error."""
        return masked(str(super().formatException(ei)))


def _json() -> logging.Formatter:
    return _Json(
        list(_FIELDS),
        rename_fields=_RENAMED,
        timestamp="time",
        json_ensure_ascii=False,
    )
