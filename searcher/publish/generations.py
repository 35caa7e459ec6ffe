"""Generations of one index beside each other, and the pointer to the visible one."""

import re
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import searcher.disk as disk
from searcher.errors import ArchiveError, IndexDamaged, IndexMissing
from searcher.publish.absent import lost, missing
from searcher.publish.durable import link_tree, no_space_named, sync_tree, write_durably
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
from searcher.publish.seals import pointed, pointer

CURRENT = "CURRENT"
ANNOUNCED = "CURRENT.new"
"""Says, before there is a pointer, which generation is about to be the first: not shown yet is not lost."""
INDEX = "index"
"""Folder of the engine's own files in a generation."""
RESTORATION = "restoration.model"
"""Model that restores diacritics, learned from the whole generation."""
LEXICON = "suggestions.lexicon"
"""What the whole generation can complete and correct with; a generation without one suggests less."""
FRESH = "suggestions.fresh"
"""What came since the lexicon was learned and what is gone, where runs have changed something since."""
JOURNAL = "journal"
"""Folder beside the generations: what a run that was killed had read."""
_NAME = re.compile(r"\d{6,12}")
_DAMAGED = ".damaged"
"""Ends the name of a generation that was set aside."""
_REMOVED = ".removed"
"""Ends the name of a generation that is being removed."""


