"""Files that end in .xml: a feed or a sitemap, by their root element."""

from dataclasses import dataclass

from searcher.model import Place
from searcher.sources.base import Pages, Source, unknown_kind
from searcher.sources.checked_xml import root_name
from searcher.sources.feed import ROOTS as FEEDS
from searcher.sources.feed import Feed, Listing, Unlisted, listing_in
from searcher.sources.files import File, place_of
from searcher.sources.reading import Reading
from searcher.sources.sitemap import ROOTS as SITEMAPS
from searcher.sources.sitemap import Sitemap


@dataclass(frozen=True, slots=True)
class XmlFile:
    """A file whose kind is known once it is opened."""

    file: File
    reading: Reading

    def pages(self, after: Place | None = None) -> Pages:
        """Yield what the feed or the sitemap gives, or why it is neither."""
        place = place_of(self.file)
        try:
            listing = listing_in(self.file, self.reading)
        except Unlisted as error:
            yield from () if after == place else [error.reason]
            return
        source = self._source(listing)
        yield from source.pages(after) if source else [unknown_kind(place)]

    def _source(self, listing: Listing) -> Source | None:
        root, place = root_name(listing.text), listing.place
        if root in FEEDS:
            follow = bool(self.reading.source.follow)
            return Feed(lambda: listing, place, self.reading, follow)
        return Sitemap(lambda: listing, place, self.reading) if root in SITEMAPS else None


def open_xml(file: File, reading: Reading) -> XmlFile:
    """Return the feed or the sitemap in a file."""
    return XmlFile(file, reading)
