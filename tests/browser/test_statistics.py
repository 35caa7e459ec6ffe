"""The statistics in the browser that readers have: nothing spills, charts can be read, tables opened by keys."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.test_smoke import _SPILLS

pytestmark = pytest.mark.browser

_SPILLS_INSIDE = _SPILLS.replace(
    "document.querySelectorAll", "document.querySelector('main').querySelectorAll"
)
PAGES = ("/thong-ke", "/thong-ke/tin/thi-dua-2024")


@pytest.fixture(scope="module", autouse=True)
def _read(chromium: Browser, address: str) -> None:
    """Let a few readers read and ask, so that there is something to show."""
    for reader in range(3):
        context = chromium.new_context(base_url=address, user_agent=f"Mozilla/5.0 Firefox/{reader}")
        page = context.new_page()
        for path in ("/tin/thi-dua-2024", "/tim?q=n%C6%B0%E1%BB%9Bc+l%C5%A9", "/tim?q=xyzzy"):
            page.goto(path)
        context.close()


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("place", PAGES)
def test_statistics_are_accessible_and_nothing_spills(
    page: Page, place: str, width: int, scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(place)
    page.evaluate("document.querySelectorAll('details').forEach((each) => each.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(_SPILLS_INSIDE) == []
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_the_table_of_a_chart_opens_by_keys(page: Page) -> None:
    page.goto("/thong-ke?days=7")
    table = page.get_by_role("region", name="Lượt truy cập mỗi ngày").get_by_role("table")
    expect(table).to_be_hidden()
    page.get_by_text("Bảng số liệu").first.focus()
    page.keyboard.press("Enter")
    expect(table).to_be_visible()
    expect(table.get_by_role("row")).to_have_count(8)
    page.keyboard.press("Tab")
    expect(page.locator(".sheet").first).to_be_focused()


def test_a_reader_sees_the_read_count_grow_and_finds_the_article_among_the_most_read(
    page: Page,
) -> None:
    page.goto("/tin/thi-dua-2024")
    expect(page.locator("article .meta").first).to_contain_text("Lượt đọc: 57")
    page.get_by_role("heading", name="Thống kê truy cập").get_by_role("link").click()
    expect(page).to_have_title("Thống kê truy cập – Tìm Tin")
    ranks = page.locator(".ranks ol").first
    expect(ranks.get_by_role("link").first).to_have_text(
        "Khối Thi đua Văn hóa ký kết giao ước năm 2024"
    )
    ranks.get_by_role("link").nth(1).click()
    expect(page.locator("main .meta").first).to_contain_text("trong đó 567 từ trước")


def test_statistics_work_without_javascript(chromium: Browser, address: str) -> None:
    context = chromium.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/thong-ke")
    page.get_by_role("link", name="7 ngày").click()
    expect(page.locator(".columns").first.locator(".column")).to_have_count(7)
    page.get_by_text("Bảng số liệu").first.click()
    expect(page.locator(".chart").first.get_by_role("row")).to_have_count(8)
    context.close()
