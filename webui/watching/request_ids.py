"""The id of a request: what a log, a trace and a reader's complaint have in common."""

import re
import secrets

from flask import Request

HEADER = "X-Request-ID"
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}", re.ASCII)
_FIXED = "werkzeug.proxy_fix.orig"
"""What stands in the WSGI environment where a trusted proxy spoke for somebody; see `proxies.py`."""


def id_of(request: Request) -> str:
    """Return the id that a trusted proxy gave the request, where it is one; else a new one."""
    told = request.headers.get(HEADER, "")
    if is_from_proxy(request) and _ID.fullmatch(told):
        return told
    return secrets.token_hex(16)


def is_from_proxy(request: Request) -> bool:
    """Tell whether a proxy that the settings trust passed the request on."""
    return _FIXED in request.environ
