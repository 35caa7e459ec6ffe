"""What was read and asked, in detail; and what was asked in vain: what editors should write about."""

from flask import Response, render_template, request

from searcher import AskedText, CountersUnavailable, parse_page
from webui.admin.access import blueprint
from webui.admin.spreadsheet import spreadsheet
from webui.asking.paging import Paging, pages
from webui.language import gettext as _
from webui.language import sentence
from webui.portal.charts import chart
from webui.portal.statistics import SPANS, asked_days, counted_or_why
from webui.portal.visits import articles_of
from webui.site import site

_SHOWN = 50
"""Texts on a page."""
_MOST_TEXTS = 5_000
"""Texts of a list, and of a file; those asked least are left out."""
_MOST_LEAST = 1_000_000


@blueprint.get("/so-lieu")
def figures() -> str:
    """Show visits, reads and texts asked in a span of days."""
    days = asked_days()
    counted, trouble = counted_or_why(days)
    return render_template(
        "admin/figures.html",
        days=days,
        spans=SPANS,
        trouble=trouble,
        counted=counted,
        visit_chart=chart(counted.visits) if counted else None,
        read_chart=chart(counted.reads) if counted else None,
        most_read=articles_of(counted.most_read.month) if counted else [],
    )


def _number(name: str, otherwise: int, most: int) -> int:
    typed = request.args.get(name)
    return parse_page(typed, parameter=name, most=most) if typed else otherwise


@blueprint.get("/khong-thay")
def unanswered() -> str:
    """List what was asked in vain, most often first; of which synonyms may be made."""
    days, least = asked_days(), _number("least", 1, _MOST_LEAST)
    page = _number("page", 1, -(-_MOST_TEXTS // _SHOWN))
    try:
        texts, trouble = site().counting.unanswered(days, least, _MOST_TEXTS), ""
    except CountersUnavailable as error:
        texts, trouble = (), sentence(error)
    return render_template(
        "admin/unanswered.html",
        days=days,
        least=least,
        spans=SPANS,
        trouble=trouble,
        total=len(texts),
        texts=texts[(page - 1) * _SHOWN : page * _SHOWN],
        paging=_paging(page, len(texts), days, least),
    )


def _paging(page: int, total: int, days: int, least: int) -> Paging:
    start = f"?days={days}&least={least}&page="
    return pages(page, total, _SHOWN, lambda number: f"{start}{number}")


@blueprint.get("/khong-thay.csv")
def unanswered_file() -> Response:
    """Return the same list as a file for spreadsheets."""
    days, least = asked_days(), _number("least", 1, _MOST_LEAST)
    texts = site().counting.unanswered(days, least, _MOST_TEXTS)
    heading = (_("Câu tìm"), _("Số lần không thấy"), _("Số lần tìm"))
    return spreadsheet("tim-khong-thay.csv", heading, map(_row, texts))


def _row(text: AskedText) -> tuple[str, int, int]:
    return text.text, text.nothing, text.asked
