"""Documents to an index of the cluster, and their keys to the vocabulary beside CURRENT."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import numpy as np

from searcher.engines.opensearch.connecting import Cluster
from searcher.engines.opensearch.fetching import Fetching
from searcher.engines.opensearch.gathered import blobs, gathered_from, opened
from searcher.engines.opensearch.growing import Growing
from searcher.engines.opensearch.indexes import Indexes
from searcher.engines.opensearch.mapping import FORMAT
from searcher.engines.opensearch.packs import Pack, pack, put_away, take_up
from searcher.engines.opensearch.record import (
    FILE,
    Record,
    index_name,
    is_shared,
    owner_of,
    read_record,
    write_record,
)
from searcher.engines.opensearch.rows import cluster_id, numbered, version
from searcher.engines.opensearch.sending import Sender, lines
from searcher.engines.opensearch.vocabulary import Vocabulary
from searcher.model import Document

_AT_ONCE = 500
"""Articles that are put in numbers together."""


class ClusterWriter:
    """Writes into an index that no reader knows until `finish` has named it in the folder.

    What the folder has already is cloned first, so that who reads it is not disturbed.
    """

    def __init__(self, folder: Path, cluster: Cluster) -> None:
        self._folder = folder
        self._cluster = cluster
        self._indexes = Indexes(cluster)
        self._elder = read_record(folder) if (folder / FILE).exists() else None
        self._vocabulary = Growing(Vocabulary(folder) if self._elder else None)
        taken = self._elder.index if self._elder else None
        self._name = index_name(cluster.settings.prefix, folder, taken)
        self._fetching = Fetching(cluster, self._name)
        self._own: set[str] = set()
        """Ids of this run, which the index may not show yet."""
        self._sender = Sender(cluster)
        self._has_older = self._elder is not None
        if self._elder:
            self._indexes.clone(self._elder.index, self._name, owner_of(folder))
        else:
            self._indexes.make(self._name, owner_of(folder))

    def write(self, batch: Sequence[Document]) -> None:
        """Add the documents; one with an id that is already there replaces it."""
        for start in range(0, len(batch), _AT_ONCE):
            part = pack(batch[start : start + _AT_ONCE])
            self.adopt(part, range(len(part.ids)))

    def adopt(self, packed: Pack, chosen: Sequence[int]) -> None:
        """Add some of the documents, by place."""
        one = packed.choose(chosen)
        self._take_out(one.ids)
        gathered = self._vocabulary.adopt(one.gathered, one.keys, one.folded.astype(np.int64))
        self._vocabulary.count(gathered)
        for id_, begun, forward in zip(one.ids, one.rows, blobs(gathered), strict=True):
            order = self._next()
            target = {"_index": self._name, "_id": cluster_id(id_), **version(order)}
            self._sender.send((*lines({"index": target}), numbered(begun, order, forward)))
        self._own.update(one.ids)

    def _next(self) -> int:
        self._vocabulary.orders += 1
        return self._vocabulary.orders - 1

    def _take_out(self, ids: Sequence[str]) -> list[str]:
        """Take the articles of these ids out of the counts; return which were there."""
        pending = self._own.intersection(ids)
        if pending:
            self._sender.settle()
            self._indexes.refresh(self._name)
            self._own.clear()
            self._has_older = True
        if not self._has_older:
            return []
        there = self._fetching.forwards_of(ids)
        self._vocabulary.count(gathered_from([opened(one) for one in there.values()]), -1)
        return list(there)

    def packer(self) -> Callable[[Sequence[Document]], Pack]:
        """Return what makes documents ready in worker processes."""
        return pack

    def put_away(self, packed: Pack, folder: Path) -> dict[str, Any]:
        """Keep a pack in a file of its own below `folder`."""
        return put_away(packed, folder)

    def take_up(self, record: Mapping[str, Any], folder: Path) -> Pack:
        """Return a pack that was kept."""
        return take_up(record, folder)

    def delete(self, ids: Iterable[str]) -> None:
        """Remove articles by id; unknown ids are ignored."""
        listed = list(dict.fromkeys(ids))
        for start in range(0, len(listed), _AT_ONCE):
            for id_ in self._take_out(listed[start : start + _AT_ONCE]):
                target = {"_index": self._name, "_id": cluster_id(id_)}
                self._sender.send(lines({"delete": {**target, **version(self._next())}}))
                self._own.add(id_)

    def finish(self) -> None:
        """Make everything durable, then name the index in the folder."""
        self._sender.settle()
        self._indexes.finish(self._name)
        former = self._former()
        self._vocabulary.write(self._folder)
        write_record(
            self._folder,
            Record(index=self._name, articles=self._vocabulary.articles, format=FORMAT),
        )
        if former:
            self._indexes.remove(former)
        self._close()

    def _former(self) -> str | None:
        """Return the index that this folder alone had until now."""
        there = (self._folder / FILE).exists() and not is_shared(self._folder)
        return read_record(self._folder).index if there else None

    def abandon(self) -> None:
        """Remove what was written, also after `finish`."""
        self._close()
        with closing(Cluster(self._cluster.hosts, self._cluster.settings)) as cluster:
            Indexes(cluster).remove(self._name)

    def _close(self) -> None:
        self._sender.close()
        self._cluster.close()
