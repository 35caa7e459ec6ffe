"""Plain text -> the numbers that stand in it, from left to right."""

import re
from collections.abc import Iterable, Iterator

from searcher.vietnamese.numbers.addresses import addresses, phone_at
from searcher.vietnamese.numbers.calendar import date_at, time_at
from searcher.vietnamese.numbers.documents import document_at, is_glued_to_a_code
from searcher.vietnamese.numbers.number import Found, Kind
from searcher.vietnamese.numbers.quantities import WORTH_FINDING, quantity_at

_DIGITS = re.compile(r"[0-9]+")
_GLUED = re.compile(r"(?s:.)?[a-z]|[0-9][.,]")
"""What stands before digits that are the rest of something else: `u23`, the end of `1.2.3.4`."""
LONGEST_RUN = 20
"""Digits in one run; a longer run is no number that anybody types."""
_KEPT = frozenset({Kind.DOCUMENT, Kind.PHONE, Kind.EMAIL, Kind.URL})
_QUANTITIES = frozenset({Kind.MONEY, Kind.AMOUNT})

DOCUMENT, DATE, PHONE, QUANTITY, TIME = 1, 2, 4, 8, 16
ANYTHING = 31
"""The recognisers, as bits."""

Run = tuple[int, int, int]
"""Where digits begin and end, and which recognisers are to look at them."""


def indexed_forms(found: Found) -> tuple[str, ...]:
    """Return the forms under which an article is found."""
    forms = tuple(form for form, _ in found.parts)
    if found.kind in _KEPT:
        return forms
    if found.kind in _QUANTITIES:
        return forms if float(forms[-1]) >= WORTH_FINDING else ()
    return ()


def found_in(text: str) -> Iterator[Found]:
    """Yield what stands in plain `text`, from left to right; addresses go before digits inside them."""
    covered = 0
    for address in addresses(text):
        if address.start < covered:
            continue
        yield from _in_digits(text, covered, address.start)
        yield address
        covered = address.end
    yield from _in_digits(text, covered, len(text))


def _in_digits(text: str, start: int, end: int) -> Iterator[Found]:
    """Yield the numbers of `text[start:end]` that begin with a digit."""
    runs = ((*run.span(), ANYTHING) for run in _DIGITS.finditer(text, start, end))
    yield from found_at(text, runs, start, end)


def found_at(text: str, runs: Iterable[Run], start: int, end: int) -> Iterator[Found]:
    """Yield the numbers of `text[start:end]` that begin with these runs of digits.

    Runs that are not asked about documents are known to be no rest of something else.
    """
    covered = start
    for position, stop, asked in runs:
        if position < covered or (asked & DOCUMENT and not _begins_a_number(text, position, stop)):
            continue
        found = _at(text, position, covered, asked)
        if found is not None and found.end <= end:
            yield found
            covered = found.end


def _begins_a_number(text: str, start: int, end: int) -> bool:
    if end - start > LONGEST_RUN:
        return False
    return not _GLUED.fullmatch(text, max(0, start - 2), start) or is_glued_to_a_code(text, start)


def _at(text: str, position: int, covered: int, asked: int) -> Found | None:
    """Return the surest reading of the digits at `position`."""
    if asked & DOCUMENT:
        document = document_at(text, position, covered)
        if document or is_glued_to_a_code(text, position):
            return document
    return (
        (date_at(text, position) if asked & DATE else None)
        or (phone_at(text, position) if asked & PHONE else None)
        or (quantity_at(text, position) if asked & QUANTITY else None)
        or (time_at(text, position) if asked & TIME else None)
    )
