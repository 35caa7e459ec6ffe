"""What stands how, at one glance."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from flask import redirect, render_template, url_for
from werkzeug.wrappers import Response as Answer

from searcher import ArchiveError, Synonyms
from webui.admin.access import blueprint, everybody
from webui.language import sentence
from webui.periods import ZONE
from webui.site import site

Told = TypeVar("Told")


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """The archive that readers see; `age` is the seconds since it was made."""

    generation: str
    created: datetime
    age: float
    articles: int
    undated: int
    terms: int
    bytes: int
    engine: str


@blueprint.get("")
def overview() -> str:
    """Show the archive, the counters, and the synonyms in use."""
    trouble: list[str] = []
    state = _told(trouble, _state)
    synonyms = _told(trouble, lambda: Synonyms(site().settings).current())
    return render_template(
        "admin/overview.html",
        state=state,
        synonyms=synonyms,
        counted=not site().counting.off,
        waiting=site().counting.waiting(),
        trouble=trouble,
    )


@blueprint.get("/")
@everybody
def overview_typed() -> Answer:
    """Lead to the overview who typed a slash behind it."""
    return redirect(url_for("admin.overview"))


def _told(trouble: list[str], ask: Callable[[], Told]) -> Told | None:
    """Return an answer; None where there is none, and why among the `trouble`: the page stands without it."""
    try:
        return ask()
    except ArchiveError as error:
        trouble.append(sentence(error))
        return None


def _state() -> State:
    archive = site().archive
    manifest, counted = archive.manifest(), archive.statistics()
    created = datetime.fromisoformat(manifest.created)
    return State(
        generation=manifest.generation,
        created=created.astimezone(ZONE),
        age=(datetime.now(ZONE) - created).total_seconds(),
        articles=counted.articles,
        undated=counted.undated,
        terms=counted.terms,
        bytes=manifest.bytes,
        engine=manifest.engine,
    )
