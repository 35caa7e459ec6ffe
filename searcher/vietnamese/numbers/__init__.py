"""Numbers with a meaning: documents, dates, times, money, percentages, phones, e-mail and web addresses.

    numbers("Nghị quyết số 54-NQ/TW ngày 10/12/2019")
      -> Number(kind=DOCUMENT, form="54-nq/tw", parts=(("54-nq/tw", 1.0), ("nq 54", 0.5)), ...)
         Number(kind=DATE, form="2019-12-10", ...)

An article is indexed under `document_numbers`, a query looked up by `number_readings`: both give every
form under which a number may be written elsewhere, so that `54-NQ/TW`, `NQ 54/TW`, `54 NQ TW` and
`Nghị quyết 54` find one another.
"""

from searcher.vietnamese.numbers.many import document_numbers_of_many, forms_of
from searcher.vietnamese.numbers.number import Found, Kind, Number
from searcher.vietnamese.numbers.recognise import found_in, indexed_forms
from searcher.vietnamese.plain import Plain, plain

__all__ = [
    "Kind",
    "Number",
    "document_numbers",
    "document_numbers_of_many",
    "number_readings",
    "numbers",
]


def numbers(text: str) -> tuple[Number, ...]:
    """Return the numbers of `text` in order, none overlapping another, in time linear to the text."""
    read = plain(text)
    return tuple(_number(found, read, text) for found in found_in(read.text))


def document_numbers(text: str) -> tuple[str, ...]:
    """Return the forms that `text` is found under, each once: what stands in the `numbers` view.

    Document numbers with their weaker forms, addresses, phones, and amounts of a thousand or more.
    Dates, times and percentages are left to the words.
    """
    return forms_of(found_in(plain(text).text))


def number_readings(typed: str) -> tuple[tuple[str, float], ...]:
    """Return the forms to look up for what was `typed`, with weights in (0, 1], the surest first."""
    weights: dict[str, float] = {}
    for found in found_in(plain(typed).text):
        for form, weight in found.parts:
            if form in indexed_forms(found):
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
