"""Files that are one page each: a web page or a text."""

from dataclasses import dataclass

from searcher.model import Page, PageKind, Place, Skipped
from searcher.sources.base import Limits, Pages, empty, resumed, too_large, unreadable
from searcher.sources.files import File, content_of, place_of
from searcher.sources.reading import Reading
from searcher.sources.unpacking import FOREIGN


@dataclass(frozen=True, slots=True)
class SingleFile:
    """One file that is one page of `kind`; a file that is cut off gives no page."""

    file: File
    limits: Limits
    kind: PageKind

    def pages(self, after: Place | None = None) -> Pages:
        """Yield the page, or why there is none."""
        return resumed(self._read, after)

    def _read(self) -> Pages:
        place = place_of(self.file)
        try:
            content = content_of(self.file, self.limits.page)
        except FOREIGN as error:
            yield unreadable(place, error)
            return
        yield self._page(place, content)

    def _page(self, place: Place, content: bytes) -> Page | Skipped:
        if not content:
            return empty(place)
        if len(content) > self.limits.page:
            return too_large(place, self.limits.page)
        return Page(kind=self.kind, content=content, place=place)


def open_html(file: File, reading: Reading) -> SingleFile:
    """Return the web page in a file."""
    return SingleFile(file, reading.limits, PageKind.HTML)


def open_text(file: File, reading: Reading) -> SingleFile:
    """Return the text in a file."""
    return SingleFile(file, reading.limits, PageKind.TEXT)
