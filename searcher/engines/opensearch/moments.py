"""A point in time of an index: what pages are taken from that belong together, however long it takes."""

import logging
from contextlib import suppress
from types import TracebackType
from typing import Any, Protocol, Self

from opensearchpy import OpenSearch

from searcher.engines.opensearch.connecting import Cluster
from searcher.engines.opensearch.mapping import Json
from searcher.errors import ArchiveError, ClusterUnreachable, IndexMissing
from searcher.model.limits import NEVER, Deadline

_log = logging.getLogger(__name__)

KEPT = "5m"
"""How long the cluster holds a moment between two questions."""
RENEWALS = 3


class Asks(Protocol):
    """Answers a request until a deadline."""

    def __call__(self, body: Json, deadline: Deadline, **options: str) -> Json:
        """Answer it; see `Fetching.search` and `Fetching.until`."""


class Index(Protocol):
    """What has a name in the cluster."""

    index: str


class Moment:
    """Holds an index as it is while a `with` block lasts.

    A moment lives on the nodes that were asked first, and dies with any of them. Then another is taken: a
    finished index does not change, so that whoever asks for what is behind the last hit misses nothing.
    """

    def __init__(
        self, index: Index, cluster: Cluster, ask: Asks, deadline: Deadline = NEVER
    ) -> None:
        self._index, self._cluster = index, cluster
        self._ask, self._deadline = ask, deadline
        self._id = ""

    def __enter__(self) -> Self:
        self._begin()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def _begin(self) -> None:
        def _taken(client: OpenSearch) -> Any:
            options = {
                "keep_alive": KEPT,
                "allow_partial_pit_creation": "false",  # or what a missing shard has would be left out unsaid
                "request_timeout": self._cluster.seconds(self._deadline),
            }
            return client.create_pit(index=self._index.index, params=options)

        self._id = self._cluster.ask(_taken, self._deadline)["pit_id"]

    def _end(self) -> None:
        body = {"pit_id": [self._id]}
        limit = {"request_timeout": self._cluster.seconds(self._deadline)}
        with suppress(ArchiveError):  # it ends by itself, and an answer that is there counts
            self._cluster.ask(
                lambda client: client.delete_pit(body=body, params=limit), self._deadline
            )

    def search(self, body: Json, **options: str) -> Json:
        """Answer a request from this moment; raises what the last try met."""
        for _ in range(RENEWALS):
            try:
                return self._asked(body, options)
            except (IndexMissing, ClusterUnreachable) as error:
                if self._deadline.passed:
                    raise
                _log.info("another moment of %s is taken: %s", self._index.index, error)
                self._end()
                self._begin()
        return self._asked(body, options)

    def _asked(self, body: Json, options: dict[str, str]) -> Json:
        pit = {"id": self._id, "keep_alive": KEPT}
        return self._ask({**body, "pit": pit}, self._deadline, **options)
