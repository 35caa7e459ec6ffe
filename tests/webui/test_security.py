"""What every answer carries, and how heavy the site's own files are."""

import gzip
from dataclasses import replace
from pathlib import Path

import pytest
from flask import request
from flask.testing import FlaskClient

import webui
from searcher import Settings
from tests.webui.conftest import Visitor
from webui import create_app

PAGES = ["/", "/tim?q=nuoc+lu", "/tin/lu-01", "/nope", "/tim?page=0", "/api/search", "/healthz"]


@pytest.mark.parametrize("address", PAGES)
def test_every_answer_forbids_foreign_and_inline_code(client: FlaskClient, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("address", PAGES[:5])
def test_pages_ask_no_other_host_and_hold_no_inline_code(
    client: FlaskClient, visitor: Visitor, address: str
) -> None:
    page = visitor.open(address, status=client.get(address).status_code)
    for asked in page.all("//script[@src] | //link[not(@rel='canonical')] | //img | //iframe"):
        assert str(asked.get("src") or asked.get("href")).startswith("/")
    assert not page.all(
        "//style | //*[@style] | //script[text()][not(@type='application/ld+json')]"
    )
    assert not page.all("//@*[starts-with(name(), 'on')]")


def test_own_files_are_small_and_kept_by_browsers(client: FlaskClient, visitor: Visitor) -> None:
    page = visitor.open("/")
    files = page.all("//link[@rel='stylesheet' or @rel='icon']/@href | //script/@src")
    for address in map(str, files):
        with client.get(address) as answer:
            assert answer.status_code == 200
            assert "immutable" in answer.headers["Cache-Control"]
    static = Path(webui.__file__).parent / "static"
    assert sum(file.stat().st_size for file in static.iterdir()) <= 60_000


def test_a_page_of_results_is_light(client: FlaskClient) -> None:
    assert len(gzip.compress(client.get("/tim?q=nuoc+lu").data)) <= 40_000


def test_the_language_cookie_is_modest(client: FlaskClient) -> None:
    cookie = client.get("/?lang=en").headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Set-Cookie" not in client.get("/").headers


def site_of(settings: Settings, **changes: object) -> FlaskClient:
    """Return a visitor of the site with other settings of `[security]`, or another `trusted_proxy`."""
    trusted = changes.pop("trusted_proxy", settings.trusted_proxy)
    security = replace(settings.security, **changes)  # type: ignore[arg-type]
    changed = replace(settings, security=security, trusted_proxy=trusted)  # type: ignore[arg-type]
    return create_app(changed).test_client()


TLS = "https://localhost"


def test_hsts_is_told_by_tls_only(settings: Settings) -> None:
    client = site_of(settings)
    assert "Strict-Transport-Security" not in client.get("/").headers
    told = client.get("/", base_url=TLS).headers["Strict-Transport-Security"]
    assert told == "max-age=31536000"
    below = site_of(settings, hsts_subdomains=True).get("/nope", base_url=TLS).headers
    assert "includeSubDomains" in below["Strict-Transport-Security"]
    never = site_of(settings, hsts=0).get("/", base_url=TLS).headers
    assert "Strict-Transport-Security" not in never


def test_no_page_uses_a_device_or_tells_others_what_was_asked(client: FlaskClient) -> None:
    headers = client.get("/tim?q=lu").headers
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("address", [*PAGES, "/rss", "/static/embed.js", "/opensearch.xml"])
def test_no_answer_is_open_to_scripts_of_other_sites(client: FlaskClient, address: str) -> None:
    with client.get(address, headers={"Origin": "https://evil.example"}) as answer:
        assert not [name for name in answer.headers.keys() if name.startswith("Access-Control")]  # noqa: SIM118


def test_the_box_for_other_sites_needs_no_frame(client: FlaskClient) -> None:
    with client.get("/static/embed.js") as script:
        assert script.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert b"iframe" not in script.data
    page = client.get("/nhung")
    assert page.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in page.headers["Content-Security-Policy"]


def test_cookies_by_tls_belong_to_this_host(settings: Settings) -> None:
    client = site_of(settings)
    cookie = client.get("/?lang=en", base_url=TLS).headers["Set-Cookie"]
    assert cookie.startswith("__Host-timtin-lang=en;")
    assert all(part in cookie for part in ("Secure", "HttpOnly", "SameSite=Lax", "Path=/"))
    assert "Domain" not in cookie
    assert b'lang="en"' in client.get("/", base_url=TLS).data
    always = site_of(settings, secure_cookies=True).get("/?lang=en").headers["Set-Cookie"]
    assert "Secure" in always


HOSTS = ("tim.hue.example", ".tin.example")


@pytest.mark.parametrize("host", ["tim.hue.example", "tim.hue.example:8443", "a.tin.example", "localhost", "127.0.0.1:8000"])  # fmt: skip
def test_own_names_are_answered(settings: Settings, host: str) -> None:
    assert site_of(settings, hosts=HOSTS).get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "tim.hue.example.evil", "xtim.hue.example", "x", "tim.hue.example@evil.example"])  # fmt: skip
