"""An address: the page there, or what the feed or sitemap there leads to."""

from dataclasses import dataclass

from searcher.model import Place
from searcher.sources.base import Pages, resumed
from searcher.sources.reading import Reading


@dataclass(frozen=True, slots=True)
class WebPage:
    """One page over HTTP."""

    url: str
    reading: Reading

    def pages(self, after: Place | None = None) -> Pages:
        """Yield the page, or why there is none."""
        return resumed(self._read, after)

    def _read(self) -> Pages:
        page = self.reading.web.page(self.url, {})
        if page is not None:
            yield page


def open_page(url: str, reading: Reading) -> WebPage:
    """Return the page at an http(s) address."""
    return WebPage(url, reading)
