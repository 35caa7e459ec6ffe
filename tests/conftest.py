"""What every test may ask for."""

import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.clustered import (
    addresses,
    cluster,
    cluster_of_the_module,
    pytest_collection_modifyitems,
)
from webui.watching.logs import REQUESTS, SLOW

__all__ = ["addresses", "cluster", "cluster_of_the_module", "pytest_collection_modifyitems"]

_CONFIGURED = (REQUESTS, SLOW, "gunicorn", "waitress.queue")
ROOT = Path(__file__).resolve().parent.parent

settings.register_profile(
    "house",
    deadline=None,  # the machine is shared: a law is about values, never about seconds
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
    derandomize="CI" in os.environ,  # there the same examples each time; elsewhere new ones
)
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update", action="store_true", help="rewrite the golden files; read the change as a diff"
    )


@pytest.fixture(scope="session")
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Tell whether golden files shall be rewritten instead of compared."""
    return bool(request.config.getoption("--update"))


@pytest.fixture(autouse=True)
def _logs_as_they_were() -> Iterator[None]:
    """Put loggers back: a test that serves a site configures them, and the next would keep a line of each request."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in _CONFIGURED}
    yield
    root.handlers = handlers
    root.setLevel(level)
    for name, before in levels.items():
        logging.getLogger(name).setLevel(before)


@pytest.fixture
def hurried() -> Iterator[None]:
    """Let threads take turns far more often than they do by themselves."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real news beside the project; skip where it is absent."""
    folder = ROOT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real data (../shared/data) is not on this machine")
    return folder
