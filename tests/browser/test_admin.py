"""The administration as its people use it: log in, try synonyms and publish them, roll back; by keyboard too."""

import json
import shutil
from collections.abc import Iterator

import pyotp
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from searcher import Accounts, By, Order, Role, Settings, Synonyms, reindex
from searcher.settings.admin import AdminSettings
from tests.webui.conftest import settings  # noqa: F401 - the same small archive
from tests.webui.served import served

pytestmark = pytest.mark.browser

WORDS = "một câu dài dễ nhớ"
PAGES = (
    "/quan-tri",
    "/quan-tri/so-lieu",
    "/quan-tri/khong-thay",
    "/quan-tri/dong-nghia?shorts=xe+om",
    "/quan-tri/the-he",
    "/quan-tri/the-he/quay-lai",
    "/quan-tri/nguoi-dung",
    "/quan-tri/nhat-ky",
    "/quan-tri/tai-khoan",
    "/quan-tri/ra",
    "/quan-tri/dong-nghia?ban=77",
)


@pytest.fixture(scope="module")
def own(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Settings:  # noqa: F811
    """Make an archive of two generations, with an administrator, that other tests never see."""
    home = tmp_path_factory.mktemp("administered")
    shutil.copytree(settings.home / settings.index, home / settings.index)
    made = Settings(home=home, workers=1, admin=AdminSettings(second_factor="optional"))
    more = {"id": "moi", "title": "Bài mới tinh", "body": "Một bài vừa viết xong."}
    place = home / "more.jsonl"
    place.write_text(json.dumps(more), encoding="utf-8")
    reindex(Order(places=(str(place),)), made)
    accounts = Accounts(made)
    accounts.add("hương", WORDS, Role.ADMINISTRATOR, By(who="terminal", address=""))
    accounts.close()
    return made


@pytest.fixture(scope="module")
def place(own: Settings) -> Iterator[str]:
    with served(own) as server:
        yield server.address


@pytest.fixture
def page(chromium: Browser, place: str) -> Iterator[Page]:
    """Return a page where the administrator is logged in; whatever the console complains of fails the test."""
    context = chromium.new_context(base_url=place, viewport={"width": 360, "height": 740})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type != "log" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    _log_in(page)
    yield page
    context.close()
    assert [one for one in complaints if "404" not in one] == []


def _log_in(page: Page, way: str = "/quan-tri") -> None:
    page.goto(way)
    page.get_by_label("Tên người dùng").fill("hương")
    page.get_by_label("Mật khẩu").fill(WORDS)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Đăng nhập quản trị")


def test_who_logs_in_comes_where_he_wanted(chromium: Browser, place: str) -> None:
    context = chromium.new_context(base_url=place, java_script_enabled=False)
    page = context.new_page()
    _log_in(page, "/quan-tri/nhat-ky?who=h%C6%B0%C6%A1ng")
    expect(page).to_have_url(f"{place}/quan-tri/nhat-ky?who=h%C6%B0%C6%A1ng")
    page.get_by_role("link", name="Đăng xuất").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.goto("/quan-tri")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đăng nhập quản trị")
    context.close()


def test_the_login_is_made_by_keyboard_alone(chromium: Browser, place: str) -> None:
    context = chromium.new_context(base_url=place)
    page = context.new_page()
    page.goto("/quan-tri")
    page.get_by_label("Tên người dùng").focus()
    page.keyboard.type("hương")
    page.keyboard.press("Tab")
    page.keyboard.type(WORDS)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Tổng quan")
    context.close()


def test_synonyms_are_tried_published_and_taken_back(page: Page, own: Settings) -> None:
    page.goto("/quan-tri/dong-nghia")
    page.get_by_text("Thêm một dòng bằng mẫu").click()
    page.get_by_label("Dạng ngắn hay tên khác").fill("bạch thủy tai")
    page.get_by_label("Dạng đầy đủ").fill("nước lũ")
    page.get_by_role("button", name="Thêm vào các dòng trên").click()
    expect(page.get_by_label("Các dòng")).to_have_value("đồng nghĩa ; bạch thủy tai ; nước lũ\n")
    page.get_by_role("button", name="Xem trước").click()
    compared = page.get_by_role("region", name="“bạch thủy tai”", exact=True)
    expect(compared.get_by_role("heading", level=4).first).not_to_contain_text("25 bài")
    expect(compared.get_by_role("heading", level=4).last).to_contain_text("25 bài")
    assert Synonyms(own).current().number == 0
    page.get_by_role("button", name="Xuất bản").click()
    expect(page.get_by_role("status")).to_contain_text("Đã xuất bản bản 1")
    page.goto("/tim?q=bạch+thủy+tai")
    expect(page.locator("p[role='status']")).to_contain_text("25 bài")
    page.goto("/quan-tri/dong-nghia")
    page.get_by_label("Các dòng").fill("")
    page.get_by_role("button", name="Xuất bản").click()
    expect(page.get_by_role("status")).to_contain_text("bản 2")
    page.get_by_role("link", name="bản 1", exact=True).click()
    expect(page.get_by_label("Các dòng")).to_have_value("đồng nghĩa ; bạch thủy tai ; nước lũ\n")


def test_rolling_back_is_asked_first_and_seen_at_once(page: Page) -> None:
    page.goto("/tin/moi")
    expect(page.get_by_role("heading", level=1)).to_have_text("Bài mới tinh")
    page.goto("/quan-tri/the-he")
    page.get_by_role("link", name="Quay lại thế hệ 000001").click()
    page.get_by_role("button", name="Quay lại thế hệ 000001").click()
    expect(page.get_by_role("status")).to_contain_text("Độc giả đang thấy thế hệ 000001")
    answer = page.request.get("/tin/moi")
    assert answer.status == 404


@pytest.fixture(scope="module")
def looked_at(chromium: Browser, place: str) -> Iterator[Page]:
    context = chromium.new_context(base_url=place)
    page = context.new_page()
    _log_in(page)
    yield page
    context.close()


@pytest.mark.parametrize("way", PAGES)
def test_nobody_is_shut_out(looked_at: Page, way: str) -> None:
    looked_at.goto(way)
    assert _violations(looked_at) == []


def test_nobody_is_shut_out_of_the_preview_and_of_trouble(looked_at: Page) -> None:
    looked_at.goto("/quan-tri/dong-nghia")
    looked_at.get_by_label("Các dòng").fill("đồng nghĩa ; bạch thủy tai ; nước lũ")
    looked_at.get_by_role("button", name="Xem trước").click()
    expect(looked_at.get_by_role("heading", name="Xem trước")).to_be_visible()
    assert _violations(looked_at) == []
    looked_at.get_by_label("Các dòng").fill("đồng nghĩa ; bạch thủy tai")
    looked_at.get_by_role("button", name="Xem trước").click()
    expect(looked_at.get_by_role("alert")).to_be_visible()
    assert _violations(looked_at) == []


def test_nobody_is_shut_out_of_the_login(chromium: Browser, place: str) -> None:
    context = chromium.new_context(base_url=place)
    page = context.new_page()
    page.goto("/quan-tri/vao")
    assert _violations(page) == []
    context.close()


def _violations(page: Page) -> list[str]:
    """Return what axe-core finds, at three widths in both themes, and whether the page scrolls sideways."""
    page.evaluate(Axe().axe_script)
    found = []
    for theme, width in [
        (theme, width) for width in (360, 768, 1280) for theme in ("light", "dark")
    ]:
        page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
        page.set_viewport_size({"width": width, "height": 900})
        told = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
        found += [
            f"{theme} {width}: {one['id']}: {one['nodes'][0]['html']}" for one in told["violations"]
        ]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{width}: scrolls sideways")
    return found


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_second_factor_is_set_up_and_asked_for_without_scripts(
    chromium: Browser, place: str, own: Settings, width: int
) -> None:
    accounts, name = Accounts(own), f"mai{width}"
    accounts.add(name, WORDS, Role.EDITOR, By(who="terminal", address=""))
    made = accounts.give_factor(name, By(who="terminal", address=""))
    context = chromium.new_context(
        base_url=place, java_script_enabled=False, viewport={"width": width, "height": 900}
    )
    page = context.new_page()
    _type_password(page, name)
    expect(page.get_by_label("Mã sáu số của ứng dụng")).to_be_editable()
    page.get_by_text("Dùng mã dự phòng").click()
    page.get_by_label("Mã dự phòng").fill(made.recovery[0])
    page.get_by_role("button", name="Đăng nhập bằng mã dự phòng").click()
    page.goto("/quan-tri/tai-khoan")
    expect(page.get_by_text("còn 9 mã dự phòng")).to_be_visible()
    page.get_by_label("Mật khẩu đang dùng").first.fill(WORDS)
    page.get_by_label("Mã sáu số của ứng dụng").fill(made.recovery[1])
    page.get_by_role("button", name="Đặt lại lớp thứ hai").click()
    key = page.locator(".key code").inner_text().replace(" ", "")
    page.get_by_label("Mã sáu số của ứng dụng").fill(pyotp.TOTP(key).now())
    page.get_by_role("button", name="Xong").click()
    expect(page.locator(".codes li")).to_have_count(10)
    page.get_by_role("link", name="Tôi đã cất các mã").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tổng quan")
    context.close()
    accounts.close()


def test_nobody_is_shut_out_of_the_second_factor(
    chromium: Browser, place: str, own: Settings
) -> None:
    accounts = Accounts(own)
    accounts.add("tư", WORDS, Role.EDITOR, By(who="terminal", address=""))
    made = accounts.give_factor("tư", By(who="terminal", address=""))
    accounts.close()
    context = chromium.new_context(base_url=place)
    page = context.new_page()
    _type_password(page, "tư")
    page.get_by_text("Dùng mã dự phòng").click()
    assert _violations(page) == []
    page.get_by_label("Mã dự phòng").fill(made.recovery[0])
    page.get_by_role("button", name="Đăng nhập bằng mã dự phòng").click()
    page.goto("/quan-tri/tai-khoan")
    assert _violations(page) == []
    page.get_by_label("Mật khẩu đang dùng").first.fill(WORDS)
    page.get_by_label("Mã sáu số của ứng dụng").fill(made.recovery[1])
    page.get_by_role("button", name="Đặt lại lớp thứ hai").click()
    key = page.locator(".key code").inner_text().replace(" ", "")
    assert _violations(page) == []
    page.get_by_label("Mã sáu số của ứng dụng").fill(pyotp.TOTP(key).now())
    page.get_by_role("button", name="Xong").click()
    assert _violations(page) == []
    context.close()


def _type_password(page: Page, name: str) -> None:
    page.goto("/quan-tri")
    page.get_by_label("Tên người dùng").fill(name)
    page.get_by_label("Mật khẩu").fill(WORDS)
    page.get_by_role("button", name="Đăng nhập").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Mã dùng một lần")
