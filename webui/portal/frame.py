"""What every page has around its own content: the name, the ways on, the calendar, the logos."""

from collections.abc import Callable
from datetime import date
from functools import lru_cache

from flask import Flask, current_app, request

from searcher import ArchiveError, Facet
from webui.portal.calendar import Calendar, month_calendar
from webui.site import site

_SECTIONS = 8
"""Categories in the row under the name; the others stand on a page of their own."""
_OTHER_PAGES = ("/thong-ke", "/ban-thao")


def install(app: Flask) -> None:
    """Give every template what the frame needs."""
    app.context_processor(_frame)
    app.jinja_env.globals["calendar_of"] = calendar_of
    app.jinja_env.globals["absolute"] = absolute
    app.jinja_env.globals["reads_of"] = lambda article: article.reads
    app.jinja_env.filters["absolute"] = absolute


def _frame() -> dict[str, object]:
    looks = site().looks
    return {
        "site_name": looks.name,
        "site_description": looks.description,
        "logo": looks.logo,
        "logo_links": looks.links,
        "coloured": bool(looks.stylesheet),
        "sections": sections,
        "has_page": _has_page(),
    }


def sections() -> tuple[Facet, ...]:
    """Return the largest categories, sources where nothing has a category; none without an archive."""
    try:
        return site().shelf.facets().category[:_SECTIONS]
    except ArchiveError:
        return ()


def calendar_of(shown: date | str | None = None) -> Calendar | None:
    """Return the calendar beside a page; None without dated articles or without an archive."""
    try:
        return month_calendar(site(), shown)
    except ArchiveError:
        return None


def absolute(path: str) -> str:
    """Return an address of this site with its host: as the settings have it, else as it was asked for."""
    return (site().looks.address or request.url_root.rstrip("/")) + path


def _has_page() -> Callable[[str], bool]:
    rules = _rules(current_app._get_current_object())  # type: ignore[attr-defined]
    return lambda path: path in rules


@lru_cache(maxsize=4)
def _rules(app: Flask) -> frozenset[str]:
    return frozenset(rule.rule for rule in app.url_map.iter_rules())
