"""A real OpenSearch cluster: nodes as processes on loopback, made of Maven Central's artefacts.

For tests and for trying it out; in production one runs the official packages (`deploy/opensearch/`).
"""

from tests.cluster.building import build, why_not
from tests.cluster.nodes import Cluster

__all__ = ["Cluster", "build", "why_not"]
