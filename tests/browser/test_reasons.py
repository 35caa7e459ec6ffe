"""Why a hit is one, folded out in a real browser."""

import pytest
from playwright.sync_api import Browser, Page, expect

ASKED = "/tim?q=nuoc+l%C5%A9+%22s%C3%B4ng+b%E1%BB%93%22"


def test_reasons_fold_out_without_javascript(chromium: Browser, address: str) -> None:
    context = chromium.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto(ASKED)
    expect(page.locator("details.why")).to_have_count(0)
    page.get_by_role("link", name="Vì sao?").first.click()
    fold = page.locator("details.why")
    expect(fold.get_by_text("Điểm của các từ", exact=True)).to_be_visible()
    expect(fold).to_contain_text("gõ không dấu, tính mọi dấu (nước:")
    expect(fold).to_contain_text("trong cụm “sông bồ”")
    fold.get_by_text("Vì sao?").click()
    expect(fold.get_by_text("Điểm của các từ", exact=True)).to_be_hidden()
    context.close()


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("place", [ASKED, "/tim?q=" + "%E1%BA%AC" * 150])
def test_open_reasons_do_not_widen_the_page(page: Page, place: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{place}&explain=1")
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    assert page.locator("details.why").count()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
