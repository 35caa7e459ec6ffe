"""Articles by id or by number: their forward fields, signatures, and the articles themselves, within a deadline."""

import logging
import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from typing import Any

from opensearchpy import OpenSearch

from searcher.engines.opensearch.connecting import READ, REST, Cluster, pause
from searcher.engines.opensearch.mapping import Json
from searcher.engines.opensearch.moments import Moment
from searcher.engines.opensearch.refusals import lacking, unreachable
from searcher.engines.opensearch.rows import cluster_id
from searcher.errors import ClusterUnreachable
from searcher.model.limits import NEVER, Deadline

_log = logging.getLogger(__name__)

PART = 1000
"""Articles asked for in one request."""
PAGE = 5000
"""Hits of one answer at most: the cluster refuses more than 10,000, and holds them in memory on every shard."""


class _Lameness:
    """Until when the others are asked at once, as a shard stays silent: known to all who read from the index."""

    until = 0.0


class Fetching:
    """Reads from one index, each request within a deadline."""

    def __init__(self, cluster: Cluster, index: str) -> None:
        self._cluster = cluster
        self.index = index
        self._lame = _Lameness()
        self._deadline = NEVER

    def within(self, deadline: Deadline) -> "Fetching":
        """Return what reads the same, and gives up once a deadline has passed: see `Reader.until`."""
        bound = copy(self)
        bound._deadline = deadline
        return bound

    def _sooner(self, deadline: Deadline) -> Deadline:
        """Return the deadline of a request, else that of the question that it is a part of."""
        return self._deadline if deadline == NEVER else deadline

    def forwards_of(self, ids: Sequence[str]) -> dict[str, str]:
        """Return the forward fields of those of some articles that are there, by id."""
        wanted = {"ids": {"values": [cluster_id(id_) for id_ in ids]}}
        found = self.columns(wanted, len(ids), ("id", "forward"))
        return {str(one["id"]): one["forward"] for one in found}

    def by_number(self, numbers: Sequence[int], names: Sequence[str]) -> dict[int, Json]:
        """Return some fields of some articles by their numbers."""
        found: dict[int, Json] = {}
        for start in range(0, len(numbers), PART):
            part = list(numbers[start : start + PART])
            wanted = {"terms": {"order": part}}
            rows = self.columns(wanted, len(part), ("order", *names))
            found |= {int(one["order"]): one for one in rows}
        return found

    def columns(self, query: Json, limit: int, names: Sequence[str]) -> list[Json]:
        """Return fields, kept as columns, of the articles that a query matches, `limit` of them at most.

        Raises ClusterUnreachable where there may be more on a shard that stays silent.
        """
        body = {"query": {"bool": {"filter": [query]}}, "size": limit, **columns(names)}
        answer = self.until({**body, "track_total_hits": False}, NEVER)
        hits = answer["hits"]["hits"]
        if is_partial(answer) and len(hits) < limit:
            raise self._silent()
        return [fields_of(hit) for hit in hits]

    def search(self, body: Json, deadline: Deadline = NEVER, **options: str) -> Json:
        """Answer one request, whole or not at all; one at a point in time is asked of that."""
        deadline = self._sooner(deadline)
        params = {"allow_partial_search_results": "false", **options}
        index = None if "pit" in body else self.index

        def _asked(client: OpenSearch) -> Any:
            limit = {"request_timeout": self._cluster.seconds(deadline)}
            return client.search(index=index, body=body, params={**params, **limit})

        found: Json = self._cluster.ask(_asked, deadline)
        return found

    def until(self, body: Json, deadline: Deadline, **options: str) -> Json:
        """Answer one request with what the shards have at a deadline; whole if they are in time.

        Shards that failed are asked again while there is time. See `is_partial`.
        """
        deadline = self._sooner(deadline)
        if deadline == NEVER:
            return self._sooner_or_later(body, options)
        options |= {"allow_partial_search_results": "true"}
        for tries in range(1, self._cluster.settings.tries + 1):
            limited = {**body, "timeout": f"{math.ceil(deadline.left_ms) + 1}ms"}
            answer = self.search(limited, deadline, **options)
            if not _lacks(answer) or deadline.passed or self._is_lame:
                return answer
            time.sleep(min(pause(tries), deadline.left_ms / 1000))
        self._lame.until = time.monotonic() + REST
        return answer

    @property
    def _is_lame(self) -> bool:
        """Whether a shard stayed silent a moment ago, however often it was asked."""
        return time.monotonic() < self._lame.until

    def _sooner_or_later(self, body: Json, options: Mapping[str, str]) -> Json:
        """Answer one request wholly; where a shard stays silent however often it is asked, the rest answers.

        For a moment after that the others are asked at once.
        """
        if not self._is_lame:
            try:
                return self.search(body, NEVER, **options)
            except ClusterUnreachable as error:
                if self._cluster.is_resting:
                    raise
                _log.warning("asked for a partial answer: %s", error)
        answer = self.search(body, NEVER, **options, allow_partial_search_results="true")
        if is_partial(answer):
            self._lame.until = time.monotonic() + REST
        return answer

    def in_time(self, body: Json) -> Json:
        """Answer one request with what no shard has cut off; raises ClusterUnreachable where one had to."""
        answer = self.until({**body, "track_total_hits": False}, NEVER)
        if answer.get("timed_out"):
            raise self._silent()
        return answer

    def _silent(self) -> ClusterUnreachable:
        return unreachable(", ".join(self._cluster.addresses), f"a shard of {self.index}")

    def best(self, body: Json, deadline: Deadline = NEVER) -> Json:
        """Answer a request for the best articles, however many, with statistics of all shards; see `until`."""
        options = {"search_type": "dfs_query_then_fetch"} if body["size"] else {}
        if body["size"] <= PAGE:
            return self.until(body, deadline, **options)
        try:
            return self._deep(body, deadline, **options)
        except (
            ClusterUnreachable
        ):  # no moment of a whole index: what there is at once, which will say so
            return self.until({**body, "size": PAGE}, deadline, **options) | {"timed_out": True}

    def _deep(self, body: Json, deadline: Deadline, **options: str) -> Json:
        """Answer a request for more than the cluster gives at once: page after page of one moment."""
        deadline = self._sooner(deadline)
        with Moment(self, self._cluster, self.until, deadline) as moment:
            answer = moment.search({**body, "size": PAGE}, **options)
            plain = {name: value for name, value in body.items() if name != "aggs"}
            hits, size = answer["hits"]["hits"], PAGE
            while len(hits) == size < body["size"]:
                if deadline.passed:
                    answer["timed_out"] = True
                    break
                step = min(PAGE, body["size"] - size)
                more = {**plain, "track_total_hits": False, "size": step, **_behind(hits)}
                page = moment.search(more, **options)
                hits += page["hits"]["hits"]
                size += step
                answer["timed_out"] |= is_partial(page)
        return answer

    def articles(self, ids: Sequence[str]) -> Mapping[str, Json]:
        """Return the records of those of some articles that are there, by id.

        Raises ClusterUnreachable where a shard stays silent that may have one of them.
        """
        found: dict[str, Json] = {}
        for start in range(0, len(ids), PART):
            for one in self._read([cluster_id(id_) for id_ in ids[start : start + PART]]):
                if one.get("found"):
                    record = one["_source"]["article"]
                    found[record["id"]] = record
        return found

    def _read(self, ids: Sequence[str]) -> Sequence[Json]:
        """Return what the cluster has under some ids of its own, each asked for until its shard answers."""
        for tries in range(1, self._cluster.settings.tries + 1):
            answer = self._cluster.ask(self._many({"ids": list(ids)}), self._deadline)
            unread = [one["error"] for one in answer["docs"] if "error" in one]
            if not unread:
                return list(answer["docs"])
            if self._deadline.passed or self._is_lame:
                break
            time.sleep(min(pause(tries), self._deadline.left_ms / 1000))
        self._lame.until = time.monotonic() + REST
        raise lacking(self._cluster.addresses, unread[0])

    def _many(self, body: Json) -> Callable[[OpenSearch], Any]:
        def _asked(client: OpenSearch) -> Any:
            limit = {"request_timeout": self._cluster.seconds(self._deadline, READ)}
            return client.mget(index=self.index, body=body, params=limit)

        return _asked

    def walk(self, body: Json) -> Iterator[Json]:
        """Yield every hit of a sorted query however many there are, all of one moment."""
        with Moment(self, self._cluster, self.search) as moment:
            after: Json = {}
            while True:
                hits = moment.search({**body, **after})["hits"]["hits"]
                yield from hits
                if len(hits) < body["size"]:
                    return
                after = _behind(hits)


def _behind(hits: Sequence[Json]) -> Json:
    """Return what asks for the hits behind some."""
    return {"search_after": hits[-1]["sort"]}


def is_partial(answer: Json) -> bool:
    """Tell whether some shard has not answered, or not wholly in time."""
    return bool(answer.get("timed_out")) or _lacks(answer)


def _lacks(answer: Json) -> bool:
    """Tell whether a shard is missing; one that no node has does not count among the failed ones."""
    shards = answer["_shards"]
    return bool(shards["successful"] < shards["total"])


def columns(names: Sequence[str]) -> Json:
    """Return the part of a request that asks for columns and nothing else."""
    return {"docvalue_fields": list(names), "_source": False, "stored_fields": "_none_"}


def fields_of(hit: Json) -> Json:
    """Return the columns of a hit, None for those that it has not."""
    return {name: values[0] for name, values in hit.get("fields", {}).items()}
