"""The cluster that tests ask: started when the first module needs it, stopped at the end of the run."""

import os
from collections.abc import Iterator
from urllib.request import Request, urlopen

import pytest

from tests.cluster import Cluster, why_not

DISTRIBUTED = "opensearch"


def needs_cluster(item: pytest.Item) -> bool:
    """Tell whether a test asks the distributed engine."""
    parameters = item.callspec.params.values() if hasattr(item, "callspec") else ()
    return DISTRIBUTED in parameters or item.get_closest_marker("cluster") is not None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a cluster where none can be started, and say why."""
    reason = why_not() if any(map(needs_cluster, items)) else None
    for item in filter(needs_cluster, items if reason else ()):
        item.add_marker(pytest.mark.skip(reason=str(reason)))


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Three nodes of this run's own."""
    with Cluster(tmp_path_factory.mktemp("nodes")) as running:
        yield running


@pytest.fixture(scope="session")
def addresses(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """Tell engines where the cluster is: the one of `timtin dev-cluster` if the environment names it.

    Copies of shards are for tests that end nodes; here they would only take time.
    """
    told = os.environ.get("TIMTIN_OPENSEARCH")
    found = told.split(",") if told else request.getfixturevalue("cluster").addresses
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TIMTIN_OPENSEARCH", ",".join(found))
        patch.setenv("TIMTIN_CLUSTER_PREFIX", "test")
        patch.setenv("TIMTIN_CLUSTER_REPLICAS", "0")
        yield found


@pytest.fixture(scope="module", autouse=True)
def cluster_of_the_module(request: pytest.FixtureRequest) -> Iterator[None]:
    """Start the cluster before anything else of a module that needs it; forget its indexes afterwards."""
    own = (item for item in request.session.items if item.path == request.path)
    if not any(map(needs_cluster, own)) or why_not():
        yield
        return
    first, *_ = request.getfixturevalue("addresses")
    yield
    urlopen(Request(f"{first}/test-*", method="DELETE"), timeout=60).close()
