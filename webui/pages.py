"""The pages that readers see."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from flask import Blueprint, render_template, request

from searcher import Hit, ParameterError, Results, Span, Tier, marks_in, parse_query
from webui.addresses import address, shown_apart, typed, verbatim, with_all_copies
from webui.advice import ways_on
from webui.choices import chips, orders, periods
from webui.facets import menus, years
from webui.histogram import histogram
from webui.notes import notes
from webui.paging import paging
from webui.params import Question, ask, read_question, written
from webui.site import Site, site
from webui.understanding import limit_chips, spoken_chips, understood

blueprint = Blueprint("pages", __name__)

_BESIDE = 6
"""Articles in a list beside an article."""


@blueprint.app_context_processor
def _frame() -> dict[str, object]:
    return {"site_name": site().settings.site_name}


@blueprint.get("/")
def home() -> str:
    """Show the search box, the newest articles and those of the largest groups."""
    question = Question()
    return render_template(
        "home.html",
        front=site().shelf.front_page(),
        form={},
        periods=periods(question),
    )


@blueprint.get("/tim")
def results() -> str:
    """Show one page of an answer."""
    asked = read_question(request.args)
    explained = replace(asked, showing=replace(asked.showing, explain=True))
    found = ask(site(), explained)
    return render_template("results.html", **_shown(site(), asked, found))


def _shown(site: Site, asked: Question, found: Results) -> dict[str, object]:
    whole = with_all_copies(asked)
    question = replace(whole, typed=found.query.corrected or whole.typed)
    suggested = typed(question, found.suggestion.text) if found.suggestion else question
    return {
        "back": address(whole) if whole != asked else None,
        "apart": address(shown_apart(question, apart=True)),
        "together": address(shown_apart(question, apart=False)),
        "notes": notes(question, found),
        "question": question,
        "found": found,
        "whole": [hit for hit in found.hits if not _follows(hit, found)],
        "partly": [hit for hit in found.hits if _follows(hit, found)],
        "first": (question.page - 1) * found.query.per_page + 1,
        "suggested": address(suggested),
        "as_typed": address(verbatim(whole)),
        "form": written(whole),
        "periods": periods(question),
        "orders": orders(question),
        "chips": [
            *chips(question),
            *limit_chips(question, found),
            *spoken_chips(question, found),
        ],
        "understood": understood(question, found),
        "menus": menus(question, found),
        "years": years(question, found),
        "bars": histogram(question, found.facets.month),
        "paging": paging(replace(asked, typed=question.typed), found),
        "ways": [] if found.total else ways_on(site, question),
    }


def _follows(hit: Hit, found: Results) -> bool:
    """Tell whether a hit stands behind all that have every word; long queries mix the two."""
    return hit.tier is Tier.MOST and not found.query.mixed


@blueprint.get("/tin/<path:article_id>")
def article(article_id: str) -> str:
    """Show one article, the newest of its category and the newest of all beside it."""
    shelf = site().shelf
    shown = site().archive.article(article_id)
    group = shelf.newest(_BESIDE, without=shown.id, category=shown.category)
    return render_template(
        "article.html",
        article=shown,
        searched=request.args.get("q", ""),
        marks=_marker(request.args.get("q", "")),
        same_group=group if shown.category else [],
        newest=shelf.newest(_BESIDE, without=shown.id),
    )


def _marker(typed: str) -> Callable[[str], Iterable[Span]]:
    """Return what finds the words searched for in a text; a bad query marks nothing."""
    try:
        query = parse_query(typed)
    except ParameterError:
        return lambda _text: ()
    return lambda text: marks_in(text, query)
