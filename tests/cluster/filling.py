"""Disks that are too full for another shard, by the watermarks of the cluster."""

import json
import time
import urllib.error
import urllib.request
from typing import Any

from tests.cluster.nodes import PATIENCE, Cluster

_DISK = "cluster.routing.allocation.disk."
_PROBE = "/probe"


def fill(cluster: Cluster) -> None:
    """Make every disk too full, and wait until the nodes have looked; raises TimeoutError."""
    _set(cluster, "0.01%")
    ends = time.monotonic() + PATIENCE
    while _takes_shards(cluster):
        if time.monotonic() > ends:
            raise TimeoutError("the nodes do not look at their disks")
        time.sleep(1)


def empty(cluster: Cluster) -> None:
    """Give the disks room again."""
    _set(cluster, None)


def _set(cluster: Cluster, mark: str | None) -> None:
    told = {f"{_DISK}watermark.{name}": mark for name in ("low", "high")}
    told[f"{_DISK}threshold_enabled"] = None if mark is None else "true"
    told["cluster.info.update.interval"] = None if mark is None else "10s"
    # set by the nodes themselves once all of them are full, and taken back only by a look at their disks
    block = {"cluster.blocks.create_index": None}
    body = {"transient": told} if mark else {"transient": {**told, **block}, "persistent": block}
    _ask(cluster, "PUT", "/_cluster/settings", body)


def _takes_shards(cluster: Cluster) -> bool:
    settings = {"settings": {"number_of_shards": 1, "number_of_replicas": 0}}
    try:
        made = _ask(cluster, "PUT", f"{_PROBE}?timeout=3s", settings)
    except urllib.error.HTTPError:  # no index at all is made once every disk is full
        return False
    _ask(cluster, "DELETE", _PROBE, None)
    return bool(made["shards_acknowledged"])


def _ask(cluster: Cluster, method: str, path: str, body: object) -> Any:
    content = None if body is None else json.dumps(body).encode()
    kind = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{cluster.addresses[0]}{path}", content, kind, method=method)
    with urllib.request.urlopen(request, timeout=60) as answer:
        return json.load(answer)
