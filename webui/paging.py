"""The row of page numbers under a list."""

from collections.abc import Iterator
from dataclasses import dataclass

from searcher import Results
from webui.addresses import address, turned
from webui.choices import Choice
from webui.params import Question

_AROUND = 2
_DEEPEST, _MOST_PAGES = 10_000, 1000
"""Hits and pages that the searcher lets readers see."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paging:
    """Links to pages; `numbers` holds None where numbers are left out."""

    current: int
    last: int
    before: str | None
    after: str | None
    numbers: tuple[Choice | None, ...]


def paging(question: Question, results: Results) -> Paging:
    """Return the links from one page of the answer to the others."""
    reachable = min(results.total - results.collapsed, _DEEPEST)
    last = min(max(1, -(-reachable // results.query.per_page)), _MOST_PAGES)
    page = question.page
    return Paging(
        current=page,
        last=last,
        before=_address(question, page - 1) if 1 < page <= last else None,
        after=_address(question, page + 1) if page < last else None,
        numbers=tuple(_numbered(question, last)),
    )


def _numbered(question: Question, last: int) -> Iterator[Choice | None]:
    near = range(question.page - _AROUND, question.page + _AROUND + 1)
    shown = sorted({1, last, *near} & set(range(1, last + 1)))
    for before, page in zip([0, *shown], shown, strict=False):
        if page - before > 1:
            yield None
        yield Choice(
            label=str(page), address=_address(question, page), chosen=page == question.page
        )


def _address(question: Question, page: int) -> str:
    return address(turned(question, page))
