"""A portal's page as lines: title, a line of labels, paragraphs, the author alone; things around it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from searcher.extract.cleaning import unwrapped
from searcher.extract.closing import closed
from searcher.extract.found import Found, merge
from searcher.extract.markers import is_date, is_end, is_furniture, labels, leads_to_others

_LONG = 250
"""A line of more code points is text: labels that come after it belong to something else."""


@dataclass(frozen=True, slots=True)
class _Labelled:
    """A line with labels, where it stands, and what it says."""

    index: int
    after: int
    found: Found


def find(lines: Sequence[str], *, wrapped: bool = True) -> Found | None:
    """Return the article among `lines`, whose labels tell where it begins; None without labels.

    `lines` are as `cleaning.lines` returns them: one line each, blank ones empty. Lines that are
    not `wrapped` are paragraphs already.
    """
    labelled = _labelled(lines)
    if labelled is None:
        return None
    title, start = _title_around(lines, labelled)
    text = _until_end(lines[start:])
    whole = unwrapped(text) if wrapped else [line for line in text if line]
    return merge(replace(labelled.found, title=title), _closed(whole))


def plain_text(lines: Sequence[str]) -> Found:
    """Return the article of a text without labels: its first line is the title, the rest the body."""
    text = _without_furniture(lines)
    if not any(text):
        return Found()
    first = next(index for index, line in enumerate(text) if line)
    title, rest = text[first], text[first + 1 :]
    dates, rest = _leading_date(rest)
    if len(title) > _LONG:
        return replace(_closed(unwrapped(text[first:])), title=_beginning(title))
    return replace(_closed(unwrapped(_until_end(rest))), title=title, published=dates)


def _labelled(lines: Sequence[str]) -> _Labelled | None:
    """Return the first line that labels an article; a line of reads wins over one of time only."""
    first: _Labelled | None = None
    seen_text = False
    for index, line in enumerate(lines):
        seen_text = seen_text or len(line) > _LONG
        one = _read_labels(lines, index)
        if one and one.found.reads is not None:
            return one
        if one and not seen_text and first is None:
            first = one
    return first


def _read_labels(lines: Sequence[str], index: int) -> _Labelled | None:
    """Return the labels of a line, together with those of the short lines just below."""
    found, after = _label_or_value_below(lines, index)
    if found is None:
        return None
    while after < len(lines):
        more, end = _label_or_value_below(lines, after)
        if more is None:
            break
        found, after = merge(found, more), end
    return _Labelled(index, after, found)


def _label_or_value_below(lines: Sequence[str], index: int) -> tuple[Found | None, int]:
    """Return the labels of a line; a label whose value stands on the next line counts too."""
    found = labels(lines[index])
    if found or not lines[index].endswith(":") or index + 1 >= len(lines):
        return found, index + 1
    return labels(f"{lines[index]} {lines[index + 1]}"), index + 2


def _title_around(lines: Sequence[str], labelled: _Labelled) -> tuple[str, int]:
    """Return the title and where the text begins.

    The title is the last line above the labels; where there is only furniture, the first one below.
    """
    above = [line for line in lines[: labelled.index] if not line or not is_furniture(line)]
    if any(above):
        return unwrapped(above)[-1], labelled.after
    for index in range(labelled.after, len(lines)):
        if lines[index] and not is_furniture(lines[index]):
            return lines[index], index + 1
    return "", labelled.after


def _until_end(lines: Sequence[str]) -> list[str]:
    """Return the lines up to the first that ends the article, but at least one line of text."""
    kept: list[str] = []
    for line in lines:
        if is_end(line):
            if any(kept):
                break
            continue
        kept.append(line)
    return kept


def _without_furniture(lines: Sequence[str]) -> list[str]:
    """Return the lines from the first that may be a title up to where other articles begin."""
    end = next((i for i, line in enumerate(lines) if leads_to_others(line)), len(lines))
    titles = (i for i in range(end) if not is_furniture(lines[i]) and not is_date(lines[i]))
    return list(lines[next(titles, end) : end])


def _leading_date(lines: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """Take a line that is nothing but a date from the beginning."""
    first = next((index for index, line in enumerate(lines) if line), None)
    if first is None or len(lines[first]) > 60 or not is_date(lines[first]):
        return (), list(lines)
    return (lines[first],), list(lines[first + 1 :])


def _closed(paragraphs: list[str]) -> Found:
    """Return paragraphs as summary (the first, in bold: `**...**`), body, author and source."""
    found = closed(paragraphs)
    bold = re.fullmatch(r"\*\*(.+)\*\*", found.body[0]) if len(found.body) > 1 else None
    if bold is None:
        return found
    return replace(found, summary=bold[1].strip(), body=found.body[1:])


def _beginning(text: str) -> str:
    """Return the first sentence of a text without a title, or as much as makes a line."""
    sentence = re.match(r".{20,150}?[.!?…](?=\s|$)", text)
    return sentence[0] if sentence else text[:150].rsplit(" ", 1)[0] + "…"
