"""The pages that readers see."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from flask import Blueprint, render_template, request, url_for

from searcher import Article, Hit, ParameterError, Results, Span, Tier, marks_in, parse_query
from webui.asking.addresses import address, explained, shown_apart, typed, verbatim, with_all_copies
from webui.asking.advice import ways_on
from webui.asking.choices import chips, orders, periods
from webui.asking.facets import menus, years
from webui.asking.histogram import histogram
from webui.asking.notes import notes
from webui.asking.paging import paging
from webui.asking.params import Question, ask, read_question, written
from webui.asking.understanding import limit_chips, spoken_chips, understood
from webui.keeping.kept import written_once
from webui.portal.frame import absolute
from webui.portal.visits import count_answer, show
from webui.reading.article_facts import json_ld, open_graph, picture_of
from webui.reading.nearby import neighbours, runs_on, same_group
from webui.site import Site, site

blueprint = Blueprint("pages", __name__)

_BESIDE = 6
"""Articles in a list beside an article."""


@blueprint.get("/")
def home() -> bytes:
    """Show the search box, the newest articles and those of the largest groups."""
    return written_once(_home)


def _home() -> str:
    question = Question()
    return render_template(
        "home.html",
        front=site().shelf.front_page(),
        form={},
        periods=periods(question),
        canonical=url_for("pages.home"),
    )


@blueprint.get("/tim")
def results() -> bytes:
    """Show one page of an answer."""
    asked = read_question(request.args)
    doubted = request.args.get("why") or None
    found = ask(site(), explained(asked, explain=asked.showing.explain or doubted is not None))
    count_answer(asked, found)
    return written_once(lambda: _results(asked, found, doubted))


def _results(asked: Question, found: Results, doubted: str | None) -> str:
    shown = _shown(site(), explained(asked, explain=False), found)
    return render_template("results.html", doubted=doubted, **shown)


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
        "feed": url_for("feeds.rss", **_feed_of(question)),
        "shown_day": question.filters.since or question.filters.until,
        "paging": paging(replace(asked, typed=question.typed), found),
        "ways": [] if found.total or found.partial else ways_on(site, question),
    }


def _feed_of(question: Question) -> dict[str, Any]:
    """Return the parameters of the same question as a feed."""
    return dict(written(replace(question, page=1, per_page=None)))


def _follows(hit: Hit, found: Results) -> bool:
    """Tell whether a hit stands behind all that have every word; long queries mix the two."""
    return hit.tier is Tier.MOST and not found.query.mixed


@blueprint.get("/tin/<path:article_id>")
def article(article_id: str) -> bytes:
    """Show one article: its neighbours of the day, what is related to it, its group, the newest of all."""
    shown = show(site().archive.article(article_id))
    return written_once(lambda: _article(shown))


def _article(shown: Article) -> str:
    here = site()
    canonical = url_for("pages.article", article_id=shown.id)
    return render_template(
        "article.html",
        article=shown,
        canonical=canonical,
        shown_day=shown.published.date() if shown.published else None,
        image=picture_of(shown, here.looks.image_hosts),
        open_graph=open_graph(shown, absolute(canonical), here.looks.name),
        json_ld=json_ld(shown, absolute(canonical)),
        searched=request.args.get("q", ""),
        marks=_marker(request.args.get("q", "")),
        near=neighbours(here.archive, here.shelf, shown),
        **_lists_after(here, shown),
    )


def _lists_after(site: Site, article: Article) -> dict[str, object]:
    """Return the story and the lists that follow an article; none of them repeats what stands in one before."""
    related = site.shelf.related(article.id, _BESIDE)
    story = url_for("story.story", article_id=article.id) if runs_on(article, related) else None
    told = {article.id, *(one.id for one in related)}
    group = [one for one in same_group(site.shelf, article, 2 * _BESIDE) if one.id not in told]
    told |= {one.id for one in group[:_BESIDE]}
    newest = [one for one in site.shelf.newest(3 * _BESIDE) if one.id not in told]
    lists = {"related": related, "same_group": group[:_BESIDE], "newest": newest[:_BESIDE]}
    return {"story": story, **lists}


def _marker(typed: str) -> Callable[[str], Iterable[Span]]:
    """Return what finds the words searched for in a text; a bad query marks nothing."""
    try:
        query = parse_query(typed)
    except ParameterError:
        return lambda _text: ()
    return lambda text: marks_in(text, query)
