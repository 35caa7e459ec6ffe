"""The second factor as a browser meets it: nobody comes in half way, and every page is one click from English."""

from dataclasses import replace
from pathlib import Path

import pyotp
import pytest
from flask import Flask

from searcher import Accounts, By, FactorMade, Settings, SettingsError, load_settings
from searcher.settings.admin import AdminSettings
from tests.counters.clock import Clock
from tests.webui.admin.conftest import OTHER, PLACE, WORDS, Browser, values
from tests.webui.conftest import Seen

BY = By(who="terminal:test", address="")
INSIDE = ("", "/nguoi-dung", "/nhat-ky", "/tai-khoan", "/khong-thay.csv")


@pytest.fixture
def made(accounts: Accounts) -> FactorMade:
    """Give the administrator a second factor."""
    return accounts.give_factor("hương", BY)


def now_code(key: str, clock: Clock) -> str:
    """Return what an app shows."""
    return pyotp.TOTP(key).at(int(clock.now))


def key_on(page: Seen) -> str:
    """Return the key that a page shows in groups of four."""
    return page.text("//p[@class='key']/code").replace(" ", "")


def test_after_the_password_a_code_is_asked_for_and_then_the_wanted_page_comes(
    stranger: Browser, made: FactorMade, clock: Clock
) -> None:
    answer = stranger.log_in(den=f"{PLACE}/nhat-ky?who=lan")
    assert answer.location.startswith(f"{PLACE}/vao/ma?")
    page = Seen(stranger.client.get(answer.location).data)
    assert values(page, "//input[@name='code']/@autocomplete") == ["one-time-code"]
    kept = values(page, "//input[@name='den']/@value")[0]
    passed = stranger.send("/vao/ma", code=now_code(made.key, clock), den=kept)
    assert passed.location == f"{PLACE}/nhat-ky?who=lan"
    assert stranger.client.get(passed.location).status_code == 200


@pytest.mark.parametrize("way", INSIDE)
def test_the_step_cannot_be_skipped(stranger: Browser, made: FactorMade, way: str) -> None:
    stranger.log_in()
    answer = stranger.client.get(PLACE + way)
    assert (answer.status_code, answer.location.split("?")[0]) == (302, f"{PLACE}/vao")


@pytest.mark.usefixtures("made")
def test_no_other_step_takes_its_place(stranger: Browser) -> None:
    stranger.log_in()
    for way, page in (("/vao/lop-hai", "/vao/ma"), ("/tai-khoan/lop-hai/xong", "/vao/ma")):
        answer = stranger.send(way, page=page, code="000000", step="x")
        assert answer.location.split("?")[0] == f"{PLACE}/vao"


def test_the_token_changes_with_the_step_and_the_one_before_is_worth_nothing(
    app: Flask, made: FactorMade
) -> None:
    browser = Browser(app.test_client())
    browser.log_in()
    before = browser.client.get_cookie("timtin-admin", path=PLACE)
    form = browser.token("/vao/ma")
    browser.send("/vao/ma", code=made.recovery[0])
    after = browser.client.get_cookie("timtin-admin", path=PLACE)
    assert before
    assert after
    assert before.value != after.value
    assert browser.client.post(f"{PLACE}/ra", data={"csrf_token": form}).status_code == 400
    thief = app.test_client()
    thief.set_cookie("timtin-admin", before.value, path=PLACE)
    assert thief.get(PLACE).status_code == 302
    assert thief.get(f"{PLACE}/vao/ma").status_code == 302


def test_a_code_that_was_seen_on_the_way_is_no_good(
    app: Flask, made: FactorMade, clock: Clock
) -> None:
    code, statuses = now_code(made.key, clock), []
    for _ in range(2):
        browser = Browser(app.test_client())
        browser.log_in()
        statuses.append(browser.send("/vao/ma", code=code).status_code)
    assert statuses == [302, 403]


def test_a_recovery_code_lets_in_once(app: Flask, made: FactorMade) -> None:
    statuses = []
    for _ in range(2):
        browser = Browser(app.test_client())
        browser.log_in()
        statuses.append(browser.send("/vao/ma", recovery=made.recovery[0]).status_code)
    assert statuses == [302, 403]


def test_guessing_codes_is_stopped_with_the_time_to_wait(
    stranger: Browser, made: FactorMade
) -> None:
    stranger.log_in()
    statuses = [stranger.send("/vao/ma", code=f"00000{n}").status_code for n in range(6)]
    assert statuses == [403] * 5 + [429]
    answer = stranger.send("/vao/ma", code=made.recovery[0])
    assert answer.status_code == 429
    assert 1 <= int(answer.headers["Retry-After"]) <= 60
    assert stranger.log_in().status_code == 429


