"""The engine contract over plain dictionaries."""

from pathlib import Path

from searcher.engines.memory.reader import MemoryReader
from searcher.engines.memory.writer import MemoryWriter


class MemoryEngine:
    """Keeps everything in memory and one JSON Lines file; for tests and for a few thousand articles."""

    name = "memory"
    format = 1

    def writer(self, folder: Path) -> MemoryWriter:
        """Return a writer that starts from what `folder` holds."""
        return MemoryWriter(folder)

    def reader(self, folder: Path) -> MemoryReader:
        """Open what a writer finished."""
        return MemoryReader(folder)

    def show(self, folder: Path) -> None:
        """Do nothing: nobody looks anywhere else than CURRENT."""

    def forget(self, folder: Path) -> None:
        """Do nothing: all is in the folder."""
