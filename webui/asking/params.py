"""The parameters of an address, read into values and written back."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from flask import g

from searcher import Filters, Results, Showing, Sort, parse_filters, parse_page, parse_sort
from webui.site import Site
from webui.watching.watch import found, stage

MOST_PER_PAGE = 100
PARAMETERS = (
    "q",
    "from",
    "to",
    "source",
    "category",
    "author",
    "sort",
    "per_page",
    "page",
    "verbatim",
    "copies",
    "copies_of",
    "explain",
    "why",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What an address asks; `per_page` is None where it leaves the number to the site.

    `verbatim` takes the words as they were typed, whatever the keyboard may have done to them.
    """

    typed: str = ""
    filters: Filters = field(default_factory=Filters)
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    per_page: int | None = None
    verbatim: bool = False
    showing: Showing = field(default_factory=Showing)


def read_question(args: Mapping[str, str]) -> Question:
    """Return what the parameters ask; unknown ones are ignored, bad ones raise ParameterError."""
    return Question(
        typed=args.get("q", ""),
        filters=parse_filters(
            from_=args.get("from"),
            to=args.get("to"),
            source=args.get("source"),
            category=args.get("category"),
            author=args.get("author"),
        ),
        sort=parse_sort(args.get("sort") or None),
        page=parse_page(args.get("page") or None),
        per_page=_per_page(args.get("per_page")),
        verbatim=args.get("verbatim") == "1",
        showing=Showing(
            apart=args.get("copies") == "1",
            copies_of=args.get("copies_of") or None,
            explain=args.get("explain") == "1",
        ),
    )


def _per_page(text: str | None) -> int | None:
    return parse_page(text, parameter="per_page", most=MOST_PER_PAGE) if text else None


def ask(site: Site, question: Question) -> Results:
    """Answer what was asked, as lately if that is still so; nobody keeps an answer that came in part."""
    began = time.perf_counter()
    edition = (site.archive.edition(), site.counting.today())
    results = site.answers.kept(edition, question)
    if results is None:
        results = site.answers.keep(edition, question, _searched(site, question))
    else:
        results = replace(results, took_ms=round((time.perf_counter() - began) * 1e3, 3))
    g.partial = results.partial or g.get("partial", False)
    return found(results)


def _searched(site: Site, question: Question) -> Results:
    return site.archive.search(
        question.typed,
        filters=question.filters,
        sort=question.sort,
        page=question.page,
        per_page=question.per_page or site.settings.per_page,
        verbatim=question.verbatim,
        showing=question.showing,
        deadline_ms=site.settings.limits.deadline_ms,
        observe=stage,
    )


def written(question: Question) -> dict[str, str]:
    """Return the parameters that ask this question, without those that say what holds anyway."""
    filters = question.filters
    every = {
        "q": question.typed,
        "from": filters.since.isoformat() if filters.since else "",
        "to": filters.until.isoformat() if filters.until else "",
        "source": filters.source or "",
        "category": filters.category or "",
        "author": filters.author or "",
        "sort": "" if question.sort is Sort.RELEVANCE else question.sort.value,
        "per_page": str(question.per_page or ""),
        "page": str(question.page) if question.page > 1 else "",
        "verbatim": "1" if question.verbatim else "",
        "copies": "1" if question.showing.apart else "",
        "copies_of": question.showing.copies_of or "",
    }
    return {name: text for name, text in every.items() if text}
