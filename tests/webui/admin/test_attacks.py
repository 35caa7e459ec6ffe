"""What attackers try: forged forms, planted sessions, guesses, texts that would run, addresses that would mislead."""

import csv
import io
import re
import stat

import pytest
from flask import Flask

from searcher import Settings, SettingsError, Visitor, signing_key
from tests.webui.admin.conftest import OTHER, PLACE, WORDS, Browser, values
from tests.webui.conftest import Seen

MISTYPED = "mật khẩu gõ sai đây"
EVIL = "<script>alert(1)</script>"
FORMS: tuple[tuple[str, dict[str, str]], ...] = (
    ("/vao", {"name": "hương", "password": WORDS}),
    ("/ra", {}),
    ("/tai-khoan", {"old": WORDS, "new": OTHER, "again": OTHER}),
    ("/dong-nghia", {"deed": "publish", "text": "đồng nghĩa;xe ôm;xe thồ", "seen": "0"}),
    ("/the-he/quay-lai", {"shown": "000001"}),
    ("/nguoi-dung", {"deed": "remove", "name": "lan", "own": WORDS}),
)


@pytest.mark.parametrize(("way", "form"), FORMS)
@pytest.mark.parametrize("token", [None, "", "x", "a.b.c", "\x00"])
def test_a_form_without_a_good_token_changes_nothing(
    administrator: Browser, way: str, form: dict[str, str], token: str | None
) -> None:
    sent = {**form, **({} if token is None else {"csrf_token": token})}
    answer = administrator.client.post(PLACE + way, data=sent)
    assert answer.status_code == 400
    assert "Biểu mẫu này đã cũ" in Seen(answer.data).text("//p[@id='wrong']")
    assert administrator.client.get(f"{PLACE}/dong-nghia").status_code == 200
    assert "lan" in administrator.open("/nguoi-dung").text("//table")


def test_the_token_of_another_browser_is_no_good(administrator: Browser, stranger: Browser) -> None:
    token = stranger.token("/vao")
    answer = administrator.client.post(f"{PLACE}/ra", data={"csrf_token": token})
    assert answer.status_code == 400


def test_the_token_from_before_a_login_is_no_good_after_it(stranger: Browser) -> None:
    token = stranger.token("/vao")
    stranger.log_in()
    assert stranger.client.post(f"{PLACE}/ra", data={"csrf_token": token}).status_code == 400


def test_behind_tls_a_form_from_another_site_is_refused(app: Flask) -> None:
    client = app.test_client()
    page = client.get(f"{PLACE}/vao", base_url="https://localhost")
    form = {"csrf_token": _token(page.text), "name": "hương", "password": WORDS}
    for referrer in (None, "https://evil.example/", "http://localhost/"):
        headers = {"Referer": referrer} if referrer else {}
        answer = client.post(
            f"{PLACE}/vao", data=form, base_url="https://localhost", headers=headers
        )
        assert answer.status_code == 400


def test_behind_tls_cookies_belong_to_this_host_and_to_tls(app: Flask) -> None:
    client = app.test_client()
    page = client.get(f"{PLACE}/vao", base_url="https://localhost")
    answer = client.post(
        f"{PLACE}/vao",
        data={"csrf_token": _token(page.text), "name": "hương", "password": WORDS},
        base_url="https://localhost",
        headers={"Referer": f"https://localhost{PLACE}/vao"},
    )
    assert answer.status_code == 302
    for cookie in [*page.headers.getlist("Set-Cookie"), *answer.headers.getlist("Set-Cookie")]:
        assert cookie.startswith("__Host-timtin-")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(cookie.split("; "))
        assert "Domain" not in cookie
    home = client.get(PLACE, base_url="https://localhost")
    assert home.status_code == 200


def test_without_tls_cookies_are_for_the_administration_only(stranger: Browser) -> None:
    answer = stranger.log_in()
    (given,) = [one for one in answer.headers.getlist("Set-Cookie") if "timtin-admin=" in one]
    assert {"HttpOnly", f"Path={PLACE}", "SameSite=Lax"} <= set(given.split("; "))
    assert "Expires" not in given
    assert "Set-Cookie" not in stranger.client.get("/").headers


