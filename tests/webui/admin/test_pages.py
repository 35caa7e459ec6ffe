"""What the pages of the administration show and do."""

import pytest
from flask import Flask

from searcher import Accounts, By, Order, Settings, reindex
from searcher.publish import writer_lock
from tests.counters.clock import Clock
from tests.webui.admin.conftest import OTHER, PLACE, WORDS, Browser, values
from tests.webui.conftest import Seen
from webui import create_app

MAI, MAIS_OTHER = "mật khẩu của mai", "mật khẩu khác cho mai"


def test_the_overview_names_the_archive_and_the_counters(administrator: Browser) -> None:
    page = administrator.open("")
    told = dict(zip(page.texts("//dt"), page.texts("//dd"), strict=True))
    assert told["Thế hệ"] == "000001"
    assert int(told["Số bài"]) > 20
    assert told["Dung lượng"].endswith(("kB", "MB"))
    assert told["Dòng chờ ghi"] == "0"


def test_the_overview_stands_without_an_archive(own: Settings, accounts: Accounts) -> None:
    empty = Settings(home=own.home, index="none")
    app = create_app(empty)
    app.extensions["timtin-accounts"] = accounts
    browser = Browser(app.test_client())
    browser.log_in()
    assert "Chưa có chỉ mục" in browser.open("").text("//p[@role='alert']")
    assert "Chưa có thế hệ nào" in browser.open("/the-he").text("//main")
    app.extensions["timtin"].counting.close()


def test_what_found_nothing_is_listed_and_leads_to_a_synonym(editor: Browser, app: Flask) -> None:
    reader = app.test_client(use_cookies=False)
    for agent in ("Firefox", "Chrome"):
        reader.get("/tim?q=zzyzx qqq", headers=_browser(agent))
    app.extensions["timtin"].counting.flush()
    page = editor.open("/khong-thay?least=2")
    assert page.texts("//tbody/tr/*")[:3] == ["zzyzx qqq", "2", "2"]
    link = page.links("//tbody//td/a")["Thêm từ đồng nghĩa “zzyzx qqq”"]
    form = Seen(editor.client.get(link).data)
    assert values(form, "//input[@id='shorts']/@value") == ["zzyzx qqq"]
    assert form.all("//details[@open]")
    assert "Không có câu nào" in editor.open("/khong-thay?least=3").text("//main")


def test_the_figures_show_what_was_read_and_asked(editor: Browser, app: Flask) -> None:
    app.test_client().get("/tin/lu-01", headers=_browser("Firefox"))
    app.extensions["timtin"].counting.flush()
    page = editor.open("/so-lieu?days=7")
    assert len(page.texts("//figure")) == 2
    assert page.all("//ol//a[contains(@href, '/tin/lu-01')]")


def test_rolling_back_is_asked_done_once_and_seen_at_once(
    administrator: Browser, own: Settings, app: Flask
) -> None:
    reader = app.test_client()
    place = own.home / "more.jsonl"
    place.write_text('{"id": "moi", "title": "Bài mới tinh", "body": "Một bài vừa viết."}')
    reindex(Order(places=(str(place),)), own)
    assert reader.get("/tin/moi").status_code == 200
    asked = administrator.open("/the-he/quay-lai")
    assert "thế hệ 000001 thay cho 000002" in asked.text("//form//p")
    form = {"shown": str(asked.all("//input[@name='shown']/@value")[0])}
    done = administrator.send("/the-he/quay-lai", **form)
    assert done.status_code == 302
    assert reader.get("/tin/moi").status_code == 404
    assert "Độc giả đang thấy thế hệ 000001" in administrator.open("/the-he").text(
        "//p[@role='status']"
    )
    again = administrator.send("/the-he/quay-lai", page="/dong-nghia", **form)
    assert again.status_code == 409
    assert administrator.open("/the-he").texts("//tr[@class='shown']/th") == ["000001"]
    rows = administrator.open("/nhat-ky?what=roll+back").texts("//tbody/tr")
    assert ["xong" in row for row in rows] == [False, True]


def test_there_is_no_way_back_from_the_first_generation(administrator: Browser) -> None:
    assert "Không có thế hệ nào trước" in administrator.open("/the-he/quay-lai").text("//main")
    answer = administrator.send("/the-he/quay-lai", page="/dong-nghia", shown="000001")
    assert answer.status_code == 409


def test_while_a_run_writes_rolling_back_says_who_holds_the_lock(
    administrator: Browser, own: Settings
) -> None:
    with writer_lock(own.folder):
        answer = administrator.send("/the-he/quay-lai", page="/dong-nghia", shown="000001")
    assert answer.status_code == 409
    assert "đang được ghi" in Seen(answer.data).text("//p[@role='alert']")


