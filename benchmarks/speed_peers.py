"""The peers of the speed benchmark; those that are not installed are left out."""

from collections.abc import Iterable, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from benchmarks.speed_corpus import Cut, Texts


class Peer(Protocol):
    """Another search engine."""

    name: str
    slug: str
    """Name of its folder."""
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


PEERS = (
    ("benchmarks.speed_tantivy", "Tantivy"),
    ("benchmarks.speed_xapian", "Xapian"),
    ("benchmarks.speed_sqlite", "Fts5"),
)


def installed_peers() -> list[type[Peer]]:
    """Return the peers that can be imported. Xapian is Debian's python3-xapian: put its folder on PYTHONPATH."""
    return [peer for module, name in PEERS if (peer := _imported(module, name))]


def _imported(module: str, name: str) -> type[Peer] | None:
    try:
        peer: type[Peer] = getattr(import_module(module), name)
    except ImportError as error:
        print(f"left out: {name} ({error})")
        return None
    return peer


def opened_peer(peer: type[Peer], keep: Path, texts: Sequence[Texts]) -> Peer:
    """Return a peer that has indexed these texts, now or in an earlier run."""
    folder = keep / peer.slug
    done = folder / "done"
    folder.mkdir(parents=True, exist_ok=True)
    opened = peer(folder)
    if not done.exists():
        opened.write(texts)
        done.touch()
    opened.open()
    return opened
