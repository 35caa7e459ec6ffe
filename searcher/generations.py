"""The generations of an index as an administrator sees them."""

from dataclasses import dataclass
from pathlib import Path

from searcher.errors import ArchiveError
from searcher.publish import Generations, missing_files, read_manifest
from searcher.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class GenerationSeen:
    """One generation on disk. `bytes` are those of all its files, `own_bytes` of those no other one shares.

    `is_whole` tells whether every file is there in full size; of one that is not, what its manifest would say is
    empty where that cannot be read. `created` is ISO 8601.
    """

    name: str
    is_visible: bool
    is_whole: bool = False
    created: str = ""
    articles: int = 0
    engine: str = ""
    bytes: int = 0
    own_bytes: int = 0


def generations_seen(settings: Settings) -> tuple[GenerationSeen, ...]:
    """Return the generations, oldest first; raises IndexMissing where there is none."""
    generations = Generations(settings.folder)
    if not generations.names():
        generations.visible()
    current = generations.readable()
    return tuple(
        _seen(generations.root / name, is_visible=name == current) for name in generations.names()
    )


def _seen(folder: Path, *, is_visible: bool) -> GenerationSeen:
    try:
        manifest = read_manifest(folder)
    except ArchiveError:
        return GenerationSeen(name=folder.name, is_visible=is_visible)
    return GenerationSeen(
        name=folder.name,
        is_visible=is_visible,
        is_whole=not any(missing_files(folder, manifest)),
        created=manifest.created,
        articles=manifest.articles,
        engine=manifest.engine,
        bytes=manifest.bytes,
        own_bytes=sum(_own(folder / name) for name in manifest.files),
    )


def _own(path: Path) -> int:
    try:
        found = path.stat()
    except OSError:
        return 0
    return found.st_size if found.st_nlink == 1 else 0
