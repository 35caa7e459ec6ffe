"""A site of one's own with an administrator and an editor, and a browser that fills in its forms."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from searcher import Accounts, Role, Settings
from searcher.model.people import By
from searcher.settings.admin import AdminSettings
from tests.counters.clock import Clock
from tests.counters.people import quick
from tests.webui.conftest import Seen
from tests.webui.conftest import settings as settings
from webui import create_app

WORDS, OTHER = "một câu dài dễ nhớ", "một câu khác cũng dài"
PLACE = "/quan-tri"


def values(page: Seen, path: str) -> list[str]:
    """Return the texts that an XPath of attributes names."""
    return [str(value) for value in page.all(path)]


class Browser:
    """Opens pages, which must be valid, and sends the forms that stand on them."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client

    def open(self, way: str = "", status: int = 200) -> Seen:
        """Return the page of the administration, which must have the status."""
        answer = self.client.get(PLACE + way)
        assert answer.status_code == status, answer.text
        return Seen(answer.data)

    def token(self, way: str) -> str:
        """Return the token of the first form on a page that has one."""
        return str(self.open(way).all("//input[@name='csrf_token']/@value")[0])

    def send(self, way: str, page: str | None = None, **form: str) -> TestResponse:
        """Send a form of `page` (by default the same address) to an address."""
        token = self.token(way if page is None else page)
        return self.client.post(PLACE + way, data={"csrf_token": token, **form})

    def log_in(self, name: str = "hương", password: str = WORDS, **form: str) -> TestResponse:
        """Log in; return the answer."""
        return self.send("/vao", name=name, password=password, **form)


@pytest.fixture
def own(settings: Settings, tmp_path: Path) -> Settings:
    """Make settings of a copy of the small archive: what is done here is seen nowhere else."""
    shutil.copytree(settings.home / settings.index, tmp_path / "home" / settings.index)
    optional = AdminSettings(second_factor="optional")
    return Settings(home=tmp_path / "home", workers=1, admin=optional)


@pytest.fixture
def clock() -> Clock:
    return Clock(1_800_000_000.0)


@pytest.fixture
def accounts(own: Settings, clock: Clock) -> Iterator[Accounts]:
    accounts = Accounts(own, clock, quick())
    by = By(who="terminal:test", address="")
    accounts.add("hương", WORDS, Role.ADMINISTRATOR, by)
    accounts.add("lan", OTHER, Role.EDITOR, by)
    yield accounts
    accounts.close()


@pytest.fixture
def app(own: Settings, accounts: Accounts) -> Iterator[Flask]:
    """Make a site whose users are known to the test, by its clock."""
    app = create_app(own)
    app.extensions["timtin-accounts"] = accounts
    yield app
    app.extensions["timtin"].counting.close()


@pytest.fixture
def stranger(app: Flask) -> Browser:
    return Browser(app.test_client())


@pytest.fixture
def administrator(app: Flask) -> Browser:
    browser = Browser(app.test_client())
    assert browser.log_in().status_code == 302
    return browser


@pytest.fixture
def editor(app: Flask) -> Browser:
    browser = Browser(app.test_client())
    assert browser.log_in("lan", OTHER).status_code == 302
    return browser
