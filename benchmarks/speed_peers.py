"""The peers of the speed benchmark; those that are not installed are left out."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol

from benchmarks.speed_corpus import Cut, Texts


class Peer(Protocol):
    """Another search engine."""

    name: str
    every: int
    """Every how many queries it is asked one: a slow peer would take hours."""

    def __init__(self, folder: Path) -> None: ...

    def write(self, texts: Iterable[Texts]) -> None:
        """Index all articles."""

    def open(self) -> None:
        """Make what was written searchable."""

    def query(self, kind: str, cut: Cut, other: Cut, *, folded: bool) -> Any:
        """Return the query, None for a kind that is not asked of this engine."""

    def search(self, query: Any) -> int:
        """Return the number of hits; the ten best are found too."""


def installed_peers() -> list[type[Peer]]:
    """Return the peers that can be imported."""
    from benchmarks.speed_sqlite import Fts5

    try:
        from benchmarks.speed_tantivy import Tantivy
    except ImportError:
        return [Fts5]
    return [Tantivy, Fts5]