@pytest.mark.parametrize("address", ["/", "/api/search?q=lu", "/static/site.css", "/nope"])
def test_a_foreign_host_is_refused(settings: Settings, host: str, address: str) -> None:
    answer = site_of(settings, hosts=HOSTS).get(address, headers={"Host": host})
    assert (answer.status_code, answer.mimetype) == (400, "text/plain")
    assert "evil" not in answer.text
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("host", ["a b", "<script>", "a/b", "a?b", '"'])
def test_a_host_that_is_none_is_refused_whatever_the_settings(
    client: FlaskClient, host: str
) -> None:
    answer = client.get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert host not in answer.text


def who(client: FlaskClient, peer: str, **said: str) -> str:
    """Return for whom the site takes the request of a peer that says something of itself."""
    headers = {name.replace("_", "-"): value for name, value in said.items()}
    with client.application.test_request_context(
        headers=headers, environ_base={"REMOTE_ADDR": peer}
    ) as here:
        environ = dict(here.request.environ)
    seen: list[str] = []

    @client.application.before_request
    def look() -> None:
        seen.append(f"{request.scheme} {request.remote_addr}")

    client.application.wsgi_app(environ, lambda *_: lambda _: None)
    return seen[-1]


@pytest.mark.parametrize("trusted", [(), ("10.0.0.0/8",)])
def test_what_strangers_say_of_themselves_is_not_believed(
    settings: Settings, trusted: tuple[str, ...]
) -> None:
    client = site_of(settings, trusted_proxy=trusted)
    said = {"X_Forwarded_For": "1.2.3.4", "X_Forwarded_Proto": "https", "Forwarded": "for=1.2.3.4"}
    assert who(client, "203.0.113.9", **said) == "http 203.0.113.9"


@pytest.mark.parametrize(
    ("peer", "proxies", "said", "seen"),
    [
        ("10.1.1.1", 1, "6.6.6.6, 203.0.113.5", "https 203.0.113.5"),
        ("10.1.1.1", 2, "6.6.6.6, 203.0.113.5, 10.2.2.2", "https 203.0.113.5"),
        ("10.1.1.1", 2, "203.0.113.5", "https 10.1.1.1"),
        ("::ffff:10.1.1.1", 1, "203.0.113.5", "https 203.0.113.5"),
        ("", 1, "203.0.113.5", "https 203.0.113.5"),
    ],
)
def test_the_proxy_of_the_settings_says_who_is_asking(
    settings: Settings, peer: str, proxies: int, said: str, seen: str
) -> None:
    client = site_of(settings, trusted_proxy=("10.0.0.0/8", "unix"), proxies=proxies)
    assert who(client, peer, X_Forwarded_For=said, X_Forwarded_Proto="https") == seen


@pytest.mark.parametrize("address", ["/.//evil.example", "/\\evil.example", "/%2f%2fevil.example", "/tin//evil.example", "/nhom//evil.example/..", "/?lang=//evil.example", "/tim?q=//evil.example"])  # fmt: skip
def test_nothing_redirects_elsewhere(client: FlaskClient, address: str) -> None:
    answer = client.get(address)
    place = answer.headers.get("Location", "/")
    assert place.startswith("/")
    assert not place.startswith(("//", "/\\"))


@pytest.mark.parametrize("name", ["../factory.py", "..%2ffactory.py", "%2e%2e/factory.py", "....//factory.py", "/etc/passwd", "%00", "..\\factory.py", ""])  # fmt: skip
@pytest.mark.parametrize("place", ["/static/", "/hinh/"])
def test_no_path_leads_out_of_the_sites_files(client: FlaskClient, place: str, name: str) -> None:
    answer = client.get(place + name)
    assert answer.status_code in (404, 308)
    assert "def create_app" not in answer.text
