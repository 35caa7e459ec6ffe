"""The columns engine answers the whole contract suite."""

import pytest

from searcher.engines import Engine
from searcher.engines.whoosh.columns import ColumnsEngine
from tests.contract.test_engines import *  # noqa: F403 - every question of the suite is asked here too


@pytest.fixture(scope="module")
def engine() -> Engine:
    return ColumnsEngine()
