"""Links from one question to the next: a filter more, a filter less, another page."""

from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from flask import g, url_for

from searcher import Sort
from webui.asking.params import Question, written


def address(question: Question) -> str:
    """Return the address of the page that answers the question."""
    asked = urlencode(written(question))
    return f"{results_path()}?{asked}" if asked else results_path()


def results_path() -> str:
    """Return the address of the page of results; a page has hundreds of them: it is looked up once."""
    if "results_path" not in g:
        g.results_path = url_for("pages.results")
    return str(g.results_path)


def typed(question: Question, text: str) -> Question:
    """Ask for other words, within the same filters."""
    return replace(question, typed=text, page=1, verbatim=False)


def verbatim(question: Question) -> Question:
    """Ask for the words exactly as they were typed."""
    return replace(question, page=1, verbatim=True)


def narrowed(question: Question, name: str, value: str | None) -> Question:
    """Limit `name` (source, category, author) to the value; None removes the limit."""
    filters = question.filters
    changed = {
        "source": lambda: replace(filters, source=value),
        "category": lambda: replace(filters, category=value),
        "author": lambda: replace(filters, author=value),
    }
    return replace(question, filters=changed[name](), page=1)


def dated(question: Question, since: date | None, until: date | None) -> Question:
    """Limit the days, both ends inclusive; None removes a limit."""
    return replace(question, filters=replace(question.filters, since=since, until=until), page=1)


def sorted_by(question: Question, sort: Sort) -> Question:
    """Ask for the same in another order, from its first page."""
    return replace(question, sort=sort, page=1)


def turned(question: Question, page: int) -> Question:
    """Turn to another page of the same answer."""
    return replace(question, page=page)


def shown_apart(question: Question, *, apart: bool) -> Question:
    """Ask for near-copies as hits of their own, or behind the best of them, from the first page."""
    return replace(question, page=1, showing=replace(question.showing, apart=apart))


def explained(question: Question, *, explain: bool) -> Question:
    """Ask for the same with the reasons of every hit, or without."""
    return replace(question, showing=replace(question.showing, explain=explain))


def why(question: Question, article_id: str) -> str:
    """Return the address of the same page of hits that says why one of them is there."""
    asked = {**written(question), "why": article_id}
    return f"{results_path()}?{urlencode(asked)}#vi-sao"


def with_all_copies(question: Question) -> Question:
    """Ask for all hits again, not only for the near-copies of one."""
    return replace(question, showing=replace(question.showing, copies_of=None))