def test_a_session_that_was_planted_is_not_taken_up(app: Flask) -> None:
    client = app.test_client()
    client.set_cookie("timtin-admin", "planted", path=PLACE)
    browser = Browser(client)
    browser.log_in()
    cookie = client.get_cookie("timtin-admin", path=PLACE)
    assert cookie is not None
    assert cookie.value != "planted"
    thief = app.test_client()
    thief.set_cookie("timtin-admin", "planted", path=PLACE)
    assert thief.get(PLACE).status_code == 302


def test_another_login_ends_the_session_before_it(app: Flask) -> None:
    browser = Browser(app.test_client())
    browser.log_in()
    before = browser.client.get_cookie("timtin-admin", path=PLACE)
    assert before is not None
    browser.log_in("lan", OTHER)
    thief = app.test_client()
    thief.set_cookie("timtin-admin", before.value, path=PLACE)
    assert thief.get(PLACE).status_code == 302


def test_logging_out_kills_the_token_on_the_server(administrator: Browser, app: Flask) -> None:
    cookie = administrator.client.get_cookie("timtin-admin", path=PLACE)
    assert cookie is not None
    assert administrator.send("/ra").status_code == 302
    thief = app.test_client()
    thief.set_cookie("timtin-admin", cookie.value, path=PLACE)
    assert thief.get(PLACE).status_code == 302


def test_a_link_does_not_log_out(administrator: Browser) -> None:
    administrator.open("/ra")
    administrator.open("")


def test_guessing_is_stopped_with_the_time_to_wait(stranger: Browser) -> None:
    statuses = [stranger.log_in(password=f"sai {n}").status_code for n in range(7)]
    assert statuses == [403] * 5 + [429] * 2
    answer = stranger.log_in()
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert "thử lại sau" in Seen(answer.data).text("//p[@role='alert']")


@pytest.mark.parametrize(
    ("way", "form"),
    [
        ("/tai-khoan", {"old": OTHER, "new": "một câu mới hơn", "again": "một câu mới hơn"}),
        ("/tai-khoan/lop-hai", {"old": OTHER, "code": ""}),
        ("/nguoi-dung", {"own": OTHER, "deed": "remove", "name": "lan"}),
    ],
)
def test_guessing_from_inside_is_stopped_with_the_time_to_wait(
    administrator: Browser, way: str, form: dict[str, str]
) -> None:
    page = "/nguoi-dung" if way == "/nguoi-dung" else "/tai-khoan"
    refused = {administrator.send(way, page=page, **form).status_code for _ in range(5)}
    assert not refused & {200, 302, 429}
    answer = administrator.send(way, page=page, **form)
    assert answer.status_code == 429
    assert 30 <= int(answer.headers["Retry-After"]) <= 60  # of the account, not of the site's rate
    assert "thử lại sau" in Seen(answer.data).text("//p[@role='alert']")


def test_unknown_names_and_wrong_passwords_get_the_same_page(stranger: Browser) -> None:
    pages = []
    for name in ("hương", "không có ai"):
        answer = stranger.log_in(name, "sai rồi nhé các bạn")
        pages.append((answer.status_code, _plain(answer.text).replace(name, "")))
    assert pages[0] == pages[1]


def test_what_readers_asked_never_runs(administrator: Browser, app: Flask) -> None:
    counting = app.extensions["timtin"].counting
    for typed in (EVIL, '"><img src=x onerror=alert(1)>', "=cmd|' /C calc'!A0", "@SUM(1)", "+1-1"):
        counting.ask(Visitor(address="192.0.2.1", agent="x"), typed, 0)
    counting.flush()
    page = administrator.open("/khong-thay")
    assert EVIL in page.text("//table")
    assert not page.all("//table//script | //table//img | //@onerror")


