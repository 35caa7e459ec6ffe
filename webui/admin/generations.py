"""The generations of the archive, and the way back to the one before."""

from dataclasses import dataclass
from datetime import datetime

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

import searcher  # rolling back loads all of indexing: only who does it waits for that
from searcher import (
    ArchiveError,
    GenerationSeen,
    IndexMissing,
    TimTinError,
    generations_seen,
)
from webui.admin.access import accounts, administrators, blueprint, by, say
from webui.language import gettext as _
from webui.language import sentence
from webui.periods import ZONE
from webui.site import site


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One generation as the page shows it; `created` is None where its manifest cannot be read."""

    seen: GenerationSeen
    created: datetime | None


@blueprint.get("/the-he")
@administrators
def generations() -> Response:
    """List the generations, the newest first."""
    return _page()


@blueprint.get("/the-he/quay-lai")
@administrators
def ask_back() -> Response:
    """Ask whether to go back, saying from where to where."""
    return _page(asks=True)


@blueprint.post("/the-he/quay-lai")
@administrators
def go_back() -> Answer:
    """Show the generation before the one that the page named, and no other, to every reader at once."""
    shown = request.form.get("shown", "")
    try:
        generation = searcher.roll_back(site().settings, shown)
    except ArchiveError as error:
        accounts().note(by(), "roll back", shown, result=error.code)
        return _page(error)
    accounts().note(by(), "roll back", f"{shown} -> {generation}")
    say(_("Độc giả đang thấy thế hệ %(name)s.") % {"name": generation})
    return redirect(url_for("admin.generations"))


def _page(error: TimTinError | None = None, *, asks: bool = False) -> Response:
    lines, trouble = _seen()
    visible = next((place for place, line in enumerate(lines) if line.seen.is_visible), -1)
    earlier = [line.seen.name for line in lines[visible + 1 :] if line.seen.is_whole]
    page = render_template(
        "admin/generations.html",
        lines=lines,
        shown=lines[visible].seen.name if visible >= 0 else None,
        before=earlier[0] if earlier else None,
        asks=asks,
        trouble=sentence(error) if error else trouble,
    )
    response = make_response(page)
    response.status_code = 409 if error else 200
    return response


def _seen() -> tuple[list[Line], str]:
    """Return the generations, newest first, and what is wrong where they cannot be listed."""
    try:
        found = generations_seen(site().settings)
    except IndexMissing:
        return [], ""
    except ArchiveError as error:
        return [], sentence(error)
    return [Line(seen=one, created=_moment(one.created)) for one in reversed(found)], ""


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).astimezone(ZONE)
    except ValueError:
        return None
