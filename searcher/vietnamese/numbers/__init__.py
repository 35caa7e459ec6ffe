"""Numbers with a meaning: documents, dates, times, money, percentages, phones, e-mail and web addresses.

    numbers("Nghị quyết số 54-NQ/TW ngày 10/12/2019")
      -> Number(kind=DOCUMENT, form="54-nq/tw", parts=(("54-nq/tw", 1.0), ("nq 54", 0.5)), ...)
         Number(kind=DATE, form="2019-12-10", ...)

An article is indexed under `document_numbers`, a query looked up by `number_readings`: both give every
form under which a number may be written elsewhere, so that `54-NQ/TW`, `NQ 54/TW`, `54 NQ TW` and
`Nghị quyết 54` find one another.
"""

import re
from collections.abc import Iterator

from searcher.vietnamese.numbers.addresses import addresses, phone_at
from searcher.vietnamese.numbers.calendar import date_at, time_at
from searcher.vietnamese.numbers.documents import document_at, is_glued_to_a_code
from searcher.vietnamese.numbers.number import Found, Kind, Number
from searcher.vietnamese.numbers.quantities import WORTH_FINDING, quantity_at
from searcher.vietnamese.plain import Plain, plain

__all__ = ["Kind", "Number", "document_numbers", "number_readings", "numbers"]

_DIGITS = re.compile(r"[0-9]+")
_GLUED = re.compile(r"(?s:.)?[a-z]|[0-9][.,]")
"""What stands before digits that are the rest of something else: `u23`, the end of `1.2.3.4`."""
_LONGEST_RUN = 20
"""Digits in one run; a longer run is no number that anybody types."""


def numbers(text: str) -> tuple[Number, ...]:
    """Return the numbers of `text` in order, none overlapping another, in time linear to the text."""
    read = plain(text)
    return tuple(_number(found, read, text) for found in _found(read.text))


def document_numbers(text: str) -> tuple[str, ...]:
    """Return the forms that `text` is found under, each once: what stands in the `numbers` view.

    Document numbers with their weaker forms, addresses, phones, and amounts of a thousand or more.
    Dates, times and percentages are left to the words.
    """
    forms = (form for found in _found(plain(text).text) for form in _indexed(found))
    return tuple(dict.fromkeys(forms))


def number_readings(typed: str) -> tuple[tuple[str, float], ...]:
    """Return the forms to look up for what was `typed`, with weights in (0, 1], the surest first."""
    weights: dict[str, float] = {}
    for found in _found(plain(typed).text):
        for form, weight in found.parts:
            if form in _indexed(found):
                weights[form] = max(weight, weights.get(form, 0.0))
    return tuple(sorted(weights.items(), key=lambda reading: -reading[1]))


def _number(found: Found, read: Plain, text: str) -> Number:
    start, end = read.span(found.start, found.end)
    return Number(
        kind=found.kind,
        form=found.parts[0][0],
        text=text[start:end],
        start=start,
        end=end,
        parts=found.parts,
    )


def _indexed(found: Found) -> tuple[str, ...]:
    forms = tuple(form for form, _ in found.parts)
    if found.kind in {Kind.DOCUMENT, Kind.PHONE, Kind.EMAIL, Kind.URL}:
        return forms
    if found.kind in {Kind.MONEY, Kind.AMOUNT}:
        return forms if float(forms[-1]) >= WORTH_FINDING else ()
    return ()


def _found(text: str) -> Iterator[Found]:
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
    covered = start
    for run in _DIGITS.finditer(text, start, end):
        if run.start() < covered or not _begins_a_number(text, run):
            continue
        found = _at(text, run.start(), covered)
        if found is not None and found.end <= end:
            yield found
            covered = found.end


def _begins_a_number(text: str, run: re.Match[str]) -> bool:
    start = run.start()
    if run.end() - start > _LONGEST_RUN:
        return False
    return not _GLUED.fullmatch(text, max(0, start - 2), start) or is_glued_to_a_code(text, start)


def _at(text: str, position: int, covered: int) -> Found | None:
    """Return the surest reading of the digits at `position`."""
    document = document_at(text, position, covered)
    if document or is_glued_to_a_code(text, position):
        return document
    return (
        date_at(text, position)
        or phone_at(text, position)
        or quantity_at(text, position)
        or time_at(text, position)
    )
