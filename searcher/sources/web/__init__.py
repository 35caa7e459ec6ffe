"""Pages over HTTP, and the feeds and sitemaps that lead to them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from searcher.model import Page, PageKind, Place, Skipped, Stamp
from searcher.settings.sources import HttpSettings
from searcher.sources.base import DEFAULT_LIMITS, Limits, skip
from searcher.sources.web.addresses import cleaned
from searcher.sources.web.answers import Answer, Unanswered
from searcher.sources.web.memory import Memory, Remembered

if TYPE_CHECKING:
    from searcher.sources.web.fetching import Fetcher

__all__ = ["Answer", "Memory", "Unanswered", "Web"]

_KINDS = {
    "": PageKind.HTML,
    "text/html": PageKind.HTML,
    "application/xhtml+xml": PageKind.HTML,
    "text/plain": PageKind.TEXT,
}


class Web:
    """The network, as one run sees it."""

    def __init__(
        self, settings: HttpSettings | None = None, limits: Limits = DEFAULT_LIMITS
    ) -> None:
        self._settings = settings or HttpSettings()
        self._opened: Fetcher | None = None
        self._limits = limits
        self.memory = Memory()

    @property
    def _fetcher(self) -> "Fetcher":
        """What asks servers; urllib3 takes 60 ms to import, and most runs read files only."""
        if self._opened is None:
            from searcher.sources.web.fetching import Fetcher

            self._opened = Fetcher(self._settings)
        return self._opened

    def listing(self, url: str, led_by: str | None = None) -> Answer:
        """Return a feed or a sitemap, whole; raises Unanswered."""
        answer = self._fetcher.fetch(url, {}, self._limits.listing, led_by)
        if answer.status != 200:
            raise _status(answer.status)
        return answer

    def page(
        self, url: str, told: Mapping[str, str], led_by: str | None = None
    ) -> Page | Skipped | None:
        """Return the page at an address, PageKind.KEPT where it is as it was; None if this run has read it."""
        try:
            url = cleaned(url)
            if self.memory.was_read(url):
                return None
            headers = self.memory.headers(url)
            answer = self._fetcher.fetch(url, headers, self._limits.page, led_by)
        except Unanswered as error:
            return error.skipped(Place(path=url))
        return self._page(url, answer, told)

    def close(self) -> None:
        """Close the connections."""
        if self._opened is not None:
            self._opened.close()

    def _page(self, url: str, answer: Answer, told: Mapping[str, str]) -> Page | Skipped:
        place = Place(path=url)
        before = self.memory.of(url)
        if answer.status == 304 and before:
            return _kept(place, before)
        if answer.status != 200:
            return _status(answer.status).skipped(place)
        if answer.kind not in _KINDS:
            return _unknown(place, answer.kind)
        return Page(
            kind=_KINDS[answer.kind],
            content=answer.content,
            place=place,
            charset=answer.charset,
            url=answer.url,
            told=told,
            stamp=_stamp(url, answer),
        )


def _unknown(place: Place, kind: str) -> Skipped:
    vi, en = f"không đọc loại {kind}", f"no source reads {kind}"
    if "xml" in kind:
        vi, en = f"{vi}; RSS hay sitemap thì viết rss:URL, sitemap:URL", f"{en}; of a feed or a sitemap write rss:URL, sitemap:URL"  # fmt: skip
    return skip(place, "unknown-kind", vi, en)


def _kept(place: Place, before: Remembered) -> Page | Skipped:
    if not before.id:
        vi, en = "không có bài viết (như lần trước)", "no article (as before)"
        return skip(place, "no-article", vi, en)
    return Page(kind=PageKind.KEPT, content=before.id.encode(), place=place, stamp=before.stamp)


def _stamp(url: str, answer: Answer) -> Stamp:
    headers = answer.headers
    return Stamp(url=url, etag=headers.get("etag", ""), modified=headers.get("last-modified", ""))


def _status(status: int) -> Unanswered:
    return Unanswered(
        "http-status", f"máy chủ trả lời mã {status}", f"the server answered {status}"
    )
