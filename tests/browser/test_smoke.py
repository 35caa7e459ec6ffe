"""What a reader does first, in the browser that readers have."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.keyboard import type_query

pytestmark = pytest.mark.browser

PAGES = ("/", "/tim?q=nuoc+lu", "/tim?q=xyz", "/tin/thi-dua-2024?q=hue")
ENDLESS_WORDS = ("/tim?q=dai", "/tin/dai?q=dai")

_SPILLS = """
() => [...document.querySelectorAll("h1, h2, h3, p, a, span, time, button, label, summary")]
  .filter((element) => element.innerText)
  .filter((element) => {
    const style = getComputedStyle(element);
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
    const above = pen.measureText("Ậ"), below = pen.measureText("Ể");
    return above.actualBoundingBoxDescent + below.actualBoundingBoxAscent > parseFloat(style.lineHeight);
  })
  .map((element) => element.outerHTML.slice(0, 80))
"""


def test_a_reader_types_without_diacritics_filters_by_date_and_opens_an_article(page: Page) -> None:
    page.goto("/")
    type_query(page, "thi dua van hoa")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/tim\?q=thi\+dua\+van\+hoa$"))  # no empty fields in it
    expect(page.locator("ol.hits > li")).to_have_count(2)
    page.get_by_label("Từ ngày").fill("2024-03-01")
    page.get_by_label("Đến ngày").fill("2024-03-31")
    page.get_by_role("button", name="Tìm").click()
    expect(page.locator("ol.hits > li")).to_have_count(1)
    expect(page.locator("#q")).to_have_value("thi dua van hoa")
    expect(page.locator(".chips")).to_contain_text("Từ 01/03/2024 đến 31/03/2024")
    page.locator("ol.hits").get_by_role("link", name="Khối Thi đua Văn hóa ký kết").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Khối Thi đua Văn hóa ký kết giao ước năm 2024"
    )
    expect(page.locator("article .meta").first).to_contain_text("Thời gian: 16:16 - 04/03/2024")
    expect(page.locator("h1 mark")).to_have_text(["Thi đua Văn hóa"])


def test_going_back_finds_the_form_usable(page: Page) -> None:
    page.goto("/tim?q=nuoc+lu")
    page.locator("#q").fill("giao uoc")
    page.get_by_role("button", name="Tìm").click()
    expect(page).to_have_url(re.compile("giao"))
    # As the reader's button does it: the driver's own go_back trips over pages kept for going back, and an
    # evaluation that navigates at once loses the page it runs in.
    page.evaluate("() => void setTimeout(() => history.back(), 50)")
    expect(page).to_have_url(re.compile("nuoc"))
    expect(page.get_by_label("Từ ngày")).to_be_enabled()


def test_slash_puts_the_cursor_into_the_box(page: Page) -> None:
    page.goto("/tin/lu-01")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#q")).to_have_value("")


def test_the_first_tab_stop_leads_to_the_content(page: Page) -> None:
    page.goto("/tin/lu-01")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()


def test_menu_opens_on_a_phone_and_stands_open_on_a_desk(page: Page) -> None:
    page.goto("/tim?q=nuoc+lu")
    choice = page.get_by_role("link", name="Báo Mưa 13")
    expect(choice).to_be_hidden()
    page.get_by_text("Thu hẹp kết quả").first.click()
    expect(choice).to_be_visible()
    page.set_viewport_size({"width": 1280, "height": 800})
    page.reload()
    expect(choice).to_be_visible()
    choice.click()
    expect(page.locator(".summary-line")).to_contain_text("Tìm thấy 13 bài")


def test_everything_works_without_javascript(chromium: Browser, address: str) -> None:
    context = chromium.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Từ cần tìm").fill("nuoc lu")
    page.get_by_label("Từ ngày").fill("2024-10-01")
    page.get_by_label("Đến ngày").fill("2024-10-05")
    page.get_by_role("button", name="Lọc").click()
    expect(page.locator("ol.hits > li")).to_have_count(5)
    page.locator("ol.hits a").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Nước lũ")
    context.close()


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("place", PAGES + ENDLESS_WORDS)
def test_nothing_spills_and_marks_never_touch(page: Page, place: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(place)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(_SPILLS) == []


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("place", PAGES)
def test_nothing_jumps_on_a_bad_line_and_no_other_host_is_asked(
    page: Page, place: str, width: int, slow_address: str
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(
        "window.jumps = 0; new PerformanceObserver((list) => { for (const jump of list.getEntries()) "
        "window.jumps += jump.value; }).observe({type: 'layout-shift', buffered: true});"
    )
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(slow_address + place, wait_until="networkidle")
    assert page.evaluate("window.jumps") < 0.001  # a letter that arrives late; 0.1 counts as good
    assert all(url.startswith(slow_address) for url in asked)
    assert len(asked) <= 4


def test_english_is_one_click_away(page: Page) -> None:
    page.goto("/tim?q=nuoc+lu")
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Results for “nuoc lu”")
    expect(page.locator("html")).to_have_attribute("lang", "en")
