"""Bulk requests, several at a time; what the cluster has no room for now is sent again a moment later."""

import json
import logging
import time
from collections.abc import Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from typing import Any

from searcher.engines.opensearch.connecting import Cluster, pause
from searcher.engines.opensearch.mapping import Json
from searcher.engines.opensearch.refusals import AGAIN, full, is_full
from searcher.errors import ClusterRefused, ClusterUnreachable

_log = logging.getLogger(__name__)

CONFLICT = 409
"""A newer version is there: this one was overtaken, which is no error."""
GONE = 404
"""What shall be deleted is not there."""

Action = tuple[bytes, ...]
"""The lines of one action, as JSON: what to do, and the fields where it needs them."""


def lines(*parts: Json) -> Action:
    """Return an action as it is sent."""
    texts = (json.dumps(part, ensure_ascii=False, separators=(",", ":")) for part in parts)
    return tuple(text.encode("utf-8", "surrogatepass") for text in texts)


class Sender:
    """Sends actions in batches from a few threads; waits while all are under way (back-pressure)."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._settings = cluster.settings
        self._pool = ThreadPoolExecutor(self._settings.senders, "timtin-bulk")
        self._under_way: set[Future[None]] = set()
        self._batch: list[Action] = []
        self._bytes = 0

    def send(self, action: Action) -> None:
        """Send an action with the next batch; raises what an earlier batch met."""
        self._batch.append(action)
        self._bytes += sum(map(len, action))
        if self._bytes >= self._settings.batch:
            self._begin()

    def settle(self) -> None:
        """Return when the cluster has acknowledged everything."""
        self._begin()
        self._wait_for(0)

    def close(self) -> None:
        """Send no more."""
        self._batch = []
        self._pool.shutdown(cancel_futures=True)

    def _begin(self) -> None:
        batch, self._batch, self._bytes = self._batch, [], 0
        if batch:
            self._wait_for(self._settings.senders - 1)
            self._under_way.add(self._pool.submit(self._deliver, batch))

    def _wait_for(self, most: int) -> None:
        while len(self._under_way) > most:
            done, self._under_way = wait(self._under_way, return_when=FIRST_COMPLETED)
            for one in done:
                one.result()

    def _deliver(self, batch: Sequence[Action]) -> None:
        """Send a batch until every action is acknowledged; a batch that was cut off is sent whole again."""
        ends = time.monotonic() + self._settings.patience
        tries = 0
        while batch:
            batch = self._left(batch, self._answers(batch))
            tries += 1
            if batch and time.monotonic() > ends:
                raise _no_room(len(batch))
            if batch:
                _log.info("%d articles are sent again (try %d)", len(batch), tries)
                time.sleep(pause(min(tries, 6)))

    def _answers(self, batch: Sequence[Action]) -> Sequence[Json] | None:
        body = b"".join(b"%s\n" % line for action in batch for line in action)
        options = {"request_timeout": self._settings.patience}
        try:
            found = self._cluster.ask(lambda client: client.bulk(body=body, params=options))
        except ClusterUnreachable as error:
            _log.info("%s", error)
            return None
        items: Sequence[Json] = found["items"]
        return [next(iter(item.values())) for item in items]

    def _left(self, batch: Sequence[Action], answers: Sequence[Json] | None) -> list[Action]:
        """Return the actions to send again; raises ClusterRefused for one that never works."""
        if answers is None:
            return list(batch)
        told = list(zip(batch, answers, strict=True))
        for _, answer in told:
            self._refuse(answer)
        return [action for action, answer in told if answer["status"] in AGAIN]

    def _refuse(self, answer: Any) -> None:
        """Raise what says why an action never works: NoSpace, ClusterRefused."""
        status, why = answer["status"], answer.get("error")
        text = f"{why['type']}: {why['reason']}" if isinstance(why, dict) else str(why)
        if why is not None and is_full(text):
            raise full(", ".join(self._cluster.addresses))
        if why is None or status in AGAIN or status in {CONFLICT, GONE}:
            return
        raise ClusterRefused(
            f"Cụm OpenSearch không nhận bài “{answer['_id']}”: {text}.",
            f"The OpenSearch cluster does not take article “{answer['_id']}”: {text}.",
            why=text,
        )


def _no_room(count: int) -> ClusterUnreachable:
    return ClusterUnreachable(
        f"Cụm OpenSearch không kịp nhận {count} bài trong thời hạn.",
        f"The OpenSearch cluster did not take {count} articles in time.",
        hosts="",
    )
