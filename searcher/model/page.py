"""What a source yields: pages as they lie there, and the places it had to skip."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class PageKind(StrEnum):
    """How the bytes of a page are written."""

    HTML = "html"
    TEXT = "text"
    RECORD = "record"
    """One JSON object: an article that somebody already extracted, or a tombstone."""
    KEPT = "kept"
    """Nothing new where the article was read before; the content is its id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a page was found; prints as `path` or `path:line` (lines count from 1)."""

    path: str
    line: int | None = None

    def __str__(self) -> str:
        return self.path if self.line is None else f"{self.path}:{self.line}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """The address that was asked, and by what its server knows the answer again (RFC 9110, section 8.8)."""

    url: str
    etag: str = ""
    modified: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """The undecoded bytes of one page, with what its place said about them.

    `charset` is what the transport declared (an HTTP header), `url` the address it was served from;
    both are None where the place does not know. `told` is what the place knows of the article, in the keys
    of a record: it stands in for what the page does not say. `is_partial` marks less than the article is (a
    feed's summary): it is written only where the archive has nothing.
    """

    kind: PageKind
    content: bytes
    place: Place
    charset: str | None = None
    url: str | None = None
    told: Mapping[str, str] = field(default_factory=dict)
    is_partial: bool = False
    stamp: Stamp | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A place that gave no article, and why: `code` for programs, `vi` and `en` for people."""

    place: Place
    code: str
    vi: str
    en: str
