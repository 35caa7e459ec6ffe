"""The row of page numbers under a list."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from searcher import Results
from webui.asking.addresses import address, turned
from webui.asking.choices import Choice
from webui.asking.params import Question
from webui.site import site

_AROUND = 2
_MOST_PAGES = 1000
"""Pages that the searcher lets readers see."""

Address = Callable[[int], str]
"""The address of a page by its number, which counts from 1."""


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
    shown = results.total - results.collapsed
    per_page = results.query.per_page
    return pages(question.page, shown, per_page, lambda page: address(turned(question, page)))


def pages(current: int, total: int, per_page: int, address: Address) -> Paging:
    """Return the links from one page of `total` articles to the others."""
    reachable = min(total, site().settings.limits.depth)
    last = min(max(1, -(-reachable // per_page)), _MOST_PAGES)
    return Paging(
        current=current,
        last=last,
        before=address(current - 1) if 1 < current <= last else None,
        after=address(current + 1) if current < last else None,
        numbers=tuple(_numbered(current, last, address)),
    )


def _numbered(current: int, last: int, address: Address) -> Iterator[Choice | None]:
    near = range(current - _AROUND, current + _AROUND + 1)
    shown = sorted({1, last, *near} & set(range(1, last + 1)))
    for before, page in zip([0, *shown], shown, strict=False):
        if page - before > 1:
            yield None
        yield Choice(label=str(page), address=address(page), chosen=page == current)
