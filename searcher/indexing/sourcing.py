"""The sources of an order: what it names, or what the settings name for its index."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from searcher.errors import UsageError
from searcher.indexing.order import Order
from searcher.model import Page, Place, Skipped
from searcher.settings import Settings
from searcher.settings.sources import SourceSettings
from searcher.sources import Reading, Source, Web, mode_of, open_source
from searcher.sources.unpacking import Count


class Meter:
    """Counts the bytes that are read from disk."""

    def __init__(self) -> None:
        self.bytes = 0

    def add(self, size: int) -> None:
        """Count bytes."""
        self.bytes += size


AD_HOC = ""
"""The origin of what snapshots named in an order hold: they are one source, whatever their names."""


@dataclass(frozen=True, slots=True)
class Origin:
    """A source, what the ledger calls it, and whether it has everything it ever gave."""

    name: str
    source: Source
    is_snapshot: bool
    digest: str
    """Of everything that is set for it: two runs with the same ones read the same."""


def sources_of(order: Order, settings: Settings) -> list[SourceSettings]:
    """Return what an order reads; raises UsageError where that is nothing or half a query."""
    if bool(order.sql) != bool(order.query):
        raise UsageError(
            "--sql và --query đi cùng nhau.", "--sql and --query belong together: name both."
        )
    known = {source.place: source for source in settings.own_sources if source.place}
    named = [known.get(place, SourceSettings(place=place)) for place in order.places]
    if order.sql and order.query:
        named.append(SourceSettings(sql=order.sql, query=order.query))
    found = named or list(settings.own_sources)
    if not found:
        raise UsageError(
            f"Thiếu SOURCE: hãy nêu tệp hay thư mục cần đọc, hoặc đặt [[sources.{settings.index}]] trong timtin.toml.",
            f"No SOURCE: name a file or folder, or set [[sources.{settings.index}]] in timtin.toml.",
        )
    return found


def opened(sources: Sequence[SourceSettings], web: Web, count: Count | None) -> list[Origin]:
    """Open every source; raises SourceUnreachable or UsageError before a page is read."""
    return [
        Origin(
            _name(source),
            open_source(source.place, reading=Reading(source=source, web=web, count=count)),
            mode_of(source) == "snapshot",
            hashlib.blake2b(repr(source).encode(), digest_size=16).hexdigest(),
        )
        for source in sources
    ]


def _name(source: SourceSettings) -> str:
    return source.name if source.index or mode_of(source) == "stream" else AD_HOC


@dataclass(frozen=True, slots=True)
class Position:
    """The source (by its number in the order) and the place of the last page that was read."""

    number: int
    place: Place | None
    """None where the source has to be read from its beginning."""


Read = tuple[int, Page | Skipped]


def pages_of(origins: Sequence[Origin], after: Position | None) -> Iterator[Read]:
    """Yield the pages of all sources with the numbers of their sources; only what comes after a position."""
    for number, origin in enumerate(origins):
        if after and number < after.number:
            continue
        start = after.place if after and number == after.number else None
        for page in origin.source.pages(start):
            yield number, page
