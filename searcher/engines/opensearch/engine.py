"""The engine contract over an OpenSearch cluster."""

import logging
from contextlib import closing
from pathlib import Path

from searcher.engines.opensearch.connecting import Cluster
from searcher.engines.opensearch.indexes import Indexes
from searcher.engines.opensearch.reader import ClusterReader
from searcher.engines.opensearch.record import alias_name, read_record
from searcher.engines.opensearch.writer import ClusterWriter
from searcher.errors import ArchiveError
from searcher.settings import Settings

_log = logging.getLogger(__name__)


class OpenSearchEngine:
    """Keeps articles in a cluster, and beside CURRENT what is needed to ask it."""

    name = "opensearch"
    format = 1

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def writer(self, folder: Path) -> ClusterWriter:
        """Return a writer that starts from what `folder` names."""
        return ClusterWriter(folder, self._cluster(patient=True))

    def reader(self, folder: Path) -> ClusterReader:
        """Open what a writer finished."""
        return ClusterReader(folder, self._cluster())

    def show(self, folder: Path) -> None:
        """Move the alias of the archive to the index that `folder` names; one that is away is only logged."""
        cluster, alias = self._cluster(), alias_name(self._settings.cluster.prefix, folder)
        with closing(cluster):
            try:
                Indexes(cluster).show(read_record(folder).index, alias)
            except ArchiveError as error:  # readers follow CURRENT; the next run moves the alias
                _log.warning("the alias %s stays where it is: %s", alias, error)

    def forget(self, folder: Path) -> None:
        """Remove the index that `folder` names."""
        cluster = self._cluster()
        with closing(cluster):
            Indexes(cluster).remove(read_record(folder).index)

    def _cluster(self, *, patient: bool = False) -> Cluster:
        return Cluster(self._settings.opensearch, self._settings.cluster, patient=patient)
