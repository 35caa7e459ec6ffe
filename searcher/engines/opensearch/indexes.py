"""Indexes made, cloned, finished and removed: what a writer asks of the cluster beside its articles."""

import logging
from typing import Any

from opensearchpy import OpenSearch

from searcher.engines.opensearch.changes import changed_fields
from searcher.engines.opensearch.connecting import Cluster
from searcher.engines.opensearch.mapping import BUILDING, FORMAT, Json, finished, index_body, meta
from searcher.engines.opensearch.refusals import full, unreachable
from searcher.errors import ClusterRefused, IndexFormat, IndexMissing

_log = logging.getLogger(__name__)

_LATE = 408
"""Status of a node that was asked to wait for something that has not come about in time."""


class Indexes:
    """The indexes of one cluster, by name."""

    def __init__(self, cluster: Cluster, *, seconds: float | None = None) -> None:
        """Give each request so many seconds: for whoever writes, as many as a writer waits."""
        self._cluster = cluster
        self._settings = cluster.settings
        self._limit = {"request_timeout": seconds or self._settings.patience}

    def make(self, name: str, owner: str) -> None:
        """Make an empty index in the place of what a run left that was killed; raises ClusterRefused."""
        self._clear(name, owner)
        self._make("PUT", f"/{name}", index_body(self._settings, owner))

    def clone(self, source: str, name: str, owner: str) -> None:
        """Make an index with the files of a finished one: hard links on its nodes, as between generations.

        Raises ClusterRefused, IndexMissing, NoSpace.
        """
        self._clear(name, owner)
        self._require_room(source)
        wanted = {f"index.{key}": value for key, value in BUILDING.items()}
        self._make("PUT", f"/{source}/_clone/{name}?wait_for_active_shards=1", {"settings": wanted})
        if not self._reaches("yellow", name):
            raise unreachable(", ".join(self._cluster.addresses), f"no node takes the index {name}")
        self._do("PUT", f"/{name}/_mapping", meta(owner))

    def _require_room(self, source: str) -> None:
        """Raise NoSpace where a full disk made an index read-only: a clone of it would never begin to live."""
        block = "index.blocks.read_only_allow_delete"
        told: Json = self._do("GET", f"/{source}/_settings/{block}?flat_settings=true")
        if any(found["settings"].get(block) == "true" for found in told.values()):
            raise full(", ".join(self._cluster.addresses))

    def _make(self, method: str, path: str, body: Json) -> None:
        """Ask for an index whose name was free just now: one that is there was made by a try that was cut off."""
        try:
            self._do(method, path, body)
        except ClusterRefused as error:
            if "already_exists" not in str(error):
                raise

    def _clear(self, name: str, owner: str) -> None:
        """Remove what has a name that is needed, unless another archive has it."""
        self._cluster.require_version()
        told = self._meta(name)
        if told is not None and told.get("owner") != owner:
            raise ClusterRefused(
                f"Chỉ mục {name} trên cụm thuộc một kho tin khác: hãy đặt cluster.prefix khác.",
                f"The index {name} of the cluster belongs to another archive: set another cluster.prefix.",
                why=name,
            )
        if told is not None:
            self.remove(name)

    def _meta(self, name: str) -> Json | None:
        """Return what an index says of itself, None where there is none."""
        found = self._mapping(name)
        return None if found is None else found.get("_meta", {})

    def _mapping(self, name: str) -> Json | None:
        """Return the mapping of an index, None where there is none."""
        found: Json = self._do("GET", f"/{name}/_mapping?ignore_unavailable=true")
        return next(iter(found.values()))["mappings"] if found else None

    def finish(self, name: str) -> None:
        """Make everything durable and visible, and wait for the copies of the shards as long as the settings allow."""
        self._do("POST", f"/{name}/_refresh")
        self._do("POST", f"/{name}/_flush?wait_if_ongoing=true")
        self._do("PUT", f"/{name}/_settings", {"index": finished(self._settings)})
        if not self._reaches(
            "green", name
        ):  # searching works without; the cluster goes on making them
            _log.warning("the index %s is published before all copies of its shards are made", name)

    def refresh(self, name: str) -> None:
        """Let searches see what was written so far."""
        self._do("POST", f"/{name}/_refresh")

    def remove(self, name: str) -> None:
        """Remove an index; one that is not there is ignored."""
        self._do("DELETE", f"/{name}?ignore_unavailable=true")

    def show(self, name: str, alias: str) -> None:
        """Move an alias to an index from whichever has it, in one step; raises ClusterRefused."""
        gone = {"index": f"{alias}-*", "alias": alias, "must_exist": False}
        shown = {"index": name, "alias": alias}
        self._do("POST", "/_aliases", {"actions": [{"remove": gone}, {"add": shown}]})

    def check(self, name: str) -> None:
        """Raise IndexMissing, or IndexFormat for an index with another mapping than ours."""
        self._cluster.require_version()
        mapping = self._mapping(name)
        if mapping is None:
            raise IndexMissing(
                f"Cụm không có chỉ mục {name}: hãy chạy reindex.py --full.",
                f"The cluster has no index {name}: run reindex.py --full.",
                path=name,
            )
        found = mapping.get("_meta", {}).get("format")
        if found != FORMAT:
            vi = f"có định dạng {found}, chương trình này đọc {FORMAT}"
            raise _format(name, vi, f"has format {found}, this program reads {FORMAT}", found)
        if changed := changed_fields(mapping):
            listed = ", ".join(changed)
            raise _format(
                name, f"đã bị đổi ánh xạ ({listed})", f"has a changed mapping ({listed})", changed
            )

    def _reaches(self, status: str, name: str) -> bool:
        """Wait until all shards (yellow) and their copies (green) are there; tell whether they are."""
        seconds = max(1, int(self._settings.patience / 2))
        path = f"/_cluster/health/{name}?wait_for_status={status}&timeout={seconds}s"
        return not self._do("GET", path, ignore=_LATE)["timed_out"]

    def _do(self, method: str, path: str, body: Json | None = None, ignore: int = 0) -> Any:
        def _asked(client: OpenSearch) -> Any:
            params = {**self._limit, "ignore": ignore}
            return client.transport.perform_request(method, path, params=params, body=body)

        return self._cluster.ask(_asked)


def _format(name: str, vi: str, en: str, found: object) -> IndexFormat:
    return IndexFormat(
        f"Chỉ mục {name} của cụm {vi}: hãy chạy reindex.py --full.",
        f"The index {name} of the cluster {en}: run reindex.py --full.",
        path=name,
        found=found,
        wanted=FORMAT,
    )
