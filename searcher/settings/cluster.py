"""What timtin.toml says of an OpenSearch cluster: the table `[cluster]`, and how it is read.

```toml
engine = "opensearch"
opensearch = ["https://a.example:9200", "https://b.example:9200", "https://c.example:9200"]

[cluster]
user = "timtin"
password = "${TIMTIN_PASSWORD}"      # taken from the environment when the cluster is first asked
ca = "/etc/timtin/root-ca.pem"
shards = 3
replicas = 1
```
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from searcher.settings.values import Reader, number, read_over, refuse, setting_error, whole_number

_MOST = 1_000_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterSettings:
    """The table `[cluster]`; each key is also an environment variable TIMTIN_CLUSTER_<KEY>."""

    user: str = ""
    password: str = ""
    """`${NAME}` in it is taken from the environment, so that no password need stand in a file."""
    ca: Path | None = None
    """Certificate of the authority that signed those of the nodes; without it the system's are believed."""
    prefix: str = "timtin"
    """Beginning of the names of all indexes: two archives that share a cluster need two of them."""
    shards: int = 3
    """Primary shards of a new index."""
    replicas: int = 1
    """Copies of each shard beside the primary; fewer where there are fewer nodes."""
    refresh: str = "30s"
    """How often a finished index looks for changes; while one is built it never does."""
    routing: str = ""
    """Attributes that nodes must have to hold an index, `zone:hanoi,disk:ssd`; empty means any node."""
    timeout: float = 10.0
    """Seconds that one request of a reader may take."""
    tries: int = 4
    """How often a request is made before it counts as failed, each time at another node."""
    patience: float = 120.0
    """Seconds that a writer waits for a request: shards that recover, merges."""
    senders: int = 2
    """Requests with articles that are under way at a time."""
    batch: int = 4_000_000
    """Bytes of such a request, about; nodes refuse more than `http.max_content_length` (100 MB)."""

    @property
    def secret(self) -> str:
        """The password itself; raises SettingsError where the environment does not have it."""
        return re.sub(r"\$\{(\w+)\}", _from_environment, self.password)

    @property
    def required(self) -> Mapping[str, str]:
        """The attributes of `routing`."""
        pairs = (one.partition(":") for one in self.routing.split(",") if one.strip())
        return {name.strip(): value.strip() for name, _, value in pairs}


def _from_environment(found: re.Match[str]) -> str:
    name = found[1]
    if name not in os.environ:
        raise setting_error(
            "environment",
            "cluster.password",
            f"không có biến môi trường {name}",
            f"there is no environment variable {name}",
        )
    return os.environ[name]


def read_cluster(
    value: object, place: str, before: ClusterSettings | None = None
) -> ClusterSettings:
    """Return the table `[cluster]` over what was known `before`; raises SettingsError."""
    return read_over(before or ClusterSettings(), "cluster", value, place, _reader)


def _reader(key: str) -> Reader:
    default = getattr(ClusterSettings(), key)
    if isinstance(default, int):
        return whole_number(0 if key == "replicas" else 1, _MOST)
    if isinstance(default, float):
        return number(0.001, _MOST)
    return _path if key == "ca" else _any_text


def _any_text(name: str, value: object, place: str) -> str:
    """Return a text; what was written instead stands in no sentence, for it may be a password."""
    if not isinstance(value, str):
        refuse(place, name, "không phải chuỗi", "is not a text")
    return value


def _path(name: str, value: object, place: str) -> Path:
    return Path(_any_text(name, value, place))
