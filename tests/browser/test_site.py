"""The pages around the search, used as readers use them."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import EVERY_PAGE
from tests.browser.keyboard import await_cursor, type_query

pytestmark = pytest.mark.browser


@pytest.fixture
def plain(chromium: Browser, address: str) -> Iterator[Page]:
    """Return a page in a browser without JavaScript."""
    context = chromium.new_context(base_url=address, java_script_enabled=False)
    yield context.new_page()
    context.close()


def test_a_day_is_found_by_month_by_field_and_by_jump(page: Page) -> None:
    page.goto("/")
    calendar = page.get_by_role("region", name="Xem tin theo ngày")
    calendar.get_by_role("link", name=re.compile("^25 1 bài")).click()
    expect(page).to_have_url(re.compile("/ngay/2024-10-25$"))
    calendar.get_by_label("Ngày").fill("2024-03-04")
    calendar.get_by_role("button", name="Xem").first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tin ngày 04/03/2024")
    calendar.get_by_role("textbox", name="Tháng").fill("2024-10")
    calendar.get_by_role("button", name="Xem").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tháng 10/2024")


def test_the_calendar_turns_in_place_by_keyboard(page: Page) -> None:
    page.goto("/tim?q=nuoc+lu")
    turn = page.get_by_role("link", name=re.compile("Tháng trước có tin"))
    turn.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#month")).to_have_text("Tháng 5/2024")
    expect(page.get_by_role("link", name=re.compile("Tháng trước có tin"))).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#month")).to_have_text("Tháng 4/2024")
    expect(page).to_have_url(re.compile("/tim"))


def test_the_calendar_turns_without_javascript(plain: Page) -> None:
    plain.goto("/tin/lu-01")
    plain.get_by_role("link", name=re.compile("Tháng trước có tin")).click()
    expect(plain).to_have_url(re.compile("/ngay/2024-05$"))


def test_why_unfolds_in_place(page: Page) -> None:
    page.goto("/tim?q=nuoc+lu")
    first = page.locator("ol.hits > li").first
    first.get_by_role("link", name=re.compile("Vì sao")).click()
    expect(first.locator("details.why[open]")).to_contain_text("Điểm của các từ")
    expect(first.locator("summary")).to_be_focused()
    expect(page).to_have_url(re.compile(r"/tim\?q=nuoc\+lu$"))
    second = page.locator("ol.hits > li").nth(1)
    second.get_by_role("link", name=re.compile("Vì sao")).click()
    expect(page.locator("details.why[open]")).to_have_count(2)


def test_the_histogram_narrows_to_a_month(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/tim")
    page.locator("svg.bars a").last.click()
    expect(page.locator(".chips")).to_contain_text("Từ 01/10/2024 đến 31/10/2024")


def test_recent_searches_stay_in_this_browser_and_go_on_demand(page: Page) -> None:
    page.goto("/")
    type_query(page, "nuoc lu")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/tim\?q=nuoc\+lu$"))
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/")
    asked.clear()
    await_cursor(page)
    page.keyboard.press("ArrowDown")
    options = page.get_by_role("option")
    expect(options.first).to_have_text("nuoc lu")
    assert [url for url in asked if "/static/" not in url] == []
    options.last.click()
    expect(page.locator("#ways")).to_be_hidden()
    page.reload()
    await_cursor(page)
    page.keyboard.press("ArrowDown")
    expect(page.locator("#ways")).to_be_hidden()


def test_the_link_of_an_article_is_copied(chromium: Browser, address: str) -> None:
    context = chromium.new_context(base_url=address)
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto("/tin/lu-01?q=nuoc")
    page.get_by_role("button", name="Chép liên kết").click()
    expect(page.get_by_role("button", name="Đã chép liên kết")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == f"{address}/tin/lu-01"
    context.close()


def test_the_embedded_box_searches_this_site(page: Page) -> None:
    page.goto("/nhung")
    page.locator("form.timtin input[name=q]").fill("nuoc lu")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/tim\?q=nuoc(\+|%20)lu$"))


def test_printing_an_article_leaves_the_article(page: Page) -> None:
    page.goto("/tin/thi-dua-2024")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for part in ("header.top", ".side", ".after", "footer"):
        expect(page.locator(part)).to_be_hidden()


def test_a_page_is_walked_through_by_keyboard_and_every_stop_is_seen(page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto("/tin/lu-07")
    page.wait_for_load_state("networkidle")
    stops = page.evaluate(
        "document.querySelectorAll('a[href], button, input, select, summary').length"
    )
    seen = []
    for _ in range(stops + 20):  # a date field has several stops
        page.keyboard.press("Tab")
        told = page.evaluate(_FOCUS)
        if told["end"]:
            break
        assert told["seen"], told
        seen.append(told["what"])
    assert len(set(seen)) > 40
    assert seen[0] == "Đến nội dung chính"


_FOCUS = """
() => {
  const at = document.activeElement, style = getComputedStyle(at), box = at.getBoundingClientRect();
  return {
    end: at === document.body,
    what: (at.innerText || at.name || "").trim(),
    seen: box.width > 0 && box.height > 0 && (style.outlineStyle !== "none" || style.boxShadow !== "none"),
    style: style.outline + style.boxShadow,
  };
}
"""


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("place", EVERY_PAGE)
def test_nothing_spills_over_any_page_and_no_other_host_is_asked(
    page: Page, address: str, place: str, width: int
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda answer: None)
    page.set_viewport_size({"width": width, "height": 800})
    if page.request.get(place).status != 200:
        pytest.skip("the browser itself complains of a page with another status")
    page.goto(place)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert all(url.startswith(address) for url in asked)
