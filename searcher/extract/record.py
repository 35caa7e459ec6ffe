"""A JSON object that is already an article: its keys are checked, cleaned and counted."""

import ast
import codecs
import json
import math
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Never

from searcher.errors import BrokenText
from searcher.extract.cleaning import http_url, known, lines, one_line, unwrapped
from searcher.extract.failures import at, broken_record, no_article, too_deep
from searcher.extract.found import Found, article
from searcher.extract.identity import canonical, identify
from searcher.extract.markup import has_markup, paragraphs_of_markup
from searcher.model import Extracted, Page, PageKind, Place

_LONGEST_ID = 1_000
DELETED = "deleted"
"""Key of a tombstone; false or null in the record of an article."""


class _WrongTypeError(Exception):
    """A value is not of a kind its key may have."""

    def __init__(self, vi: str, en: str) -> None:
        """Say in two languages which kinds would do."""
        super().__init__(en)
        self.vi = vi


def extract_record(page: Page, now: datetime) -> Extracted:
    """Return the article of a JSON record.

    Raises BrokenRecord (facts: path, line, column), BrokenText, NoArticle, InputTooLarge.
    """
    record = _object(page)
    found = Found(**{key: _value(key, record[key], page.place) for key in KEYS if key in record})
    if not found.title and not found.body:
        raise no_article(page.place, "không có tiêu đề và nội dung", "neither title nor body")
    unknown = tuple(sorted(one_line(key) for key in record.keys() - KEYS.keys() - {DELETED}))
    return Extracted(article=article(found, now=now), unknown=unknown)


def tombstone(page: Page) -> str | None:
    """Return the id of the article that a record says is deleted, None where it says no such thing.

    Raises BrokenRecord for a tombstone with neither id nor address; what is no record is left to `extract`.
    """
    if page.kind is not PageKind.RECORD or DELETED.encode() not in page.content:
        return None
    record = _object(page)
    if not _is_yes(record.get(DELETED)):
        return None
    id_ = _value("id", record.get("id"), page.place)
    url = _value("url", record.get("url"), page.place)
    if not id_ and not url:
        raise broken_record(page.place, "bản ghi xóa không có id", "a tombstone without an id")
    return str(id_) or identify(canonical(url), "", "")


def _is_yes(value: object) -> bool:
    """Say whether a value means yes, as databases and tables write it."""
    if isinstance(value, str):
        return value.strip().lower() in {"true", "1", "t", "yes", "y"}
    return value is True or value == 1


def _object(page: Page) -> dict[str, Any]:
    try:
        record = json.loads(_text(page), parse_constant=_refuse)
    except json.JSONDecodeError as error:
        column = error.colno if error.lineno == 1 else None
        raise broken_record(page.place, "JSON sai cú pháp", error.msg, column=column) from error
    except RecursionError as error:
        raise too_deep(page.place) from error
    except ValueError as error:
        raise broken_record(page.place, "số không hợp lệ", str(error)) from error
    if not isinstance(record, dict):
        raise broken_record(page.place, "không phải đối tượng JSON", "not a JSON object", column=1)
    return record


def _text(page: Page) -> str:
    """Return the record as text. JSON is UTF-8 (RFC 8259); a guess here would be a silent mistake."""
    content = page.content.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise BrokenText(
            f"{page.place}: không phải UTF-8 (byte thứ {error.start + 1}).",
            f"{page.place}: not UTF-8 (byte {error.start + 1}).",
            **at(page.place),
        ) from error


def _refuse(constant: str) -> Never:
    raise ValueError(f"{constant} is no JSON number")


def _value(key: str, value: object, place: Place) -> Any:
    try:
        return KEYS[key](value)
    except _WrongTypeError as error:
        raise broken_record(
            place,
            f"khóa “{key}” không đúng kiểu, cần {error.vi}",
            f"key “{key}” is {type(value).__name__}, must be {error}",
        ) from error


def _id(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _string(value)[:_LONGEST_ID]


def _string(value: object) -> str:
    """Return one line; nothing for null."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise _WrongTypeError("chuỗi hoặc null", "string or null")
    return one_line(value)


def _body(value: object) -> tuple[str, ...]:
    text = "\n\n".join(_strings(value))
    if has_markup(text):
        return paragraphs_of_markup(text)
    return tuple(unwrapped(lines(text)))


def _summary(value: object) -> str:
    return " ".join(_body(value))


def _url(value: object) -> str:
    return http_url(_string(value)) or ""


def _author(value: object) -> str:
    return ", ".join(_labels(value, ";"))


def _source(value: object) -> str:
    return known(_string(value)) or ""


def _category(value: object) -> str:
    return next(iter(_labels(value, None)), "")


def _tags(value: object) -> tuple[str, ...]:
    return _labels(value, ",;")


def _labels(value: object, separators: str | None) -> tuple[str, ...]:
    """Return the names in a string, a list or a list written as a string; words like N/A are none."""
    names = _strings(value)
    if len(names) == 1 and re.fullmatch(r"\s*\[.*\]\s*", names[0], re.S):
        names = _written_list(names[0])
    if separators:
        names = [part for name in names for part in re.split(f"[{separators}]", name)]
    return tuple(dict.fromkeys(filter(None, map(known, names))))


def _written_list(text: str) -> list[str]:
    """Return the strings of a Python or JSON list in `text`; `text` itself if it is none."""
    try:
        value = ast.literal_eval(text.strip())
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return [text]
    return [one for one in value if isinstance(one, str)]


def _strings(value: object) -> list[str]:
    if value is None:
        return []
    values = value if isinstance(value, list) else [value]
    if not all(one is None or isinstance(one, str) for one in values):
        raise _WrongTypeError("chuỗi, danh sách chuỗi hoặc null", "string, list of strings or null")
    return [one for one in values if isinstance(one, str)]


def _dates(value: object) -> tuple[str, ...]:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return (str(int(value)),) if math.isfinite(value) else ()
    text = _string(value)
    return (text,) if text else ()


def _image(value: object) -> str:
    return next(iter(_strings(value)), "")


def _reads(value: object) -> int | None:
    if value is None or value == "":
        return None
    number = _number(value)
    if number is None or number < 0:
        raise _WrongTypeError("số nguyên từ 0 trở lên, hoặc null", "a whole number from 0, or null")
    return number


def _number(value: object) -> int | None:
    if isinstance(value, str) and re.fullmatch(
        r"\s*\d{1,3}(?:[.,\s]?\d{3}){0,5}\s*|\s*\d{1,18}\s*", value
    ):
        return int(re.sub(r"\D", "", value))
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


KEYS: Mapping[str, Callable[[object], object]] = {
    "id": _id,
    "url": _url,
    "title": _string,
    "summary": _summary,
    "body": _body,
    "author": _author,
    "source": _source,
    "category": _category,
    "tags": _tags,
    "published": _dates,
    "updated": _dates,
    "image": _image,
    "reads": _reads,
}
"""What a record may hold, and how each value is read."""
