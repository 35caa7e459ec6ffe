"""A reader's hands: nothing is typed before the cursor stands in the box."""

from playwright.sync_api import Page, expect


def await_cursor(page: Page) -> None:
    """Wait until the cursor stands in the search box: a page sets it some time after it has come."""
    expect(page.locator("#q")).to_be_focused()


def type_query(page: Page, text: str, *, delay: float = 0) -> None:
    """Type ``text`` into the search box that has the cursor, with ``delay`` milliseconds between keys."""
    await_cursor(page)
    page.keyboard.type(text, delay=delay)
