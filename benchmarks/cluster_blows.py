"""What befalls the nodes of a cluster: killed, stopped, filled up, restarted; each by their process ids."""

import signal
import time
from collections.abc import Callable

from tests.cluster import Cluster
from tests.cluster.filling import empty, fill

HANGS = 6.0
"""Seconds that a stopped node stays stopped, and a full disk full."""


def other(cluster: Cluster) -> int:
    """Return a node that is not the manager."""
    return (cluster.manager() + 1) % cluster.count


def killing(cluster: Cluster, victim: Callable[[Cluster], int]) -> Callable[[], None]:
    """Return what ends a node as if its power went, and lets it come back."""

    def kill() -> None:
        node = victim(cluster)
        cluster.kill(node)
        time.sleep(1)
        cluster.start_node(node)

    return kill


def stopping(cluster: Cluster, victim: Callable[[Cluster], int]) -> Callable[[], None]:
    """Return what makes a node hang for a while: it keeps its connections and says nothing."""

    def stop() -> None:
        node = victim(cluster)
        cluster.signal(node, signal.SIGSTOP)
        time.sleep(HANGS)
        cluster.signal(node, signal.SIGCONT)

    return stop


def restarting(cluster: Cluster) -> Callable[[], None]:
    """Return what ends all nodes at once and starts them again."""

    def restart() -> None:
        for node in range(cluster.count):
            cluster.kill(node)
        for node in range(cluster.count):
            cluster.start_node(node)

    return restart


def filling(cluster: Cluster) -> Callable[[], None]:
    """Return what makes the disks too full for shards to come, and room again after a while."""

    def overfill() -> None:
        fill(cluster)
        time.sleep(HANGS)
        empty(cluster)

    return overfill
