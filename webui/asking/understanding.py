"""How a question was read: the query as understood where it is not what was typed, and its own limits as chips."""

import re

from searcher import Limit, Results, limits_of
from webui.asking.addresses import address, typed, verbatim
from webui.asking.choices import Choice
from webui.asking.params import Question
from webui.language import gettext as _

_UNSAID = re.compile(r'[^\w"()|+*:~-]+')
"""Spaces, and signs that mean nothing in a query."""


def understood(question: Question, found: Results) -> str | None:
    """Return the query as it was read, None where a reader would see no difference from what was typed."""
    shown = found.understood
    if found.query.guessed or not shown or _bare(shown) == _bare(question.typed):
        return None
    return shown


def _bare(text: str) -> str:
    """Return a text without what never matters in it, sorted: a spoken date stands last once understood."""
    return " ".join(sorted(_UNSAID.sub(" ", text).split()))


def limit_chips(question: Question, found: Results) -> list[Choice]:
    """Return the limits typed among the words, each as a link to the question without it."""
    return [
        Choice(label=_label(limit), address=address(typed(question, limit.rest)))
        for limit in limits_of(found.query)
    ]


def spoken_chips(question: Question, found: Results) -> list[Choice]:
    """Return the dates said among the words, each as a link to the question that takes them as words."""
    said = [date for date in found.query.spoken if ":" not in date]
    as_words = verbatim(typed(question, found.query.guessed or question.typed))
    return [Choice(label=date, address=address(as_words)) for date in said]


def _label(limit: Limit) -> str:
    if limit.name not in _HEADINGS:
        return limit.value
    label = f"{_HEADINGS[limit.name]()}: {limit.value}"
    return _("trừ %(limit)s") % {"limit": label} if limit.excluded else label


_HEADINGS = {
    "category": lambda: _("Chuyên mục"),
    "source": lambda: _("Nguồn"),
    "site": lambda: _("Trang báo"),
    "author": lambda: _("Tác giả"),
    "tag": lambda: _("Thẻ"),
}
