"""Answers that a browser unpacks: the production server itself does not compress."""

import gzip
from functools import lru_cache

import brotli  # type: ignore[import-untyped] # has no types
from flask import Flask, Response, request

_GZIP, _BROTLI = 5, 5
"""Levels from which on a page of results is hardly smaller and takes longer."""
_THOROUGH = {"gzip": 9, "br": 11}
"""Levels for files, which are compressed once."""
_LEAST = 600
"""Bytes; a packet holds more."""
_FILES = 32
"""Files that are kept compressed."""
_KINDS = ("text/", "application/json", "application/xml", "application/rss+xml", "image/svg+xml")


def install(app: Flask) -> None:
    """Compress every answer of text for those who take it."""
    app.after_request(_compressed)


def _compressed(response: Response) -> Response:
    if not _is_worth_it(response):
        return response
    response.headers.add("Vary", "Accept-Encoding")
    coding = _coding()
    if coding is None:
        return response
    response.direct_passthrough = False
    whole = response.get_data()
    if len(whole) >= _LEAST:
        pack = _packed_file if request.endpoint == "static" else _packed
        response.set_data(pack(whole, coding))
        response.headers["Content-Encoding"] = coding
        _weaken(response)
    return response


def _is_worth_it(response: Response) -> bool:
    return (
        response.status_code == 200
        and "Content-Encoding" not in response.headers
        and not response.cache_control.no_store  # with a secret in it, lengths would tell of it: breachattack.com
        and str(response.mimetype).startswith(_KINDS)
    )


def _coding() -> str | None:
    """Return the coding that the reader takes: brotli where it is named, being smaller, else gzip."""
    taken = request.accept_encodings
    named = {name.lower(): quality for name, quality in taken}
    if 0 < named.get("br", 0) >= taken["gzip"]:
        return "br"
    return "gzip" if taken["gzip"] > 0 else None


def _packed(whole: bytes, coding: str) -> bytes:
    if coding == "br":
        return bytes(brotli.compress(whole, quality=_BROTLI))
    return gzip.compress(whole, _GZIP, mtime=0)


@lru_cache(_FILES)
def _packed_file(whole: bytes, coding: str) -> bytes:
    level = _THOROUGH[coding]
    if coding == "br":
        return bytes(brotli.compress(whole, quality=level))
    return gzip.compress(whole, level, mtime=0)


def _weaken(response: Response) -> None:
    """Mark the tag of an answer as weak: its bytes are others now, what they say is the same."""
    tag, _ = response.get_etag()
    if tag is not None:
        response.set_etag(tag, weak=True)
