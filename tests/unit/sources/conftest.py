"""Sources over a server of one's own, asked without patience."""

from collections.abc import Callable

import pytest

from searcher.model import Page, Skipped
from searcher.settings.sources import HttpSettings, SourceSettings
from searcher.sources import Reading, Web, open_source
from tests.site import site

__all__ = ["site"]

Read = Callable[..., list[Page | Skipped]]
QUICK = HttpSettings(delay=0, timeout=0.4, deadline=0.8, tries=2, backoff=0.01)


@pytest.fixture
def read() -> Read:
    """Read a place with some settings, over the network without patience."""

    def pages(
        place: str, http: HttpSettings = QUICK, web: Web | None = None, **settings: object
    ) -> list[Page | Skipped]:
        source = SourceSettings(place=place, **settings)  # type: ignore[arg-type]
        reading = Reading(source=source, web=web or Web(http))
        try:
            return list(open_source(place, reading=reading).pages())
        finally:
            reading.web.close()

    return pages
