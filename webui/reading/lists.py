"""Pages that list articles without a search: by day, group, source, author and tag."""

from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from searcher import Browse, Filters, Sort, parse_day, parse_page
from webui.language import gettext as _
from webui.periods import month_days, read_month, today
from webui.present import day as day_name
from webui.present import month as month_name
from webui.reading.listings import (
    KINDS,
    PER_PAGE,
    Kind,
    ListMissing,
    browse_named,
    counts_of,
    feed_of,
    shown_page,
    spelled,
    turned,
)
from webui.site import Site, site

blueprint = Blueprint("lists", __name__)


@blueprint.get("/ngay")
def pick() -> Response:
    """Go to the day or month that was picked beside the calendar; to the newest day for nothing picked."""
    day = parse_day(request.args.get("ngay", ""))
    month = read_month(request.args.get("thang", ""))
    place = day.isoformat() if day else month or _newest_day(site()).isoformat()
    return redirect(url_for("lists.day", day=place))


@blueprint.get("/ngay/<day>")
def day(day: str) -> str | Response:
    """Show the articles of a day, or of a month written `2024-03`."""
    month = read_month(day)
    if month is not None:
        return _days_page(*month_days(month), month)
    on = parse_day(day)
    if on is None:
        raise ListMissing(
            f"“{day[:40]}” không phải là một ngày có thật: hãy viết như 2024-03-04.",
            f"“{day[:40]}” is no day of any calendar: write 2024-03-04.",
            day=day,
        )
    if on.isoformat() != day:
        return redirect(url_for("lists.day", day=on.isoformat()))
    return _days_page(on, on, None)


def _days_page(since: date, until: date, month: str | None) -> str:
    filters = Filters(since=since, until=until)
    asked = turned(Browse(filters=filters, per_page=PER_PAGE), _page())
    place = month or since.isoformat()
    shown = shown_page(site(), asked, lambda page: _address("lists.day", page, day=place))
    heading = month_name(month) if month else _("Tin ngày %(day)s") % {"day": day_name(since)}
    return render_template(
        "day.html",
        heading=heading,
        shown=shown,
        shown_day=month or since,
        month=month,
        near=() if shown.total else _nearest_days(site(), since, until),
        feed=_feed(since, until),
        canonical=_address("lists.day", shown.paging.current, day=place),
    )


@blueprint.get("/nhom/<path:name>", endpoint="group")
@blueprint.get("/nguon/<path:name>", endpoint="source")
@blueprint.get("/tac-gia/<path:name>", endpoint="author")
@blueprint.get("/the/<path:name>", endpoint="tag")
def named(name: str) -> str | Response:
    """Show what is filed under a name, newest first."""
    kind = KINDS[str(request.endpoint)]
    asked = browse_named(kind, name)
    spelling = spelled(kind, name, site().shelf.listing(asked))
    if spelling != name:
        return redirect(_address(kind.endpoint, _page(), name=spelling))
    return _named_page(kind, spelling)


def _feed(since: date, until: date) -> str:
    days: dict[str, Any] = {"from": since.isoformat(), "to": until.isoformat()}
    return url_for("feeds.rss", **days)


def _named_page(kind: Kind, name: str) -> str:
    asked = turned(browse_named(kind, name), _page())
    shown = shown_page(site(), asked, lambda page: _address(kind.endpoint, page, name=name))
    return render_template(
        "list.html",
        kind=kind,
        name=name,
        shown=shown,
        shown_day=next((one.on for one in shown.days if one.on), None),
        feed=feed_of(kind, name),
        within=_within(kind, name),
        canonical=_address(kind.endpoint, shown.paging.current, name=name),
    )


@blueprint.get("/nhom", endpoint="all_groups")
@blueprint.get("/nguon", endpoint="all_sources")
def every() -> str:
    """Show every group, or every source, with its number of articles."""
    kind = KINDS["lists.group" if request.endpoint == "lists.all_groups" else "lists.source"]
    return render_template(
        "all.html",
        kind=kind,
        names=counts_of(kind, site().shelf.facets()),
        canonical=url_for(str(request.endpoint)),
    )


def _within(kind: Kind, name: str) -> str:
    """Return the address of a search among what is filed under a name."""
    asked = {"q": f'thẻ:"{name}"'} if kind.name == "tag" else {kind.name: name}
    return url_for("pages.results", **asked)  # type: ignore[arg-type]


def _page() -> int:
    return parse_page(request.args.get("page") or None)


def _address(endpoint: str, page: int, **values: str) -> str:
    """Return the address of a page of a list; the first one has no number."""
    numbered = {"page": str(page)} if page > 1 else {}
    return url_for(endpoint, **values, **numbered)  # type: ignore[arg-type]


def _newest_day(site: Site) -> date:
    return site.shelf.front_page().statistics.until or today()


def _nearest_days(site: Site, since: date, until: date) -> tuple[date, ...]:
    """Return the last day with news before some days, and the first one after them."""
    found = []
    for filters, sort in (
        (Filters(until=since), Sort.NEWEST),
        (Filters(since=until), Sort.OLDEST),
    ):
        nearest = site.shelf.listing(Browse(filters=filters, sort=sort, per_page=1)).articles
        found += [one.published.date() for one in nearest if one.published]
    return tuple(found)
