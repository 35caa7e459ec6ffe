"""Generations of one index beside each other, and the pointer to the visible one."""

import os
import re
import shutil
from dataclasses import replace
from pathlib import Path

from searcher.errors import IndexMissing
from searcher.publish.durable import no_space_named, sync_tree, write_durably
from searcher.publish.manifest import (
    MANIFEST,
    FileEntry,
    Manifest,
    damaged,
    digest_files,
    missing_files,
    read_manifest,
    write_manifest,
)

CURRENT = "CURRENT"
INDEX = "index"
"""Folder of the engine's own files in a generation."""
RESTORATION = "restoration.model"
"""Model that restores diacritics, learned from the whole generation."""
LEXICON = "suggestions.lexicon"
"""What the whole generation can complete and correct with; a generation without one suggests less."""
OPTIONAL = frozenset({LEXICON})
"""Files without which a generation can be searched; `check` names them when they are damaged."""
_NAME = re.compile(r"\d{6,12}")


class NewGeneration:
    """A generation that nobody sees yet: `folder` for its files, `index` for the engine's."""

    def __init__(self, folder: Path, parent: Path | None) -> None:
        self.folder = folder
        self.parent = parent

    @property
    def name(self) -> str:
        """The generation's name."""
        return self.folder.name

    @property
    def index(self) -> Path:
        """The folder of the engine's own files."""
        return self.folder / INDEX


class Generations:
    """The folder of one index. Writing methods are called under `writer_lock` only."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def current(self) -> str | None:
        """Return the name of the visible generation, None when nothing was published; raises IndexDamaged."""
        path = self.root / CURRENT
        try:
            name = path.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise damaged(path) from error
        if not _NAME.fullmatch(name):
            raise damaged(path)
        return name

    def visible(self) -> Path:
        """Return the folder of the visible generation; raises IndexMissing or IndexDamaged."""
        name = self.current()
        if name is None:
            raise IndexMissing(
                f"Chưa có chỉ mục nào ở {self.root}: hãy chạy python reindex.py NGUỒN.",
                f"There is no index at {self.root}: run python reindex.py SOURCE.",
                path=str(self.root),
            )
        return self.root / name

    def open(self) -> tuple[Path, Manifest]:
        """Return the visible generation and its manifest, once all the files it needs are there in full size."""
        folder = self.visible()
        manifest = read_manifest(folder)
        for path in missing_files(folder, manifest):
            if path.name not in OPTIONAL:
                raise damaged(path)
        return folder, manifest

    def names(self) -> list[str]:
        """Return the finished generations, oldest first."""
        folders = self.root.iterdir() if self.root.is_dir() else ()
        return sorted((f.name for f in folders if (f / MANIFEST).exists()), key=int)

    def begin(self, *, full: bool) -> NewGeneration:
        """Clear what killed runs left, then return an empty generation or one linked to the visible one."""
        self._clear_unfinished()
        parent = None if full or self.current() is None else self.visible()
        number = 1 + max((int(name) for name in self.names()), default=0)
        fresh = NewGeneration(self.root / f"{number:06d}", parent)
        fresh.index.mkdir(parents=True)
        if parent:
            _link_files(parent / INDEX, fresh.index)
        return fresh

    def _clear_unfinished(self) -> None:
        for folder in self.root.iterdir():
            if folder.is_dir() and not (folder / MANIFEST).exists():
                shutil.rmtree(folder)

    def publish(self, fresh: NewGeneration, manifest: Manifest) -> Manifest:
        """Make a generation durable, then visible by one rename; return its manifest with all digests."""
        with no_space_named(fresh.folder):
            sync_tree(fresh.folder)
            known = read_manifest(fresh.parent).files if fresh.parent else {}
            files: dict[str, FileEntry] = digest_files(fresh.folder, known, fresh.parent)
            parent = fresh.parent.name if fresh.parent else self.current()
            complete = replace(manifest, parent=parent, files=files)
            write_manifest(fresh.folder, complete)
            self._point_to(fresh.name)
        return complete

    def _point_to(self, name: str) -> None:
        write_durably(self.root / CURRENT, f"{name}\n".encode())

    def abandon(self, fresh: NewGeneration) -> None:
        """Remove a generation that will not be published."""
        shutil.rmtree(fresh.folder, ignore_errors=True)

    def roll_back(self) -> str:
        """Point back to the generation before the visible one and return its name; raises IndexMissing."""
        name = self.visible().name
        earlier = [other for other in self.names() if int(other) < int(name)]
        if not earlier:
            raise IndexMissing(
                f"Không có thế hệ nào trước {name} để quay lại.",
                f"There is no generation before {name} to go back to.",
                path=str(self.root),
            )
        self._point_to(earlier[-1])
        return earlier[-1]

    def prune(self, keep: int) -> list[str]:
        """Remove the oldest finished generations until `keep` are left, never the visible one."""
        removable = [name for name in self.names() if name != self.current()]
        doomed = removable[: max(0, len(removable) + 1 - max(1, keep))]
        for name in doomed:
            # Without a manifest it counts as unfinished: a kill in the middle leaves nothing half valid.
            (self.root / name / MANIFEST).unlink()
            shutil.rmtree(self.root / name)
        return doomed


def _link_files(elder: Path, younger: Path) -> None:
    for path in elder.rglob("*"):
        target = younger / path.relative_to(elder)
        if path.is_dir():
            target.mkdir(exist_ok=True)
        else:
            os.link(path, target)