def _nothing(folder: Path) -> None:
    """Forget nothing: all of a generation is in its folder."""


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
            return pointed(path.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise damaged(path) from error

    def readable(self) -> str | None:
        """Return the name of the visible generation, None also where the pointer is damaged: none can be read."""
        try:
            return self.current()
        except IndexDamaged:
            return None

    def visible(self) -> Path:
        """Return the folder of the visible generation; raises IndexMissing or IndexDamaged."""
        name = self.current()
        if name is None:
            raise (
                lost(self.root / CURRENT, names)
                if (names := self._hidden())
                else missing(self.root)
            )
        return self.root / name

    def parent(self) -> Path | None:
        """Return the generation that a run adds to, None for a first run; raises IndexDamaged for a lost pointer."""
        is_first = self.current() is None and not self._hidden()
        return None if is_first else self.visible()

    def _hidden(self) -> list[str]:
        """Return the generations that were shown, as there is no pointer any more; one about to be shown was not."""
        if (self.root / CURRENT).exists():
            return []
        names = self.names()
        return [] if names == [self._announced()] else names

    def _announced(self) -> str | None:
        try:
            return pointed((self.root / ANNOUNCED).read_bytes())
        except (OSError, ValueError):
            return None

    def open(self) -> tuple[Path, Manifest]:
        """Return the visible generation and its manifest, once all that is searched is there in full size."""
        folder = self.visible()
        manifest = read_manifest(folder)
        for path in missing_files(folder, manifest):
            if path.name == RESTORATION or (folder / INDEX) in path.parents:
                raise damaged(path)
        return folder, manifest

    def names(self) -> list[str]:
        """Return the finished generations, oldest first."""
        return [name for name in self.folders() if (self.root / name / MANIFEST).exists()]

    def folders(self, also: str = "") -> list[str]:
        """Return the names of all folders of generations, oldest first: also such as are no generations yet.

        `also` is an ending that they may have.
        """
        found = [one for one in self.root.iterdir() if one.is_dir()] if self.root.is_dir() else []
        numbers = {one.name: one.name.removesuffix(also) for one in found}
        names = [name for name, number in numbers.items() if _NAME.fullmatch(number)]
        return sorted(names, key=lambda name: int(numbers[name]))

    def newest(self) -> int:
        """Return the highest number of a generation that was finished, also where its manifest was lost."""
        return int(max([*self.names(), self.readable() or "0"], key=int))

    def begin(self, *, full: bool) -> NewGeneration:
        """Clear what killed runs left, then return an empty generation or one linked to the visible one.

        Raises IndexDamaged where it would be linked to one that is lost.
        """
        parent = None if full else self.parent()
        self._clear_unfinished()
        number = 1 + max((int(name) for name in self.folders()), default=0)
        fresh = NewGeneration(self.root / f"{number:06d}", parent)
        disk.make_folder(fresh.folder)
        disk.make_folder(fresh.index)
        if parent:
            link_tree(parent / INDEX, fresh.index)
        return fresh

    def _clear_unfinished(self) -> None:
        """Remove what was on its way in or out. A generation that lost its manifest is none of both: it is older."""
        coming = [name for name in self.folders() if int(name) > self.newest()]
        going = [folder.name for folder in self.root.glob(f"*{_REMOVED}")]
        for name in coming + going:
            disk.remove_tree(self.root / name)

    def publish(self, fresh: NewGeneration, manifest: Manifest) -> Manifest:
        """Make a generation durable, then visible by one rename; return its manifest with all digests."""
        with no_space_named(fresh.folder):
            sync_tree(fresh.folder)
            known = read_manifest(fresh.parent).files if fresh.parent else {}
            files: dict[str, FileEntry] = digest_files(fresh.folder, known, fresh.parent)
            parent = fresh.parent.name if fresh.parent else self.readable()
            complete = replace(manifest, parent=parent, files=files)
            self._announce(fresh.name)
            write_manifest(fresh.folder, complete)
            self._point_to(fresh.name)
        return complete

    def _announce(self, name: str) -> None:
        """Say that a generation is the first, so that a kill before it is shown does not look like a lost pointer."""
        if self._hidden() or (self.root / CURRENT).exists():
            return
        path = self.root / ANNOUNCED
        with disk.create(path) as file:
            file.write(pointer(name))
            disk.settle(file, path)
        disk.sync(self.root)

    def _point_to(self, name: str) -> None:
        path, announced = self.root / CURRENT, self.root / ANNOUNCED
        if path.exists() or self._announced() != name:
            write_durably(path, pointer(name))
            return
        disk.sync(announced)  # to write it again would unsay it for a moment
        disk.rename(announced, path)
        disk.sync(self.root)

    def abandon(self, fresh: NewGeneration) -> None:
        """Remove a generation that will not be published."""
        with suppress(OSError):  # the next run clears what is left
            disk.remove_tree(fresh.folder)

    def roll_back(self) -> str:
        """Point back to the generation before the visible one, or to the newest where the pointer is lost.

        Returns its name. Damaged ones (a file missing, or of another size) are passed over. Raises IndexMissing.
        """
        name = self.readable()
        earlier = [one for one in self.names() if name is None or int(one) < int(name)]
        for other in reversed(earlier):
            if self._is_whole(other):
                self._point_to(other)
                return other
        raise IndexMissing(
            f"Không có thế hệ nào trước {name or CURRENT} để quay lại.",
            f"There is no generation before {name or CURRENT} to go back to.",
            path=str(self.root),
        )

    def _is_whole(self, name: str) -> bool:
        """Tell whether all files of a generation are there; costs one stat a file."""
        folder = self.root / name
        try:
            return not any(missing_files(folder, read_manifest(folder)))
        except ArchiveError:
            return False

    def set_aside(self, name: str) -> None:
        """Let a damaged generation be none any more, without losing what may still be read of it by hand.

        It is not checked, nobody rolls back to it, and it is pruned in its turn.
        """
        disk.rename(self.root / name, self.root / f"{name}{_DAMAGED}")

    def prune(self, keep: int, forget: Callable[[Path], None] = _nothing) -> list[str]:
        """Remove the oldest generations until `keep` are left, never the visible one; return their names.

        `forget` is called with the folder of each before anything in it is touched.
        """
        removable = [name for name in self.folders(_DAMAGED) if name != self.current()]
        doomed = removable[: max(0, len(removable) + 1 - max(1, keep))]
        for name in doomed:
            forget(self.root / name)
            # Under another name it is no generation any more: a kill in the middle leaves nothing half valid.
            disk.rename(self.root / name, self.root / f"{name}{_REMOVED}")
        if doomed:
            disk.sync(self.root)
        for name in doomed:
            disk.remove_tree(self.root / f"{name}{_REMOVED}")
        return doomed
