"""The ways on under the search box, in a real browser."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.keyboard import type_query

pytestmark = pytest.mark.browser


def test_ways_on_appear_while_typing_and_arrows_and_enter_choose(page: Page) -> None:
    page.goto("/")
    box = page.get_by_role("combobox")
    expect(box).to_have_attribute("aria-expanded", "false")
    type_query(page, "khoi thi d", delay=20)
    options = page.get_by_role("listbox").get_by_role("option")
    expect(options.first).to_be_visible()
    expect(box).to_have_attribute("aria-expanded", "true")
    text = options.first.inner_text()
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    expect(box).to_have_value(text)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/tim\?q=.+"))
    expect(page.get_by_role("combobox")).to_have_value(text)


def test_escape_gives_back_what_was_typed(page: Page) -> None:
    page.goto("/")
    type_query(page, "khoi thi d", delay=20)
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(page.get_by_role("combobox")).to_have_value("khoi thi d")
    expect(page.locator("#ways")).to_be_hidden()


def test_a_click_searches_and_the_slash_opens_the_box(page: Page) -> None:
    page.goto("/tin/lu-01")
    page.keyboard.press("/")
    type_query(page, "khoi thi d", delay=20)
    option = page.get_by_role("option").first
    expect(option).to_be_visible()
    text = option.inner_text()
    option.click()
    expect(page.get_by_role("combobox")).to_have_value(text)
    expect(page).to_have_url(re.compile(r"/tim\?q=.+"))


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_list_fits_and_moves_nothing(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 740})
    page.goto("/")
    before = page.locator(".days").bounding_box()
    type_query(page, "khoi thi d", delay=20)
    expect(page.get_by_role("option").first).to_be_visible()
    assert page.locator(".days").bounding_box() == before
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_without_javascript_the_box_is_an_ordinary_field(chromium: Browser, address: str) -> None:
    context = chromium.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    expect(page.get_by_role("combobox")).to_have_count(0)
    page.get_by_label("Từ cần tìm").fill("nuoc lu")
    page.get_by_role("button", name="Tìm").first.click()
    expect(page.locator("ol.hits > li").first).to_be_visible()
    context.close()
