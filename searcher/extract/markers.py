"""What a line of a portal's page is: a label with its value, an end, furniture, or text."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

from searcher.extract.cleaning import known, one_line
from searcher.extract.found import Found
from searcher.vietnamese.plain import plain

_LONGEST_LABELS = 250
_LONGEST_REST = 25
_LONGEST_MARKER = 80
_FEW_LETTERS = 3
"""A line of so few letters is a control of the page: `A- A A+`."""

_DIGIT = re.compile(r"\d")
_DIGITS = r"(\d{1,3}(?:[., ]\d{3})+|\d{1,12})(?!\d)"

_WEEKDAY = r"(?:thu|chu) (?:hai|ba|tu|nam|sau|bay|nhat|[2-7])(?![a-z0-9])"
_MONTH = r"thang (?:gieng|mot|hai|ba|tu|nam|sau|bay|tam|chin|muoi|chap)(?: mot| hai)?(?![a-z])"
_MOMENT = (
    rf"(?:{_WEEKDAY}|{_MONTH}|\d{{1,2}} ?(?:h|gio)(?: ?\d\d(?: ?phut)?)?(?![a-z])"
    r"|(?:gmt|utc|ict)(?![a-z])(?: ?[+-])?|(?:ngay|luc|am|pm|sa|ch|thang|nam)(?![a-z])"
    r"|\d{1,2}t\d\d|(?<!\d)\d{1,4}z?(?![a-z0-9])|[\s,/()|+:.-])++"
)
"""A date in plain letters, as long as it goes: numbers and the words between them.

Nothing is given back (`++`): a long row of numbers is looked at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Markers:
    """The words of `markers.toml` as patterns over plain small letters."""

    reads: re.Pattern[str]
    reads_after: re.Pattern[str]
    date: re.Pattern[str]
    values: dict[str, re.Pattern[str]]
    end: frozenset[str]
    others: frozenset[str]
    furniture: frozenset[str]
    statistics: re.Pattern[str]
    imprint: re.Pattern[str]


@cache
def markers() -> Markers:
    """Read the words, once."""
    text = files("searcher.extract").joinpath("markers.toml").read_text("utf-8")
    table: dict[str, list[str]] = tomllib.loads(text)
    words = {name: _any(table[name]) for name in table}
    end_of_value = rf"(?=\s*(?:$|\||;|{words['reads']}|{words['date']}))"
    return Markers(
        reads=re.compile(rf"(?:{words['reads']})\s*[:\-(]?\s*{_DIGITS}"),
        reads_after=re.compile(rf"(?<![\d.,]){_DIGITS}\s*(?:{words['reads_after']})\b"),
        date=re.compile(rf"(?<![a-z])(?:{words['date']})\s*:?\s*(?P<moment>{_MOMENT})"),
        values={
            name: re.compile(rf"(?:^|[\s|;])(?:{words[name]})\s*:\s*(.{{2,80}}?){end_of_value}")
            for name in ("author", "source", "category")
        },
        end=frozenset(table["end"]),
        others=frozenset(table["others"]),
        furniture=frozenset(table["furniture"] + table["end"]),
        imprint=re.compile(rf"(?:{words['imprint']})\s*(?:[:\d©]|so |thuoc |khi )"),
        statistics=re.compile(rf"(?:{words['statistics']})\s*[:\-]?\s*[\d.,\s]*"),
    )


