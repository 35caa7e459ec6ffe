"""A real Chromium before a real server."""

import shutil
import threading
import time
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from searcher import Settings
from tests.webui.conftest import settings  # noqa: F401 - the same small archive
from tests.webui.served import served

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
