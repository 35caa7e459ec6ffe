"""What one client may ask for: rates, heavy questions, a deadline, and addresses that say one thing."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from searcher import Settings, SettingsError, load_settings
from tests.redis_server import redis_server
from tests.webui.conftest import Seen
from webui import create_app
from webui.guarding.limits import Gate

DRAFT = {"title": "Lũ trên sông Hương", "body": "Nước lũ trên sông Hương lên nhanh trong đêm."}


def limited(settings: Settings, **limits: Any) -> Flask:
    """Return the site with other limits; nobody is without them."""
    chosen = replace(settings.limits, **{"unlimited": (), **limits})
    return create_app(replace(settings, limits=chosen))


def ask(app: Flask, address: str, who: str = "203.0.113.7") -> int:
    with app.test_client().get(address, environ_base={"REMOTE_ADDR": who}) as answer:
        return answer.status_code


def test_a_client_beyond_its_rate_is_told_when_to_come_again(settings: Settings) -> None:
    app = limited(settings, rate="3 per hour")
    assert [ask(app, "/api/days?month=2024-03") for _ in range(4)] == [200, 200, 200, 429]
    refused = app.test_client().get("/api/search", environ_base={"REMOTE_ADDR": "203.0.113.7"})
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 3601
    error = refused.get_json()["error"]
    assert error["code"] == "too-many"
    assert all(error[language].endswith(".") for language in ("vi", "en"))


@pytest.mark.parametrize(("language", "word"), [("vi", "Quá nhiều yêu cầu"), ("en", "Too many requests")])  # fmt: skip
def test_a_reader_beyond_the_rate_gets_a_page_in_his_language(
    settings: Settings, language: str, word: str
) -> None:
    app = limited(settings, rate="1 per hour")
    ask(app, "/")
    answer = app.test_client().get(
        f"/tim?lang={language}", environ_base={"REMOTE_ADDR": "203.0.113.7"}
    )
    assert answer.status_code == 429
    assert "Retry-After" in answer.headers
    page = Seen(answer.data)
    assert page.text("//h1") == word
    assert page.text("//p[@id='wrong']").endswith(".")


def test_every_client_has_a_rate_of_its_own(settings: Settings) -> None:
    app = limited(settings, rate="1 per hour")
    assert [ask(app, "/nhom", f"203.0.113.{n}") for n in range(3)] == [200, 200, 200]
    assert ask(app, "/nhom", "203.0.113.0") == 429


def test_addresses_of_one_ipv6_network_are_one_client(settings: Settings) -> None:
    app = limited(settings, rate="2 per hour")
    same = ["2001:db8:1:2::1", "2001:db8:1:2:ffff::9", "2001:db8:1:2::3"]
    assert [ask(app, "/nhom", who) for who in same] == [200, 200, 429]
    assert ask(app, "/nhom", "2001:db8:1:3::1") == 200
    assert ask(app, "/nhom", "::ffff:203.0.113.9") == 200


def test_files_and_health_have_no_rate_and_lost_pages_have_one(settings: Settings) -> None:
    app = limited(settings, rate="1 per hour")
    for address in ("/healthz", "/readyz", "/static/site.css", "/mau.css") * 2:
        assert ask(app, address) == 200
    assert [ask(app, "/nowhere") for _ in range(2)] == [404, 429]


def test_the_machine_itself_has_no_rate(settings: Settings) -> None:
    chosen = replace(settings.limits, rate="1 per hour")
    app = create_app(replace(settings, limits=chosen))
    assert [ask(app, "/nhom", "127.0.0.1") for _ in range(3)] == [200] * 3
    assert [ask(app, "/nhom", "10.0.0.1") for _ in range(2)] == [200, 429]


def test_drafts_have_a_rate_of_their_own(settings: Settings) -> None:
    app = limited(settings, draft_rate="1 per hour")
    statuses = [app.test_client().post("/api/related", json=DRAFT).status_code for _ in range(2)]
    assert statuses == [200, 429]
    assert app.test_client().post("/ban-thao", data=DRAFT).status_code == 429
    assert ask(app, "/nhom", "127.0.0.1") == 200


def test_without_rates_nobody_is_refused(settings: Settings) -> None:
    app = limited(settings, rate="off", draft_rate="off")
    assert {ask(app, "/nhom") for _ in range(30)} == {200}


@pytest.mark.parametrize(
    ("key", "value"),
    [("rate", "many"), ("draft_rate", "3 per blink"), ("rate_storage", "redis://:x")],
)
def test_a_rate_that_is_none_is_a_wrong_setting(settings: Settings, key: str, value: str) -> None:
    with pytest.raises(SettingsError, match=rf"limits\.{key}"):
        limited(settings, **{key: value})


def test_rates_are_counted_in_redis_for_all_processes(settings: Settings) -> None:
    with redis_server() as (address, process):
        one = limited(settings, rate="3 per hour", rate_storage=address)
        other = limited(settings, rate="3 per hour", rate_storage=address)
        assert [ask(app, "/nhom") for app in (one, other, one, other)] == [200, 200, 200, 429]
        process.kill()
        process.wait()
        assert ask(one, "/nhom") == 200  # counted in the process until Redis is back
        assert [ask(one, "/nhom") for _ in range(3)] == [200, 200, 429]


def test_a_gate_lets_so_many_in_and_turns_the_others_away_at_once() -> None:
    gate = Gate(most=2, waiting=0, seconds=30)
    assert [gate.enter() for _ in range(4)] == [True, True, False, False]
    gate.leave()
    assert [gate.enter(), gate.enter()] == [True, False]


def test_who_waits_at_a_gate_gets_in_when_another_leaves() -> None:
    gate, entered = Gate(most=1, waiting=1, seconds=30), threading.Event()
    assert gate.enter()

    def wait() -> None:
        if gate.enter():
            entered.set()

    waiter = threading.Thread(target=wait)
    waiter.start()
    while gate.enter():  # until the waiter has its place
        gate.leave()
    gate.leave()
    waiter.join()
    assert entered.is_set()
    impatient = Gate(most=1, waiting=1, seconds=0)
    assert [impatient.enter(), impatient.enter(), impatient.enter()] == [True, False, False]


@pytest.fixture
def crowded(settings: Settings) -> Iterator[FlaskClient]:
    """Fill the site with all the heavy questions that it takes at a time."""
    app = limited(settings, heavy=1, waiting=0)
    gate = app.extensions["timtin.gate"]
    assert gate.enter()
    yield app.test_client()
    gate.leave()
    assert app.test_client().post("/api/related", json=DRAFT).status_code == 200


def test_heavy_questions_beyond_the_limit_are_shed_and_light_ones_go_on(
    crowded: FlaskClient,
) -> None:
    refused = crowded.post("/api/related", json=DRAFT)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "2")
    assert refused.get_json()["error"]["code"] == "busy"
    page = crowded.post("/ban-thao", data=DRAFT)
    assert (page.status_code, page.headers["Retry-After"]) == (503, "2")
    assert "sau vài giây" in Seen(page.data).text()
    assert crowded.get("/tim?q=lu").status_code == 200


def test_a_heavy_question_that_fails_leaves_the_gate(settings: Settings) -> None:
    client = limited(settings, heavy=1, waiting=0).test_client()
    for body in ("{}", "[]", '{"title": 3}', '{"title": "Lũ", "body": "Nước lũ lên"}'):
        assert client.post("/api/related", data=body).status_code != 503


def test_a_search_out_of_time_is_a_page_that_says_so_and_that_nobody_keeps(
    settings: Settings,
) -> None:
    client = limited(settings, deadline_ms=1e-6).test_client()
    answer = client.get("/api/search?q=lũ+lụt")
    assert (answer.status_code, answer.get_json()["partial"]) == (200, True)
    assert answer.headers["Cache-Control"] == "no-store"
    page = client.get("/tim?q=lũ+lụt")
    assert "kết quả có thể còn thiếu" in Seen(page.data).text()
    assert page.headers["Cache-Control"] == "no-store"
    assert client.get("/tim?q=lũ&page=7").status_code == 200


def test_a_search_in_time_is_whole(settings: Settings) -> None:
    answer = limited(settings, deadline_ms=600_000).test_client().get("/api/search?q=lũ")
    assert answer.get_json()["partial"] is False


@pytest.mark.parametrize(
    ("limits", "address", "parameter"),
    [
        ({"query_length": 5}, "/api/search?q=nước+lũ", "q"),
        ({"terms": 1}, "/api/search?q=nước+lũ+tỉnh", "q"),
        ({"brackets": 1}, "/api/search?q=((lũ))", "q"),
        ({"depth": 20}, "/api/search?q=lũ&page=3", "page"),
        ({"depth": 20}, "/nhom/Thời+sự?page=3", "page"),
    ],
)
def test_limits_are_those_of_the_settings(
    settings: Settings, limits: dict[str, object], address: str, parameter: str
) -> None:
    answer = limited(settings, **limits).test_client().get(address)
    if address.startswith("/api"):
        assert answer.get_json()["error"]["parameter"] == parameter
    assert answer.status_code in (400, 404)


def test_facets_drafts_and_bodies_are_as_small_as_the_settings_say(settings: Settings) -> None:
    client = limited(settings, facet_size=1, draft_size=1000, body_size=5000).test_client()
    facets = client.get("/api/search?q=").get_json()["facets"]
    assert [len(facets[name]) for name in ("source", "category")] == [1, 1]
    long = {"title": "Lũ", "body": "nước lũ " * 200}
    assert client.post("/api/related", json=long).status_code == 413
    assert client.post("/ban-thao", data=long).status_code == 413
    assert client.post("/api/related", json={"body": "lũ " * 3000}).status_code == 413


@pytest.mark.parametrize("name", ["q", "from", "page", "sort", "lang", "copies_of"])
def test_a_parameter_that_says_two_things_is_refused_by_name(
    client: FlaskClient, name: str
) -> None:
    answer = client.get(f"/api/search?{name}=a&{name}=b")
    assert (answer.status_code, answer.get_json()["error"]["parameter"]) == (400, name)


def test_the_same_twice_is_once_and_unknown_parameters_are_ignored(client: FlaskClient) -> None:
    assert client.get("/api/search?q=lũ&q=lũ&utm=1&utm=2").status_code == 200


def test_more_parameters_than_anybody_needs_are_refused(client: FlaskClient) -> None:
    answer = client.get("/api/search?" + "&".join(f"a{n}=1" for n in range(10_000)))
    assert answer.status_code == 400
    assert "64" in answer.get_json()["error"]["en"]
    page = client.get("/tim?" + "&".join(f"a{n}=1" for n in range(10_000)))
    assert (page.status_code, len(page.data) < 30_000) == (400, True)


@pytest.mark.parametrize("bad", ["l%FF", "%C0%AF", "%ED%A0%80", "%F8%88%80%80%80", "%80"])
def test_what_is_no_utf_8_is_refused(client: FlaskClient, bad: str) -> None:
    for address in (f"/api/search?q={bad}", f"/tim?q={bad}", f"/rss?q={bad}"):
        assert client.get(address).status_code == 400


def test_limits_are_read_from_file_and_environment(tmp_path: Path) -> None:
    written = '[limits]\ndeadline_ms = 250\nunlimited = ["10.0.0.0/8"]\n[security]\nhosts = ["tim.hue.example"]\n'
    (tmp_path / "timtin.toml").write_text(written, encoding="utf-8")
    found = load_settings(
        {"TIMTIN_LIMITS_HEAVY": "7", "TIMTIN_TRUSTED_PROXY": "10.1.1.1, unix"}, tmp_path
    )
    assert (found.limits.deadline_ms, found.limits.heavy) == (250, 7)
    assert found.limits.unlimited == ("10.0.0.0/8",)
    assert (found.security.hosts, found.trusted_proxy) == (
        ("tim.hue.example",),
        ("10.1.1.1", "unix"),
    )


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("limits = 3", "limits"),
        ("[limits]\nnonsense = 1", "limits.nonsense"),
        ("[limits]\nterms = 0", "limits.terms"),
        ("[limits]\nterms = true", "limits.terms"),
        ("[limits]\nprefix_keys = 100000", "limits.prefix_keys"),
        ("[limits]\nunlimited = ['here']", "limits.unlimited"),
        ("[limits]\nrate_storage = 'file:///etc'", "limits.rate_storage"),
        ("[limits]\nrate = 5", "limits.rate"),
        ("security = 3", "security"),
        ("[security]\nnonsense = 1", "security.nonsense"),
        ("[security]\nhosts = ['http://a']", "security.hosts"),
        ("[security]\nhosts = 'a b'", "security.hosts"),
        ("[security]\nproxies = 0", "security.proxies"),
        ("[security]\nhsts = -1", "security.hsts"),
        ("[security]\nsecure_cookies = 'maybe'", "security.secure_cookies"),
        ("trusted_proxy = 'everybody'", "trusted_proxy"),
    ],
)
def test_a_wrong_limit_is_named(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "timtin.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as raised:
        load_settings({}, tmp_path)
    assert named in raised.value.vi
    assert named in raised.value.en