def _any(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


@lru_cache(4096)  # every line of a page is asked several questions
def bare(line: str) -> str:
    """Return a line in plain small letters without the punctuation around it."""
    return plain(line).text.strip(" \t.,:;*|»«>-–[]()!…")


def is_end(line: str) -> bool:
    """Say whether a line ends the article: it stands alone above what else there is."""
    return len(line) <= _LONGEST_MARKER and (bare(line) in markers().end or is_statistics(line))


def leads_to_others(line: str) -> bool:
    """Say whether only other articles follow a line, whatever stood before."""
    return len(line) <= _LONGEST_MARKER and bare(line) in markers().others


def is_statistics(line: str) -> bool:
    """Say whether a line counts visits: `Truy cập tổng 7.737.917`."""
    return bool(_DIGIT.search(line) and markers().statistics.fullmatch(bare(line)))


def is_furniture(line: str) -> bool:
    """Say whether a line belongs to the page and not to an article."""
    if len(line) > _LONGEST_MARKER:
        return False
    text = bare(line)
    letters = sum(character.isalnum() for character in text)
    return letters <= _FEW_LETTERS or text in markers().furniture or is_statistics(line)


def labels(line: str) -> Found | None:
    """Return what the labels of a line say (read count, time, author ...); None without labels.

    Several may stand in one line without anything between: `Lượt đọc: 567Thời gian: 16:16 - 04/03/2024`.
    """
    if len(line) > _LONGEST_LABELS or not _DIGIT.search(line):
        return None
    text = plain(line).text
    reads = markers().reads.search(text) or markers().reads_after.search(text)
    rest = text[: reads.start()] + "|" * len(reads[0]) + text[reads.end() :] if reads else text
    date = _date(rest) or (_bare_date(rest) if reads else None)
    if not (reads or date) or not _is_all_labels(rest, date):
        return None
    return Found(
        reads=int(re.sub(r"\D", "", reads[1])) if reads else None,
        published=(date["moment"].strip(" |,-"),) if date else (),
        author=_value(line, "author"),
        source=_value(line, "source"),
        category=_value(line, "category"),
    )


def _date(text: str) -> re.Match[str] | None:
    """Return the first label of time that a day follows."""
    found = markers().date.finditer(text)
    return next((one for one in found if is_day(one["moment"])), None)


def _bare_date(text: str) -> re.Match[str] | None:
    """Return the first day in a line that has no label of its own."""
    found = re.finditer(rf"(?<![\w.])(?P<moment>{_MOMENT})", text)
    return next((one for one in found if is_day(one["moment"])), None)


def is_day(text: str) -> bool:
    """Say whether a moment in plain letters has at least day and month or a year in it."""
    numeric = re.search(r"(?<!\d)\d{1,2} ?[/.-] ?\d{1,2}(?!\d)", text)
    return bool(numeric or (re.search(r"\d{4}", text) and re.search(r"\d[^\d.]+\d", text)))


def is_date(line: str) -> bool:
    """Say whether a line is nothing but a date, with or without a time and a day of the week."""
    if len(line) > _LONGEST_MARKER or not _DIGIT.search(line):
        return False
    text = bare(line)
    return is_day(text) and bool(re.fullmatch(_MOMENT, text))


def has_day(line: str) -> bool:
    """Say whether a day stands in a line, whatever else does."""
    return bool(_DIGIT.search(line) and _bare_date(plain(line).text))


def without_date(line: str) -> str:
    """Return a line without the first day and time in it, and without what set that apart."""
    text = plain(line)
    found = _bare_date(text.text)
    if found is None:
        return line
    start, end = text.span(*found.span())
    return one_line(f"{line[:start]} {line[end:]}").strip(" |-–,;")


def is_imprint(line: str) -> bool:
    """Say whether a line is of the newspaper's imprint: its licence, its editors, its address."""
    return bool(markers().imprint.match(plain(line[:_LONGEST_MARKER]).text.strip()))


def _is_all_labels(text: str, date: re.Match[str] | None) -> bool:
    """Say whether hardly anything is left of a line without its labels: a sentence is no label."""
    rest = text
    for found in (date, *(pattern.search(text) for pattern in markers().values.values())):
        rest = rest.replace(found[0], " ") if found else rest
    return sum(character.isalnum() for character in rest) <= _LONGEST_REST


def _value(line: str, name: str) -> str:
    text = plain(line)
    found = markers().values[name].search(text.text)
    if not found:
        return ""
    start, end = text.span(*found.span(1))
    return known(one_line(line[start:end]).strip(" |;-")) or ""
