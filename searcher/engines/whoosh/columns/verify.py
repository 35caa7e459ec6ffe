"""A whole index read and compared with its checksums."""

from collections.abc import Iterator
from pathlib import Path

from searcher.engines.whoosh.columns.container import Container
from searcher.engines.whoosh.columns.manifest import Entry, open_segment, read_manifest
from searcher.engines.whoosh.columns.stored import article_from
from searcher.errors import ArchiveError


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
