"""The editor's desk in a real browser: paste, read three columns, compare, undo, reload."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from searcher import Settings
from tests.webui.newsroom import newsroom, sample
from tests.webui.served import served

__all__ = ["newsroom"]

pytestmark = pytest.mark.browser

TICKETS = sample("portal-0162")
TITLE, BODY = TICKETS["title"], TICKETS["body"]
PASTE = """([html, text]) => {
  const pasted = new DataTransfer();
  if (html) pasted.setData("text/html", html);
  if (text) pasted.setData("text/plain", text);
  const event = new ClipboardEvent("paste", { clipboardData: pasted, bubbles: true, cancelable: true });
  const box = document.getElementById("draft-body");
  box.focus();
  if (box.dispatchEvent(event) && text) document.execCommand("insertText", false, text);
}"""
"""What pasting does; a page cannot make the browser's own paste happen."""


@pytest.fixture(scope="session")
def desk_address(newsroom: Settings) -> Iterator[str]:
    """Return the address of the site over the samples."""
    with served(newsroom) as server:
        yield server.address


@pytest.fixture
def desk(chromium: Browser, desk_address: str) -> Iterator[Page]:
    """Return an open desk; whatever the console complains of fails the test."""
    context = chromium.new_context(
        base_url=desk_address,
        viewport={"width": 1280, "height": 800},
        permissions=["clipboard-read", "clipboard-write"],
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type != "log" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto("/ban-thao")
    yield page
    context.close()
    assert complaints == []


def columns(page: Page) -> None:
    """Wait for the three columns of the draft."""
    expect(page.locator(".column > h2")).to_have_text(
        ["Tin liên quan", "Gần trùng", "Dòng sự kiện"]
    )
    expect(page.locator("#copies h3").first).to_have_text(TITLE)


def test_columns_fill_after_a_paste_and_the_paste_can_be_undone(desk: Page) -> None:
    desk.evaluate(PASTE, ["", BODY])
    columns(desk)
    expect(desk.locator("#desk-said")).to_have_text("Đã so xong.")
    desk.get_by_role("button", name="Hoàn tác").click()
    expect(desk.locator("#draft-body")).to_have_value("")
    expect(desk.locator(".column")).to_have_count(0)
    expect(desk.get_by_role("button", name="Hoàn tác")).to_be_disabled()


def test_typing_fills_the_columns_without_a_button(desk: Page) -> None:
    desk.locator("#draft-title").press_sequentially("miễn phí vé tham quan di tích Huế", delay=5)
    expect(desk.locator("#related h3").first).to_contain_text("tham quan di tích")


def test_html_of_a_word_processor_keeps_its_paragraphs_and_runs_nothing(desk: Page) -> None:
    html = (
        "<html><head><style>p { color: red }</style></head><body><!--StartFragment-->"
        f"<script>document.title = 'bad'</script><p class=MsoNormal>{BODY}</p>"
        "<p>Đoạn <b>hai</b><img src=x onerror=\"document.title='bad'\"></p></body></html>"
    )
    desk.evaluate(PASTE, [html, ""])
    value = desk.locator("#draft-body").input_value()
    assert "<" not in value
    assert "bad" not in value
    assert value.endswith("\n\nĐoạn hai")
    columns(desk)
    assert "bad" not in desk.title()


def test_a_comparison_opens_with_marks_on_both_sides(desk: Page) -> None:
    desk.locator("#draft-body").fill(BODY)
    columns(desk)
    desk.locator("a.compare").first.click()
    comparison = desk.locator("details.comparison[open]")
    expect(comparison).to_have_count(1)
    expect(comparison.locator("mark").first).to_be_in_viewport()
    ours, theirs = comparison.locator(".pane").all()
    first = ours.locator("a.passage").first
    first.focus()
    expect(theirs.locator("a.twin")).to_have_count(1)
    desk.keyboard.press("Enter")
    expect(theirs.locator("a.passage:target")).to_be_in_viewport()


def test_the_whole_desk_works_by_keyboard(desk: Page) -> None:
    desk.locator("#draft-title").focus()
    desk.keyboard.type(TITLE)
    desk.keyboard.press("Tab")
    desk.keyboard.insert_text(BODY)
    desk.keyboard.press("Control+Enter")
    columns(desk)
    desk.keyboard.press("Alt+2")
    expect(desk.locator("#copies")).to_be_focused()
    desk.keyboard.press("Tab")
    expect(desk.locator("#copies h3 a").first).to_be_focused()
    desk.keyboard.press("Tab")
    desk.keyboard.press("Enter")
    expect(desk.locator("#compare-1-heading")).to_be_focused()


def test_a_reload_keeps_the_draft_and_another_tab_does_not_have_it(desk: Page) -> None:
    desk.locator("#draft-title").fill(TITLE)
    desk.locator("#draft-body").fill(BODY)
    columns(desk)
    desk.reload()
    expect(desk.locator("#draft-body")).to_have_value(BODY)
    columns(desk)
    other = desk.context.new_page()
    other.goto("/ban-thao")
    expect(other.locator("#draft-body")).to_have_value("")


def test_a_new_draft_clears_the_desk_and_can_be_undone(desk: Page) -> None:
    desk.locator("#draft-body").fill(BODY)
    columns(desk)
    desk.get_by_role("link", name="Bản thảo mới").click()
    expect(desk.locator("#draft-body")).to_have_value("")
    expect(desk.locator(".column")).to_have_count(0)
    desk.get_by_role("button", name="Hoàn tác").click()
    expect(desk.locator("#draft-body")).to_have_value(BODY)
    columns(desk)


def test_a_filter_narrows_the_columns_at_once(desk: Page) -> None:
    desk.locator("#draft-body").fill(BODY)
    columns(desk)
    desk.locator("#draft-from").fill("2024-11-20")
    desk.locator("#draft-from").blur()
    expect(desk.locator("#copies h3").first).not_to_have_text(TITLE)
    expect(desk.locator("#story ol.days-told > li")).to_have_count(1)


def test_results_are_copied_as_links_as_a_feed_and_as_json(desk: Page) -> None:
    desk.locator("#draft-body").fill(BODY)
    columns(desk)
    for name, begins in (("liên kết", TITLE), ("RSS", "<?xml"), ("JSON", "{")):
        desk.get_by_role("button", name=name, exact=True).click()
        expect(desk.locator("#desk-said")).to_have_text("Đã chép.")
        assert desk.evaluate("navigator.clipboard.readText()").startswith(begins)
        desk.evaluate("document.getElementById('desk-said').textContent = ''")


def test_an_article_opens_in_a_new_tab(desk: Page) -> None:
    desk.locator("#draft-body").fill(BODY)
    columns(desk)
    with desk.context.expect_page() as opened:
        desk.locator("#related h3 a").first.click()
    expect(opened.value.locator("h1")).to_have_text(TITLE)
    assert desk.url.endswith("/ban-thao")


def test_bad_input_is_told_while_typing(chromium: Browser, desk_address: str) -> None:
    page = chromium.new_context(base_url=desk_address).new_page()
    page.goto("/ban-thao")
    page.locator("#draft-body").fill("12 345")
    expect(page.get_by_role("alert")).to_contain_text("chỉ có số")
    page.locator("#draft-body").fill("á" * 100_001)
    expect(page.get_by_role("alert")).to_contain_text("phải dưới 200 kB")
    expect(page.locator("#draft-body")).to_have_value("á" * 100_001)
    page.context.close()


def test_the_desk_works_without_javascript(chromium: Browser, desk_address: str) -> None:
    context = chromium.new_context(base_url=desk_address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/ban-thao")
    expect(page.get_by_role("button", name="Hoàn tác")).to_be_hidden()
    page.locator("#draft-title").fill(TITLE)
    page.locator("#draft-body").fill(BODY)
    page.get_by_role("button", name="So với kho tin").click()
    columns(page)
    expect(page.locator("#draft-body")).to_have_value(BODY)
    page.locator("a.compare").first.click()
    expect(page.locator("details.comparison").first.locator("mark").first).to_be_visible()
    context.close()


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_widens_the_page(desk: Page, width: int, scheme: str) -> None:
    desk.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    desk.set_viewport_size({"width": width, "height": 800})
    desk.locator("#draft-title").fill("Ậ" * 150)
    desk.locator("#draft-body").fill(f"{BODY}\n\n{'Ậ' * 150}")
    columns(desk)
    desk.locator("a.compare").first.click()
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")
    desk.goto("/su-kien/mientrung-0101")
    assert desk.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_axe_finds_nothing(desk: Page, width: int, scheme: str) -> None:
    desk.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    desk.set_viewport_size({"width": width, "height": 800})
    assert violations(desk) == []
    desk.locator("#draft-title").fill(TITLE)
    desk.locator("#draft-body").fill(f"Mở đầu tự viết.\n\n{BODY}")
    columns(desk)
    desk.locator("a.compare").first.click()
    assert violations(desk) == []
    desk.goto("/su-kien/mientrung-0101")
    assert violations(desk) == []


def violations(page: Page) -> list[str]:
    page.evaluate(Axe().axe_script)
    told = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [f"{one['id']}: {one['nodes'][0]['html']}" for one in told["violations"]]
