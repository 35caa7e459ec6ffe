"""A real Chromium before a real server."""

import shutil
import threading
import time
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from searcher import Settings
from tests.webui.conftest import settings  # noqa: F401 - the same small archive
from tests.webui.served import served

EVERY_PAGE = (
    "/",
    "/?lang=en",
    "/tim?q=nuoc+lu",
    "/tim?q=nuoc+lu&why=lu-01&page=2",
    "/tim?q=xyzzy",
    "/tim",
    "/tin/thi-dua-2024?q=hue",
    "/tin/tran",
    "/tin/dai?q=dai",
    "/ngay/2024-10-05",
    "/ngay/2024-10",
    "/ngay/2024-10-30",
    "/nhom",
    "/nhom/Th%E1%BB%9Di%20ti%E1%BA%BFt",
    "/nguon/B%C3%A1o%20M%C6%B0a",
    "/tac-gia/H%C3%A0%20Anh",
    "/the/thi%20%C4%91ua",
    "/nhung",
    "/thong-ke",
    "/nope",
    "/tim?from=31/02/2024",
)
"""Every kind of page, also with nothing on it, with words that do not end, in English, and in trouble."""

_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def address(settings: Settings) -> Iterator[str]:  # noqa: F811
    """Return the address of the site on this machine."""
    with served(settings) as server:
        yield server.address


class _Slowly(BaseHTTPRequestHandler):
    """Hands the answers of the site on in small pieces, as a bad line does."""

    site = ""

    def do_GET(self) -> None:
        with urllib.request.urlopen(self.site + self.path) as answer:
            content = answer.read()
            self.send_response(200)
            self.send_header("Content-Type", answer.headers["Content-Type"])
        self.end_headers()
        for start in range(0, len(content), 700):
            self.wfile.write(content[start : start + 700])
            self.wfile.flush()
            time.sleep(0.01)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="session")
def slow_address(address: str) -> Iterator[str]:
    """Return the address of the same site behind a bad line."""
    handler = type("_SlowSite", (_Slowly,), {"site": address})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Return the system's Chromium; skips where there is none."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("there is no chromium on this machine (Debian: apt-get install chromium)")
    expect.set_options(timeout=20_000)  # ms; a machine with other work on it is slow, not wrong
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=_FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """Return an empty page; whatever the console complains of fails the test."""
    context = chromium.new_context(base_url=address, viewport={"width": 360, "height": 740})
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type != "log" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page
    context.close()
    assert complaints == []
