"""RSS and Atom: an article per entry, or the page that the entry names."""

import io
import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from time import struct_time
from typing import Any, cast

from searcher.errors import BrokenText
from searcher.model import Page, PageKind, Place, Skipped
from searcher.sources.base import Pages, empty, resumed, skip, too_large, unreadable
from searcher.sources.checked_xml import UnsafeXml, root_name, text_of
from searcher.sources.files import File, content_of, place_of
from searcher.sources.reading import Reading
from searcher.sources.unpacking import FOREIGN
from searcher.sources.web import Unanswered

ROOTS = ("rss", "feed", "rdf")
"""Names of the root elements of feeds."""

Told = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Listing:
    """The text of a feed or sitemap, where it is from, and the address by which it came."""

    text: str
    place: Place
    url: str | None = None


class Unlisted(Exception):
    """There is no feed or sitemap to be read."""

    def __init__(self, reason: Skipped) -> None:
        """Keep the reason."""
        super().__init__(reason.en)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Feed:
    """The entries of a feed, in its order; `follow` fetches the pages they name."""

    load: Callable[[], Listing]
    place: Place
    reading: Reading
    follow: bool

    def pages(self, after: Place | None = None) -> Pages:
        """Yield a page per entry; what an entry says stands in where its page does not come.

        Followed pages are read anew after a place: a run knows itself which it has read.
        """
        return resumed(self._read, None if self.follow else after)

    def _read(self) -> Pages:
        try:
            listing = self.load()
            entries = _entries(listing)
        except Unlisted as error:
            yield error.reason
            return
        found = False
        for number, told in enumerate(filter(None, map(_told, entries)), 1):
            found = True
            place = replace(self.place, line=number)
            yield from self._entry(place, told, listing.url)
        if not found:
            yield empty(self.place)

    def _entry(self, place: Place, told: Told, led_by: str | None) -> Pages:
        if not self.follow or not told.get("url"):
            yield _record(place, told)
            return
        page = self.reading.web.page(told["url"], told, led_by)
        if page is not None:
            yield page
        if isinstance(page, Skipped) and (told.get("summary") or told.get("body")):
            yield replace(_record(place, told), is_partial=True)


def open_feed(file: File, reading: Reading) -> Feed:
    """Return the entries of a feed in a file; their pages are not fetched unless the settings say so."""
    return Feed(
        lambda: listing_in(file, reading), place_of(file), reading, bool(reading.source.follow)
    )


def open_feed_at(url: str, reading: Reading) -> Feed:
    """Return the entries of the feed at an address; their pages are fetched unless the settings say no."""
    follow = reading.source.follow is not False
    return Feed(lambda: listing_at(url, reading), Place(path=url), reading, follow)


def listing_in(file: File, reading: Reading) -> Listing:
    """Return the text of a file; raises Unlisted."""
    place, limit = place_of(file), reading.limits.listing
    try:
        content = content_of(file, limit)
    except FOREIGN as error:
        raise Unlisted(unreadable(place, error)) from error
    if not content:
        raise Unlisted(empty(place))
    if len(content) > limit:
        raise Unlisted(too_large(place, limit))
    return Listing(checked(content, place), place)


def listing_at(url: str, reading: Reading, led_by: str | None = None) -> Listing:
    """Return the text at an address; raises Unlisted."""
    place = Place(path=url)
    try:
        answer = reading.web.listing(url, led_by)
    except Unanswered as error:
        raise Unlisted(error.skipped(place)) from error
    content = unzipped(answer.content, place, reading.limits.listing)
    return Listing(checked(content, place, answer.charset), place, answer.url)


def unzipped(content: bytes, place: Place, limit: int) -> bytes:
    """Return what a .gz file holds that was sent as it is, other content unchanged; raises Unlisted."""
    import gzip

    if not content.startswith(b"\x1f\x8b"):
        return content
    try:
        with gzip.open(io.BytesIO(content)) as stream:
            found = stream.read(limit + 1)
    except FOREIGN as error:
        raise Unlisted(unreadable(place, error)) from error
    if len(found) > limit:
        raise Unlisted(too_large(place, limit))
    return found


