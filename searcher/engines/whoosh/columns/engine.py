"""The engine contract over columns: the embedded default."""

from pathlib import Path

from searcher.engines.whoosh.columns.manifest import FORMAT
from searcher.engines.whoosh.columns.reader import ColumnsReader
from searcher.engines.whoosh.columns.writer import ColumnsWriter


class ColumnsEngine:
    """Keeps an index as a few files of NumPy arrays, which Whoosh itself can open as well."""

    name = "whoosh"
    format = FORMAT

    def writer(self, folder: Path) -> ColumnsWriter:
        """Return a writer into `folder`, which is empty or holds the files of a predecessor."""
        return ColumnsWriter(folder)

    def reader(self, folder: Path) -> ColumnsReader:
        """Open what a writer finished; raises IndexMissing, IndexDamaged or IndexFormat."""
        return ColumnsReader(folder)

    def show(self, folder: Path) -> None:
        """Do nothing: nobody looks anywhere else than CURRENT."""

    def forget(self, folder: Path) -> None:
        """Do nothing: all is in the folder."""
