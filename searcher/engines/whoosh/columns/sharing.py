"""Segments that stay open from one generation to the next, which has their files by hard links.

A small run adds a small segment and new masks: what a site has compared with its checksums, decoded and counted of
the others is as true as before. Without this each publish would cost every process a look at the whole index.
"""

from pathlib import Path
from threading import Lock
from weakref import WeakValueDictionary

from searcher.engines.whoosh.columns.manifest import Entry, open_segment
from searcher.engines.whoosh.columns.segment import Segment

_Identity = tuple[int, int, int, int]


class SharedSegments:
    """Segments that some reader has open, by what their file is on the disk. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._open = WeakValueDictionary[_Identity, Segment]()

    def opened(self, folder: Path, entry: Entry) -> Segment:
        """Open a segment as `open_segment` does; what another generation has read of its file is kept."""
        with self._lock:
            identity = _identity(folder / entry.file)
            elder = self._open.get(identity) if identity else None
            segment = open_segment(folder, entry, elder)
            if identity:
                self._open[identity] = segment
            return segment


def _identity(path: Path) -> _Identity | None:
    """Return what two names of one file have in common, and what a change of it changes; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns


SEGMENTS = SharedSegments()
"""Those of this process."""
