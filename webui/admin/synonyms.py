"""The archive's own synonyms: edited as text, seen before they are published, taken back by an edition before."""

from dataclasses import dataclass

from flask import Response, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as Answer

from searcher import (
    ArchiveError,
    Edition,
    RowsRefused,
    SynonymRow,
    Synonyms,
    parse_page,
    read_synonyms,
    written_synonyms,
)
from webui.admin.access import accounts, admitted, blueprint, by, say
from webui.admin.comparing import Compared, asked_of, compared, queries_of
from webui.language import ENGLISH, language, sentence
from webui.language import gettext as _
from webui.site import site

_COLUMNS = ("kind", "shorts", "full", "context", "note")
_MOST_EDITION = 999_999_999


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What an editor works on: the text, the edition it began with, and the queries to look at it with."""

    text: str
    seen: int
    queries: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a draft: what is wrong with its lines, what it would change, what went wrong otherwise."""

    bad: tuple[tuple[int, str], ...] = ()
    added: tuple[SynonymRow, ...] = ()
    removed: tuple[SynonymRow, ...] = ()
    compared: tuple[Compared, ...] = ()
    is_seen: bool = False
    trouble: str = ""
    status: int = 200


@blueprint.get("/dong-nghia")
def synonyms() -> Response:
    """Show the synonyms in use, ready to be changed; or an edition before them, ready to be published again."""
    current, trouble = _current()
    rows = _former(Synonyms(site().settings), current).rows
    text = written_synonyms(rows)
    return _page(Draft(text=text, seen=current.number, queries=""), Outcome(trouble=trouble))


def _current() -> tuple[Edition, str]:
    """Return the edition in use, and what is wrong with it where it cannot be read."""
    try:
        return Synonyms(site().settings).current(), ""
    except ArchiveError as error:
        return Edition(), sentence(error)


def _former(synonyms: Synonyms, current: Edition) -> Edition:
    """Return the edition that the address asks for, the one in use if it asks for none."""
    asked = request.args.get("ban")
    if not asked:
        return current
    edition = synonyms.edition(parse_page(asked, parameter="ban", most=_MOST_EDITION))
    if edition is None:
        raise NotFound
    return edition


@blueprint.post("/dong-nghia")
def change_synonyms() -> Answer:
    """Add a row to the text, show what the text would change, or publish it; as the button says."""
    draft = _sent()
    deed = request.form.get("deed")
    if deed == "add":
        return _page(*_added(draft))
    if deed == "publish":
        return _published(draft)
    return _page(draft, _outcome(draft))


def _sent() -> Draft:
    seen = request.form.get("seen", "")
    return Draft(
        text=request.form.get("text", ""),
        seen=int(seen) if seen.isascii() and seen.isdigit() and len(seen) <= 9 else 0,
        queries=request.form.get("queries", ""),
    )


def _added(draft: Draft) -> tuple[Draft, Outcome]:
    """Return the draft with the row of the small form below its text, where that row can be."""
    cells = [" ".join(request.form.get(name, "").split()) for name in _COLUMNS]
    try:
        rows = read_synonyms("\t".join(cells))
    except RowsRefused as error:
        return draft, Outcome(trouble=sentence(error), status=400)
    start = f"{draft.text.rstrip()}\n" if draft.text.strip() else ""
    text = start + written_synonyms(rows)
    return Draft(text=text, seen=draft.seen, queries=draft.queries), Outcome()


def _outcome(draft: Draft) -> Outcome:
    try:
        rows = read_synonyms(draft.text)
    except RowsRefused as error:
        return Outcome(bad=_bad(error), trouble=sentence(error), status=400)
    current, trouble = _current()
    added = tuple(row for row in rows if row not in current.rows)
    removed = tuple(row for row in current.rows if row not in rows)
    queries = queries_of(draft.queries) or asked_of((*added, *removed))
    return Outcome(
        added=added,
        removed=removed,
        compared=compared(site(), queries, rows),
        is_seen=True,
        trouble=trouble,
    )


def _bad(error: RowsRefused) -> tuple[tuple[int, str], ...]:
    rows: tuple[tuple[int, str, str], ...] = error.facts.get("rows", ())  # type: ignore[assignment]
    return tuple((number, en if language() == ENGLISH else vi) for number, vi, en in rows)


def _published(draft: Draft) -> Answer:
    synonyms, who = Synonyms(site().settings), admitted().user.name
    try:
        edition = synonyms.publish(read_synonyms(draft.text), who, draft.seen)
    except RowsRefused as error:
        return _page(draft, Outcome(bad=_bad(error), trouble=sentence(error), status=400))
    except ArchiveError as error:
        accounts().note(by(), "publish synonyms", str(draft.seen), result=error.code)
        return _page(draft, Outcome(trouble=sentence(error), status=409))
    accounts().note(by(), "publish synonyms", f"{edition.number} ({len(edition.rows)})")
    say(_("Đã xuất bản bản %(n)s; mọi độc giả dùng ngay.") % {"n": edition.number})
    return redirect(url_for("admin.synonyms"))


def _page(draft: Draft, outcome: Outcome) -> Response:
    current, _trouble = _current()
    page = render_template(
        "admin/synonyms.html",
        draft=draft,
        outcome=outcome,
        current=current,
        former=Synonyms(site().settings).former(),
        row={name: request.values.get(name, "") for name in _COLUMNS},
    )
    response = make_response(page)
    response.status_code = outcome.status
    return response