def test_an_administrator_makes_and_changes_users(administrator: Browser, app: Flask) -> None:
    made = administrator.send(
        "/nguoi-dung", deed="add", name="Mai", role="editor", password=MAI, own=WORDS
    )
    assert made.status_code == 302
    mai = Browser(app.test_client())
    mai.log_in("mai", MAI)
    assert mai.client.get(f"{PLACE}/nhat-ky").status_code == 403
    administrator.send("/nguoi-dung", deed="role", name="mai", role="admin", own=WORDS)
    assert mai.client.get(f"{PLACE}/nhat-ky").status_code == 200
    administrator.send("/nguoi-dung", deed="password", name="mai", password=MAIS_OTHER, own=WORDS)
    assert mai.client.get(PLACE).status_code == 302
    assert mai.log_in("mai", MAIS_OTHER).status_code == 302
    administrator.send("/nguoi-dung", deed="remove", name="mai", own=WORDS)
    assert mai.client.get(PLACE).status_code == 302
    assert "mai" not in administrator.open("/nguoi-dung").text("//table")


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"deed": "remove", "name": "lan", "own": "sai"}, "chính bạn không đúng"),
        ({"deed": "remove", "name": "Hương", "own": WORDS}, "chính mình"),
        ({"deed": "role", "name": "hương", "role": "editor", "own": WORDS}, "chính mình"),
        ({"deed": "role", "name": "lan", "role": "vua", "own": WORDS}, "Không có vai trò"),
        ({"deed": "remove", "name": "ai", "own": WORDS}, "Không có người dùng"),
        ({"deed": "password", "name": "lan", "password": "ngắn", "own": WORDS}, "12"),
        (
            {"deed": "add", "name": "lan", "role": "editor", "password": OTHER, "own": WORDS},
            "Đã có",
        ),
        ({"deed": "", "own": WORDS}, "Không rõ"),
        ({}, "Không rõ"),
    ],
)
def test_a_change_of_users_that_cannot_be_says_why(
    administrator: Browser, form: dict[str, str], told: str
) -> None:
    answer = administrator.send("/nguoi-dung", **form)
    assert answer.status_code == 400
    assert told in Seen(answer.data).text("//p[@role='alert']")


def test_a_changed_password_ends_other_sessions_and_keeps_this_one(
    administrator: Browser, app: Flask
) -> None:
    elsewhere = Browser(app.test_client())
    elsewhere.log_in()
    wrong = administrator.send(
        "/tai-khoan", old=OTHER, new="một câu mới hơn", again="một câu mới hơn"
    )
    assert wrong.status_code == 403
    apart = administrator.send("/tai-khoan", old=WORDS, new="một câu mới hơn", again="khác hẳn")
    assert apart.status_code == 400
    done = administrator.send(
        "/tai-khoan", old=WORDS, new="một câu mới hơn", again="một câu mới hơn"
    )
    assert done.status_code == 302
    assert "Đã đổi mật khẩu" in administrator.open("/tai-khoan").text("//p[@role='status']")
    assert elsewhere.client.get(PLACE).status_code == 302


def test_one_sees_and_ends_ones_own_sessions(administrator: Browser, app: Flask) -> None:
    elsewhere = Browser(app.test_client())
    elsewhere.log_in()
    page = administrator.open("/tai-khoan")
    assert len(page.all("//tbody/tr")) == 2
    way = str(page.all("//tbody//form/@action")[0]).removeprefix(PLACE)
    assert administrator.send(way, page="/tai-khoan").status_code == 302
    assert elsewhere.client.get(PLACE).status_code == 302
    assert len(administrator.open("/tai-khoan").all("//tbody/tr")) == 1


def test_a_session_gets_another_token_and_goes_on(administrator: Browser, clock: Clock) -> None:
    before = administrator.client.get_cookie("timtin-admin", path=PLACE)
    clock.pass_(minutes=20)
    administrator.open("")
    after = administrator.client.get_cookie("timtin-admin", path=PLACE)
    assert before is not None
    assert after is not None
    assert before.value != after.value
    clock.pass_(minutes=20)
    administrator.open("")


def test_the_log_is_filtered_by_who_what_and_day(
    administrator: Browser, editor: Browser, clock: Clock
) -> None:
    editor.send("/ra")
    assert administrator.open("/nhat-ky?who=lan").texts("//tbody/tr/td[2]") == [
        "đăng xuất",
        "đăng nhập",
    ]
    assert (
        administrator.open("/nhat-ky?what=add+user").texts("//tbody/tr/td[1]")
        == ["terminal:test"] * 2
    )
    assert "Không có việc nào" in administrator.open("/nhat-ky?to=01/01/2020").text("//main")
    assert administrator.open("/nhat-ky?from=15/01/2027&to=15/01/2027").all("//tbody/tr")


def test_a_long_log_is_paged(administrator: Browser, accounts: Accounts) -> None:
    for number in range(120):
        accounts.note(By(who="máy", address="::1"), "denied", f"việc {number}")
    page = administrator.open("/nhat-ky?who=m%C3%A1y")
    assert len(page.all("//tbody/tr")) == 50
    links = page.links("//nav[@class='paging']//a")
    last = administrator.client.get(f"{PLACE}/nhat-ky{links['Trang 3']}")
    assert len(Seen(last.data).all("//tbody/tr")) == 20


def test_while_the_database_is_away_the_administration_says_so(
    own: Settings, accounts: Accounts
) -> None:
    accounts.close()
    broken = Settings(home=own.home, counters="postgresql://nobody@127.0.0.1:1/none")
    app = create_app(broken)
    answer = app.test_client().get(f"{PLACE}/vao")
    assert answer.status_code == 503
    Seen(answer.data)
    app.extensions["timtin"].counting.close()


def _browser(agent: str) -> dict[str, str]:
    return {"User-Agent": f"Mozilla/5.0 {agent}", "Accept-Language": "vi"}
