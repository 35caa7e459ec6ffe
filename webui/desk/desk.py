"""The editor's desk: what did we already publish on this? A draft is neither kept nor logged here."""

from flask import Blueprint, Response, jsonify, make_response, render_template, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge

from searcher import ArchiveError, DraftTooLarge, NearCopy, answer
from webui.desk.drafting import FIELDS, Desk, laid_out
from webui.language import gettext as _
from webui.language import sentence
from webui.portal.frame import absolute
from webui.programs.feeds import feed_of_articles
from webui.site import site

blueprint = Blueprint("desk", __name__, url_prefix="/ban-thao")

LARGEST = 1_000_000
"""Bytes of a form: a draft of 200 kB in which every letter is written as %E1%BA%AD, and more."""
_SOURCES = 200


@blueprint.get("")
def desk() -> str:
    """Show an empty desk."""
    return _page(Desk(form=dict.fromkeys(FIELDS, "")))


@blueprint.post("")
def compare() -> Response:
    """Show the desk with what the archive says to a draft: for browsers that run no scripts."""
    return _sent(_page(found := _laid_out()), found)


@blueprint.post("/cot")
def columns() -> Response:
    """Answer with the three columns alone, or with why there are none: while one types, that is no error."""
    found = _laid_out()
    status = 200 if found.status == 400 else found.status
    return _unkept(make_response(render_template("desk_columns.html", desk=found), status))


@blueprint.post("/xuat/<any('lien-ket', 'rss', 'json'):form>")
def export(form: str) -> Response:
    """Answer with what is on the desk as a list of links, as a feed or as JSON."""
    found = _laid_out()
    if found.trouble:
        return _sent(_page(found), found)
    return {"lien-ket": _links, "rss": _feed, "json": _json}[form](found)


def _laid_out() -> Desk:
    request.max_form_memory_size = LARGEST
    try:
        return laid_out(site(), request.form)
    except RequestEntityTooLarge:
        trouble = DraftTooLarge("Bản thảo phải dưới 200 kB.", "A draft must be below 200 kB.")
        form = dict.fromkeys(FIELDS, "")
        return Desk(form=form, trouble=sentence(trouble), status=413)


def _page(found: Desk) -> str:
    return render_template("desk.html", desk=found, sources=_sources())


def _sources() -> list[str]:
    try:
        return [facet.value for facet in site().shelf.facets().source[:_SOURCES]]
    except ArchiveError:
        return []


def _sent(page: str, found: Desk) -> Response:
    return _unkept(make_response(page, found.status))


def _unkept(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _links(found: Desk) -> Response:
    lines = (
        f"{one.title or _('(không có tiêu đề)')} – {_address(one.id)}\n" for one in found.articles
    )
    return _unkept(Response("".join(lines), content_type="text/plain; charset=utf-8"))


def _feed(found: Desk) -> Response:
    heading = found.form["title"].strip() or _("Tin liên quan")
    written = feed_of_articles(heading, found.articles)
    return _unkept(Response(written, content_type="application/rss+xml; charset=utf-8"))


def _json(found: Desk) -> Response:
    copies, parts = (
        [_share(one) for one in each] for each in (found.copies.found, found.copies.parts)
    )
    days = [
        {
            "day": each.day.isoformat(),
            "articles": [told.article.id for told in each.told],
            "turn": list(each.turn.words) if each.turn else None,
        }
        for each in found.story.days
    ]
    related = answer(found.related) if found.related else None
    text = found.copies.text
    return _unkept(jsonify(related=related, text=text, copies=copies, parts=parts, story=days))


def _share(one: NearCopy) -> dict[str, object]:
    return {
        "id": one.article.id,
        "title": one.article.title,
        "draft_share": round(one.shared.first, 4),
        "article_share": round(one.shared.second, 4),
        "passages": [[list(each.first), list(each.second)] for each in one.shared.passages],
    }


def _address(article_id: str) -> str:
    return absolute(url_for("pages.article", article_id=article_id))
