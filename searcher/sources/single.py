"""Files that are one page each: a web page or a text."""

from collections.abc import Iterator
from dataclasses import dataclass

from searcher.model import Page, PageKind, Place, Skipped
from searcher.sources.base import Limits, empty, shown, too_large, unreadable
from searcher.sources.unpacking import FOREIGN, unpacked


@dataclass(frozen=True, slots=True)
class SingleFile:
    """One file that is one page of `kind`; a file that is cut off gives no page."""

    path: str
    limits: Limits
    kind: PageKind

    def pages(self) -> Iterator[Page | Skipped]:
        """Yield the page, or why there is none."""
        place = Place(path=shown(self.path))
        try:
            with unpacked(self.path) as stream:
                content = stream.read(self.limits.page + 1)
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


def open_html(path: str, limits: Limits) -> SingleFile:
    """Return the web page at `path`."""
    return SingleFile(path, limits, PageKind.HTML)


def open_text(path: str, limits: Limits) -> SingleFile:
    """Return the text at `path`."""
    return SingleFile(path, limits, PageKind.TEXT)
