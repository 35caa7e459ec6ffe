"""How long browsers and caches before the site may keep an answer (RFC 9111, RFC 5861).

What programs ask is the same for everybody until the next generation: a shared cache may keep it for some seconds, and
serve it while it asks anew. Pages are counted as they are read, so that each is asked for; what has not changed
since is answered by 304.
"""

from flask import Flask, Response, request

SHARED = "public, max-age=0, s-maxage=10, stale-while-revalidate=30"
"""`deploy/nginx/purge` throws away what is kept once a generation is visible."""
ASKED = "private, no-cache"
NEVER = "no-store"
_PROGRAMS = frozenset({"api", "machines"})
_NOW = frozenset({"health"})


def install(app: Flask) -> None:
    """Say of every answer that does not say it itself how long it may be kept."""
    app.after_request(_told)


def _told(response: Response) -> Response:
    if request.method in ("GET", "HEAD") and request.endpoint != "static":
        response.headers.setdefault("Cache-Control", _age(response))
    return response


def _age(response: Response) -> str:
    if request.blueprint in _NOW or response.status_code >= 400 or "Set-Cookie" in response.headers:
        return NEVER
    return SHARED if request.blueprint in _PROGRAMS else ASKED