def checked(content: bytes, place: Place, charset: str | None = None) -> str:
    """Return XML as text that is safe to parse; raises Unlisted."""
    try:
        return text_of(content, charset)
    except UnsafeXml as error:
        vi, en = "XML khai báo thực thể (bom XML?)", "the XML defines entities (a bomb?)"
        raise Unlisted(skip(place, "unsafe-xml", vi, en)) from error
    except BrokenText as error:
        reason = Skipped(
            place=place, code="broken-text", vi=f"{place}: {error.vi}", en=f"{place}: {error.en}"
        )
        raise Unlisted(reason) from error


def is_feed(text: str) -> bool:
    """Say whether XML is a feed."""
    return root_name(text) in ROOTS


def _entries(listing: Listing) -> Iterable[Any]:
    """Return the entries as feedparser has them; raises Unlisted."""
    import feedparser  # type: ignore[import-untyped] # 60 ms to import, and not every run has a feed

    # A stream: of a string feedparser would ask whether it is an address or a file to be opened.
    content = io.BytesIO(_REFERENCE.sub(_possible, listing.text).encode())
    try:
        found = feedparser.parse(
            content,
            response_headers={"content-type": "application/xml; charset=utf-8"},
            sanitize_html=False,  # extraction takes the text out of markup, whatever it is
        )
    except Exception as error:  # a feed that is no XML goes to a parser that breaks in many ways
        raise Unlisted(unreadable(listing.place, error)) from error
    return cast(Iterable[Any], found.entries)


_REFERENCE = re.compile(r"&#(?:x([0-9a-f]+)|([0-9]+));?", re.IGNORECASE)
_MOST_DIGITS = 8


def _possible(reference: re.Match[str]) -> str:
    """Return a character reference, or the mark of a lost character where it names none: feedparser breaks on it."""
    hexadecimal, decimal = reference.groups()
    digits = (hexadecimal or decimal).lstrip("0") or "0"
    number = int(digits[:_MOST_DIGITS], 16 if hexadecimal else 10)
    exists = len(digits) <= _MOST_DIGITS and number <= sys.maxunicode
    return reference[0] if exists and not 0xD800 <= number <= 0xDFFF else "\ufffd"


def _told(entry: Mapping[str, Any]) -> Told:
    """Return what an entry says in the keys of a record."""
    contents = [_text(one.get("value")) for one in entry.get("content", [])]
    tags = [_text(tag.get("label") or tag.get("term")) for tag in entry.get("tags", [])]
    told = {
        "url": _text(entry.get("link")),
        "title": _text(entry.get("title")),
        "summary": _text(entry.get("summary")),
        "body": max(contents, key=len, default=""),
        "author": _text(entry.get("author")),
        "source": _text(entry.get("source", {}).get("title")),
        "category": next(filter(None, tags), ""),
        "published": _moment(entry, "published") or _moment(entry, "updated"),
        "updated": _moment(entry, "updated"),
        "image": _image(entry),
    }
    if told["body"] == told["summary"]:  # feedparser takes the one for the other
        told["summary"] = ""
    if not told["url"]:
        told["id"] = _text(entry.get("id"))
    return {key: value for key, value in told.items() if value}


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""


def _moment(entry: Mapping[str, Any], key: str) -> str:
    """Return a moment as ISO 8601, or as it is written where feedparser cannot read it."""
    found = dict(entry)  # feedparser's own look-up takes one moment for another, and warns
    parsed = found.get(f"{key}_parsed")
    if isinstance(parsed, struct_time):
        try:
            return datetime(*parsed[:6], tzinfo=UTC).isoformat()
        except ValueError:
            return ""
    return _text(found.get(key))


def _image(entry: Mapping[str, Any]) -> str:
    candidates = [*entry.get("media_content", []), *entry.get("media_thumbnail", [])]
    candidates += [
        {"url": one.get("href")}
        for one in entry.get("enclosures", [])
        if _text(one.get("type")).startswith("image/")
    ]
    return next((url for one in candidates if (url := _text(one.get("url")))), "")


def _record(place: Place, told: Told) -> Page:
    content = json.dumps(told, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return Page(kind=PageKind.RECORD, content=content, place=place)
