"""Text, marks, dates and numbers as readers see them: the only place that escapes and marks."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from flask.json.provider import DefaultJSONProvider
from jinja2 import StrictUndefined
from markupsafe import Markup, escape

from searcher import Hit, Span
from webui.language import ENGLISH, gettext, language
from webui.periods import ZONE

_LAST_OF_PLANES = "".join(
    chr(plane << 16 | last) for plane in range(17) for last in (0xFFFE, 0xFFFF)
)
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef" + _LAST_OF_PLANES + "]"
)
"""Code points that HTML forbids, and halves of surrogate pairs, which UTF-8 cannot write."""

_BLANK_LINES = re.compile(r"\n\s*\n")


def install(app: Flask) -> None:
    """Give templates the filters below; JSON is written as UTF-8, its keys in their own order."""
    app.jinja_options = {
        **app.jinja_options,
        "finalize": printable,
        "undefined": StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
    }
    for shown in (
        marked,
        passage,
        paragraphs,
        moment,
        clock,
        day,
        month,
        number,
        points,
        milliseconds,
        web_address,
        host,
    ):
        app.jinja_env.filters[shown.__name__] = shown
    app.json = ReadableJSON(app)


class ReadableJSON(DefaultJSONProvider):
    """JSON in UTF-8, not escaped to ASCII, its keys in the order of the answer."""

    ensure_ascii = False
    sort_keys = False

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """Return JSON that UTF-8 can write."""
        return _UNPRINTABLE.sub("\ufffd", super().dumps(obj, **kwargs))


def printable(value: object) -> object:
    """Replace what HTML forbids in a value that a template prints."""
    if isinstance(value, str) and _UNPRINTABLE.search(value):
        return type(value)(_UNPRINTABLE.sub("\ufffd", value))
    return value


def marked(text: str, spans: Iterable[Span]) -> Markup:
    """Escape the text and put <mark> around the spans, which count code points."""
    return Markup("").join(_pieces(text, spans))


def _pieces(text: str, spans: Iterable[Span]) -> Iterator[Markup]:
    done = 0
    for start, end in sorted(spans):
        start, end = max(start, done), min(end, len(text))
        if start < end:
            yield escape(text[done:start])
            yield Markup("<mark>%s</mark>") % text[start:end]
            done = end
    yield escape(text[done:])


def passage(hit: Hit) -> Markup:
    """Mark the passage of a hit, with `…` where its text goes on before or after."""
    before, after = "" if hit.snippet_begins else "… ", "" if hit.snippet_ends else " …"
    return before + marked(hit.snippet, hit.snippet_marks) + after


def paragraphs(text: str) -> list[str]:
    """Split a text at its blank lines."""
    return [part.strip() for part in _BLANK_LINES.split(text) if part.strip()]


def moment(at: datetime) -> str:
    """Write a time as the portals do: `16:16 - 04/03/2024`, in Việt Nam's zone."""
    local = at.astimezone(ZONE)
    return f"{local:%H:%M} - {day(local)}"


def clock(at: datetime) -> str:
    """Write the time of day in Việt Nam's zone: `16:16`."""
    return f"{at.astimezone(ZONE):%H:%M}"


def day(on: date) -> str:
    """Write a day: `04/03/2024`."""
    return f"{on.day:02d}/{on.month:02d}/{on.year:04d}"


def month(text: str) -> str:
    """Write the month `2024-03` for people: `Tháng 3/2024`."""
    year, _, number_ = text.partition("-")
    return gettext("Tháng %(month)s/%(year)s") % {"month": int(number_), "year": year}


def number(value: int) -> str:
    """Write a count with its thousands apart: `7.737.917`."""
    grouped = f"{value:,}"
    return grouped if language() == ENGLISH else grouped.replace(",", ".")


def points(value: float) -> str:
    """Write points of a score: `2,31`."""
    text = f"{value:.2f}"
    return text if language() == ENGLISH else text.replace(".", ",")


def milliseconds(value: float) -> str:
    """Write a duration: `3,1 ms`, whole from ten milliseconds up, seconds from one second up."""
    seconds = value >= 1000
    figure = f"{value / 1000:.2f}" if seconds else f"{value:.0f}" if value >= 10 else f"{value:.1f}"
    unit = gettext("giây") if seconds else "ms"
    return f"{figure if language() == ENGLISH else figure.replace('.', ',')} {unit}"


def web_address(url: str | None) -> str | None:
    """Return the address if a browser may follow it: http or https with a host, nothing else."""
    return url if url and host(url) else None


def host(url: str) -> str | None:
    """Return the host of a web address without `www.`; None where it is not one."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    if parts.scheme not in ("http", "https"):
        return None
    return (parts.hostname or "").removeprefix("www.") or None
