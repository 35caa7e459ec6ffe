"""A whole index read and compared with its checksums."""

import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Thread

from searcher.container import Container
from searcher.engines.whoosh.columns.manifest import Entry, open_segment, read_manifest
from searcher.engines.whoosh.columns.stored import article_from
from searcher.errors import ArchiveError

_log = logging.getLogger(__name__)


def proven_beside(containers: Sequence[Container]) -> None:
    """Compare all arrays with their checksums in a thread, while queries already compare what they touch."""
    Thread(target=_prove, args=(containers,), name="checksums", daemon=True).start()


def _prove(containers: Sequence[Container]) -> None:
    try:
        for container in containers:
            container.prove()
    except ArchiveError as error:  # whoever touches the damaged block is told as well
        _log.error("%s", error.en)


def damages(folder: Path) -> Iterator[str]:
    """Yield one sentence for each array, file or article that is damaged."""
    try:
        entries = read_manifest(folder)
    except ArchiveError as error:
        yield error.vi
        return
    for entry in entries:
        yield from _of_segment(folder, entry)


def _of_segment(folder: Path, entry: Entry) -> Iterator[str]:
    try:
        segment = open_segment(folder, entry)
    except ArchiveError as error:
        yield error.vi
        return
    found = list(_of_container(segment.container))
    if segment.deletes is not None:
        found += _of_container(segment.deletes)
    yield from found
    if not found:
        try:
            for content in segment.stored.contents():
                article_from(content)
        except ArchiveError as error:
            yield error.vi


def _of_container(container: Container) -> Iterator[str]:
    for name in container:
        try:
            container.verify(name)
        except ArchiveError as error:
            yield error.vi