def test_a_spreadsheet_computes_nothing(administrator: Browser, app: Flask) -> None:
    counting = app.extensions["timtin"].counting
    asked = ("=cmd|' /c calc'!a0", "+1+cmd", "-2+3+cmd", "＝1+1 abc", 'a"b;c,d', "lũ lụt")
    for typed in asked:
        counting.ask(Visitor(address="192.0.2.1", agent="x"), typed, 0)
    counting.flush()
    answer = administrator.client.get(f"{PLACE}/khong-thay.csv")
    assert answer.mimetype == "text/csv"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    cells = [cell for row in rows for cell in row]
    assert len(rows) >= 5
    assert "lũ lụt" in cells
    assert all(cell[:1] not in {"=", "+", "-", "@", "\t", "\r", "＝"} for cell in cells)


def test_synonyms_that_would_run_are_text(administrator: Browser) -> None:
    row = f"đồng nghĩa ; {EVIL} ; xe thồ ; ; {EVIL}"
    preview = administrator.send("/dong-nghia", text=row, seen="0", deed="preview", queries=EVIL)
    published = administrator.send("/dong-nghia", text=row, seen="0", deed="publish")
    assert published.status_code == 302
    for page in (Seen(preview.data), administrator.open("/dong-nghia")):
        assert not page.all("//main//script")
        assert EVIL in str(page.all("//textarea[@id='text']")[0].text)


def test_a_name_typed_at_the_login_is_text(stranger: Browser) -> None:
    page = Seen(stranger.log_in(f'"{EVIL}').data)
    assert values(page, "//input[@id='name']/@value") == [f'"{EVIL}']
    assert not page.all("//main//script")


def test_a_browser_that_lies_about_itself_is_text(app: Flask) -> None:
    client = app.test_client()
    client.environ_base["HTTP_USER_AGENT"] = EVIL
    browser = Browser(client)
    browser.log_in()
    page = browser.open("/tai-khoan")
    assert EVIL in page.text("//table")
    assert not page.all("//table//script")


@pytest.mark.parametrize("name", [EVIL, "a\r\nSet-Cookie: x=1", "../../x", "a" * 65, ""])
def test_a_user_with_a_name_that_misleads_is_not_made(administrator: Browser, name: str) -> None:
    answer = administrator.send(
        "/nguoi-dung", deed="add", name=name, role="editor", password=OTHER, own=WORDS
    )
    assert answer.status_code == 400
    assert not Seen(answer.data).all("//main//script")
    assert len(administrator.open("/nguoi-dung").all("//tbody/tr")) == 2


@pytest.mark.parametrize("path", ["/ban-thao", "/api/related"])
def test_what_changes_nothing_needs_no_token(stranger: Browser, path: str) -> None:
    draft = {
        "title": "Nước lũ dâng cao",
        "body": "Nước lũ dâng cao ở nhiều nơi trong tỉnh hôm nay.",
    }
    sent = {"json": draft} if path.startswith("/api") else {"data": draft}
    assert stranger.client.post(path, **sent).status_code == 200


def test_the_key_is_made_once_for_its_owner_alone(own: Settings) -> None:
    key = signing_key(own)
    assert len(key) >= 40
    assert signing_key(own) == key
    assert stat.S_IMODE((own.home / "secret.key").stat().st_mode) == 0o600
    assert [path.name for path in own.home.glob("secret*")] == ["secret.key"]


def test_a_key_that_says_too_little_is_refused(own: Settings) -> None:
    (own.home / "secret.key").write_text("short\n")
    with pytest.raises(SettingsError) as raised:
        signing_key(own)
    assert "short" not in raised.value.vi + raised.value.en


def test_secrets_are_in_no_log(
    stranger: Browser, own: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    stranger.log_in(password=MISTYPED)
    stranger.log_in()
    cookie = stranger.client.get_cookie("timtin-admin", path=PLACE)
    assert cookie is not None
    for secret in (signing_key(own), cookie.value, WORDS, MISTYPED):
        assert secret not in caplog.text


def _token(html: str) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', html)
    assert found
    return found[1]


def _plain(html: str) -> str:
    return re.sub(r'name="csrf_token" value="[^"]+"', "", html)