@pytest.mark.usefixtures("made")
@pytest.mark.parametrize("code", ["", "<script>alert(1)</script>", "\x00", "9" * 5000])
def test_whatever_is_typed_as_a_code_is_refused_and_shown_nowhere(
    stranger: Browser, code: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    stranger.log_in()
    answer = stranger.send("/vao/ma", code=code)
    assert answer.status_code == 403
    assert "Mã không đúng" in Seen(answer.data).text("//p[@role='alert']")
    assert not code or code not in answer.text + caplog.text


@pytest.fixture
def strict(app: Flask, own: Settings, accounts: Accounts) -> Browser:
    """Return a browser of a site where everybody must have a second factor."""
    accounts._settings = replace(own, admin=AdminSettings())
    return Browser(app.test_client())


def test_who_has_none_sets_it_up_before_anything_else(strict: Browser, clock: Clock) -> None:
    answer = strict.log_in(den=f"{PLACE}/the-he")
    assert answer.location.startswith(f"{PLACE}/vao/lop-hai?")
    assert strict.client.get(PLACE).status_code == 302
    key = key_on(strict.open("/vao/lop-hai"))
    wrong = strict.send("/vao/lop-hai", code="000000")
    assert (wrong.status_code, key_on(Seen(wrong.data))) == (403, key)
    done = strict.send("/vao/lop-hai", code=now_code(key, clock), den=f"{PLACE}/the-he")
    page = Seen(done.data)
    assert len(page.all("//ol[@class='codes']/li")) == 10
    assert values(page, "//main//a/@href") == [f"{PLACE}/the-he"]
    strict.open("/the-he")
    assert "đặt lớp thứ hai" in strict.open("/nhat-ky").text("//table")


def test_the_recovery_codes_are_shown_once(strict: Browser, clock: Clock) -> None:
    strict.log_in()
    token, key = strict.token("/vao/lop-hai"), key_on(strict.open("/vao/lop-hai"))
    sent = {"csrf_token": token, "code": now_code(key, clock)}
    assert strict.client.post(f"{PLACE}/vao/lop-hai", data=sent).status_code == 200
    again = strict.client.post(f"{PLACE}/vao/lop-hai", data=sent)
    assert again.status_code == 400  # another form token by now
    assert strict.client.get(f"{PLACE}/vao/lop-hai").status_code == 302


def test_one_sets_up_another_with_password_and_code(
    app: Flask, made: FactorMade, clock: Clock
) -> None:
    browser = Browser(app.test_client())
    browser.log_in()
    browser.send("/vao/ma", code=made.recovery[0])
    assert "còn 9 mã dự phòng" in browser.open("/tai-khoan").text("//main")
    refused = browser.send("/tai-khoan/lop-hai", page="/tai-khoan", old=WORDS, code="000000")
    assert refused.status_code == 403
    shown = browser.send(
        "/tai-khoan/lop-hai", page="/tai-khoan", old=WORDS, code=now_code(made.key, clock)
    )
    page = Seen(shown.data)
    form = {
        "csrf_token": values(page, "//main//input[@name='csrf_token']/@value")[0],
        "step": values(page, "//input[@name='step']/@value")[0],
    }
    wrong = browser.client.post(f"{PLACE}/tai-khoan/lop-hai/xong", data={**form, "code": "1"})
    assert (wrong.status_code, key_on(Seen(wrong.data))) == (403, key_on(page))
    code = now_code(key_on(page), clock)
    done = browser.client.post(f"{PLACE}/tai-khoan/lop-hai/xong", data={**form, "code": code})
    assert len(Seen(done.data).all("//ol[@class='codes']/li")) == 10
    assert made.key != key_on(page)
    browser.open("")


def test_an_administrator_takes_away_that_of_who_lost_his_telephone(
    administrator: Browser, accounts: Accounts, app: Flask
) -> None:
    accounts.give_factor("lan", BY)
    form = {"deed": "factor", "name": "lan", "own": WORDS}
    assert administrator.send("/nguoi-dung", **form).status_code == 302
    assert Browser(app.test_client()).log_in("lan", OTHER).location == PLACE
    own = {"deed": "factor", "name": "hương", "own": WORDS}
    assert administrator.send("/nguoi-dung", **own).status_code == 400


def test_every_step_is_kept_nowhere_and_is_one_click_from_english(
    stranger: Browser, made: FactorMade, strict: Browser
) -> None:
    stranger.log_in()
    strict.log_in("lan", OTHER)
    for browser, way in ((stranger, "/vao/ma"), (strict, "/vao/lop-hai")):
        answer = browser.client.get(PLACE + way)
        assert answer.headers["Cache-Control"] == "no-store"
        page = Seen(answer.data)
        english = Seen(browser.client.get(page.links("//header//a")["English"]).data)
        assert english.all("/html")[0].get("lang") == "en"
        assert english.text("//h1") != page.text("//h1")


def test_a_setting_that_is_mistyped_is_refused(tmp_path: Path) -> None:
    assert load_settings({}, tmp_path).admin.second_factor == "all"
    with pytest.raises(SettingsError, match=r"admin\.second_factor"):
        load_settings({"TIMTIN_ADMIN_SECOND_FACTOR": "nobody"}, tmp_path)
