"""Ways on from an answer without hits: each was tried, and finds something."""

import unicodedata
from collections.abc import Iterator
from dataclasses import replace

from webui.asking.addresses import address, dated, narrowed, typed
from webui.asking.choices import Choice, days_label
from webui.asking.params import Question, ask
from webui.language import gettext as _
from webui.site import Site


def ways_on(site: Site, question: Question) -> list[Choice]:
    """Return the easier questions that find something, with the number of articles they find."""
    return [way for way in (_tried(site, *each) for each in _easier(question)) if way.count]


def _tried(site: Site, label: str, question: Question) -> Choice:
    found = ask(site, replace(question, page=1, per_page=1))
    return Choice(label=label, address=address(question), count=found.total)


def _easier(question: Question) -> Iterator[tuple[str, Question]]:
    filters = question.filters
    limits = [name for name in ("source", "category", "author") if getattr(filters, name)]
    if days_label(filters):
        yield _("Tìm ở mọi ngày"), dated(question, None, None)
    for name in limits:
        yield _WITHOUT[name](), narrowed(question, name, None)
    if len(limits) + bool(days_label(filters)) > 1:
        yield _("Bỏ mọi bộ lọc"), replace(question, filters=type(filters)())
    bare = unmarked(question.typed)
    if bare != question.typed:
        yield _("Tìm không dấu: %(words)s") % {"words": bare}, typed(question, bare)


_WITHOUT = {
    "source": lambda: _("Tìm ở mọi nguồn"),
    "category": lambda: _("Tìm ở mọi chuyên mục"),
    "author": lambda: _("Tìm bài của mọi tác giả"),
}


def unmarked(text: str) -> str:
    """Return the text as a keyboard without Vietnamese would have it: `Huế đẹp` -> `Hue dep`."""
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
