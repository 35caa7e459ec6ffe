"""Pages that have not changed are not made again: 304 for who has them already (RFC 9110, section 13).

The name of a page is made from what decides about it: its address, its language, the edition of the archive and the
day. Its tag says the minute too, since pages tell visits and reads, which may be a minute old. The name is keyed with
a secret of this site, so that nobody who never had a page has its tag. Answers for programs count nothing: they
stay until the next edition.
"""

import secrets
import time
from hashlib import blake2b

from flask import Flask, Response, current_app, g, request

from searcher import ArchiveError
from webui.language import language
from webui.site import site

_KEY = "timtin.tag-key"
_MINUTE = 60.0
_COUNTED = frozenset({"pages", "lists", "story"})
_FOR_PROGRAMS = frozenset({"api", "machines"})


def install(app: Flask) -> None:
    """Answer 304 where a page has not changed; to be installed behind what counts readers."""
    app.extensions[_KEY] = secrets.token_bytes(16)
    app.before_request(_unchanged)
    app.after_request(_tagged)


def _unchanged() -> Response | None:
    name = _name() if request.method in ("GET", "HEAD") else None
    if name is None:
        return None
    minute = int(time.time() / _MINUTE) if request.blueprint in _COUNTED else 0
    g.name, g.tag = name, f"{name}-{minute:x}"
    return Response(status=304) if request.if_none_match.contains_weak(g.tag) else None


def _name() -> str | None:
    """Return what names this answer and no other, None where it must be made each time."""
    if request.blueprint not in _COUNTED | _FOR_PROGRAMS or "lang" in request.args:
        return None
    try:
        edition = site().archive.edition()
    except ArchiveError:
        return None
    said = (edition, site().counting.today(), language(), request.url_root, request.full_path)
    key: bytes = current_app.extensions[_KEY]
    return blake2b(repr(said).encode("utf-8", "replace"), digest_size=12, key=key).hexdigest()


def _tagged(response: Response) -> Response:
    tag = g.get("tag")
    if tag and response.status_code in (200, 304) and not _is_once(response):
        response.set_etag(tag, weak=True)
    return response


def _is_once(response: Response) -> bool:
    """Tell whether an answer is for this reader and this moment only."""
    return (
        g.get("partial", False)
        or "Set-Cookie" in response.headers
        or bool(response.cache_control.no_store)
    )
