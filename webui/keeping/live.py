"""What pages tell that may be another in the next moment: visits, reads, what is read most.

Each such part is a template of its own, written anew only when its value is another. A page that is kept (`kept.py`) has a
hole for each of them, a comment that no text of an article or of a reader can bring, for those are escaped; it is
filled whenever the page is sent. Templates write `{{ live("visits") }}`.
"""

import re
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, cast

from flask import Flask, current_app, g
from markupsafe import Markup

from webui.language import language

_KEY = "timtin.live"
_WRITTEN = 512
"""Parts that are kept as they were written; reads are told for each article."""
_HOLE = re.compile(rb"<!--live:([a-z]+)-->")
Value = Callable[[], Hashable]


class Live:
    """The parts by name: each has a value, and a template that calls it by the same name."""

    def __init__(self, values: dict[str, Value]) -> None:
        self._values = values
        self._written = lru_cache(maxsize=_WRITTEN)(_written)

    def part(self, name: str) -> str:
        """Return a part as it is now, in the reader's language."""
        return self._written(name, language(), self._values[name]())


def install(app: Flask, values: dict[str, Value]) -> None:
    """Let templates tell these values: `NAME` is told by `_NAME.html`, which calls `NAME()`."""
    app.extensions[_KEY] = Live(values)
    app.jinja_env.globals["live"] = live


def live(name: str) -> Markup:
    """Return a part of the page at hand: a hole where the page may be kept."""
    if g.get("has_holes", False):
        return Markup("<!--live:%s-->") % name
    return Markup(_live().part(name))  # noqa: S704 - made by a template, which escapes


@contextmanager
def holes() -> Iterator[None]:
    """Leave holes in the page that is written."""
    g.has_holes = True
    try:
        yield
    finally:
        g.has_holes = False


def filled(page: bytes) -> bytes:
    """Return a page with its holes filled."""
    parts = _live()
    return _HOLE.sub(lambda hole: parts.part(hole[1].decode()).encode("utf-8", "replace"), page)


def _live() -> Live:
    return cast(Live, current_app.extensions[_KEY])


def _written(name: str, _language: str, value: Hashable) -> str:
    # Not by Flask's own function: a part is no page, and the time of pages is watched.
    told: dict[str, Any] = {}
    current_app.update_template_context(told)
    return current_app.jinja_env.get_template(f"_{name}.html").render({**told, name: lambda: value})
