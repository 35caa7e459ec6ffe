"""Filters, order and page numbers as they are typed, checked one by one."""

from datetime import date

from searcher.errors import ParameterError
from searcher.model import Filters, Sort
from searcher.vietnamese.dates import parse_day
from searcher.vietnamese.normalise import normalise

NAME_LIMIT = 200
"""Characters of a source, category or author."""


def parse_filters(
    *,
    from_: str | None = None,
    to: str | None = None,
    source: str | None = None,
    category: str | None = None,
    author: str | None = None,
) -> Filters:
    """Return the filters; empty strings are no filters. Raises ParameterError, naming the parameter."""
    since, until = _day("from", from_), _day("to", to)
    if since and until and since > until:
        raise ParameterError(
            f"Khoảng ngày bị ngược: từ ngày {since:%d/%m/%Y} sau đến ngày {until:%d/%m/%Y}.",
            f"The days are the wrong way round: from {since} is after to {until}.",
            parameter="from",
            value=from_,
        )
    return Filters(
        since=since,
        until=until,
        source=_name("source", source),
        category=_name("category", category),
        author=_name("author", author),
    )


def parse_sort(text: str | None) -> Sort:
    """Return the order named; raises ParameterError."""
    try:
        return Sort((text or Sort.RELEVANCE).strip().lower())
    except ValueError as error:
        raise ParameterError(
            f"Không có cách sắp xếp “{_shown(text)}”: hãy dùng relevance, newest hoặc oldest.",
            f"There is no order “{_shown(text)}”: use relevance, newest or oldest.",
            parameter="sort",
            value=text,
        ) from error


def parse_page(text: str | None, *, parameter: str = "page", most: int = 1000) -> int:
    """Return a whole number from 1 to `most`, 1 for nothing typed; raises ParameterError."""
    typed = (text or "1").strip()
    if typed.isascii() and typed.isdigit() and len(typed) <= 9 and 1 <= int(typed) <= most:
        return int(typed)
    raise ParameterError(
        f"“{_shown(typed)}” không hợp lệ cho {parameter}: cần một số từ 1 đến {most}.",
        f"“{_shown(typed)}” is not valid for {parameter}: a number from 1 to {most} is needed.",
        parameter=parameter,
        value=text,
    )


def _day(parameter: str, text: str | None) -> date | None:
    if not text or not text.strip():
        return None
    day = parse_day(text)
    if day is None:
        raise ParameterError(
            f"“{_shown(text)}” không phải là ngày hợp lệ: hãy viết như 04/03/2024 hoặc 2024-03-04.",
            f"“{_shown(text)}” is not a valid day: write 04/03/2024 or 2024-03-04.",
            parameter=parameter,
            value=text,
        )
    return day


def _name(parameter: str, text: str | None) -> str | None:
    name = normalise(text or "").strip()
    if len(name) > NAME_LIMIT:
        raise ParameterError(
            f"Giá trị của {parameter} dài quá {NAME_LIMIT} ký tự.",
            f"The value of {parameter} is longer than {NAME_LIMIT} characters.",
            parameter=parameter,
            value=name[:NAME_LIMIT],
        )
    return name or None


def _shown(text: str | None) -> str:
    """Return at most 40 characters of what was typed, without control characters."""
    return "".join(c if c.isprintable() else "�" for c in (text or "")[:40])
