"""What a line of a portal's page is: a label with its value, an end, furniture, or text."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from searcher.extract.cleaning import known, one_line
from searcher.extract.found import Found
from searcher.vietnamese.plain import plain

_LONGEST_LABELS = 250
_DIGITS = r"(\d{1,3}(?:[., ]\d{3})+|\d{1,12})(?!\d)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Markers:
    """The words of `markers.toml` as patterns over plain small letters."""

    reads: re.Pattern[str]
    reads_after: re.Pattern[str]
    date: re.Pattern[str]
    values: dict[str, re.Pattern[str]]
    end: frozenset[str]
    furniture: frozenset[str]
    statistics: re.Pattern[str]


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
        date=re.compile(rf"(?:^|[\s|;,)(\d-])(?:{words['date']})\s*:?\s*(?=[^:]{{0,40}}\d)"),
        values={
            name: re.compile(rf"(?:^|[\s|;])(?:{words[name]})\s*:\s*(.{{2,80}}?){end_of_value}")
            for name in ("author", "source", "category")
        },
        end=frozenset(table["end"]),
        furniture=frozenset(table["furniture"] + table["end"]),
        statistics=re.compile(rf"(?:{words['statistics']})\s*[:\-]?\s*[\d.,\s]*"),
    )


def _any(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def bare(line: str) -> str:
    """Return a line in plain small letters without the punctuation around it."""
    return plain(line).text.strip(" \t.,:;*|»«>-–[]()!…")


def is_end(line: str) -> bool:
    """Say whether a line ends the article: it stands alone above what else there is."""
    return bare(line) in markers().end or is_statistics(line)


def is_statistics(line: str) -> bool:
    """Say whether a line counts visits: `Truy cập tổng 7.737.917`."""
    text = bare(line)
    return any(c.isdigit() for c in text) and bool(markers().statistics.fullmatch(text))


def is_furniture(line: str) -> bool:
    """Say whether a line belongs to the page and not to an article."""
    text = bare(line)
    return not text or text in markers().furniture or is_statistics(line)


def labels(line: str) -> Found | None:
    """Return what the labels of a line say (read count, time, author ...); None without labels.

    Several may stand in one line without anything between: `Lượt đọc: 567Thời gian: 16:16 - 04/03/2024`.
    """
    if len(line) > _LONGEST_LABELS:
        return None
    text = plain(line)
    reads = _reads(text.text)
    date = _date(text.text)
    if reads is None and not date:
        return None
    return Found(
        reads=reads,
        published=(date,) if date else (),
        author=_value(line, "author"),
        source=_value(line, "source"),
        category=_value(line, "category"),
    )


def _reads(text: str) -> int | None:
    found = markers().reads.search(text) or markers().reads_after.search(text)
    return int(re.sub(r"\D", "", found[1])) if found else None


def _date(text: str) -> str:
    """Return what follows a label of time, up to the next label."""
    found = markers().date.search(text)
    if not found:
        return ""
    rest = re.split(rf"(?:{markers().reads.pattern})", text[found.end() :], maxsplit=1)[0]
    return rest.strip() if re.search(r"\d{4}|\d[/.-]\d", rest) else ""


def _value(line: str, name: str) -> str:
    text = plain(line)
    found = markers().values[name].search(text.text)
    if not found:
        return ""
    start, end = text.span(*found.span(1))
    return known(one_line(line[start:end]).strip(" |;-")) or ""
