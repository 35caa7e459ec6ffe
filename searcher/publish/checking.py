"""Everything in the folder of an index read and compared: the pointer, every generation, the journal."""

import os
from collections.abc import Iterator
from pathlib import Path

from searcher.container import Container
from searcher.errors import ArchiveError, IndexMissing
from searcher.publish.generations import JOURNAL, Generations
from searcher.publish.manifest import (
    MANIFEST,
    FileEntry,
    Manifest,
    digest_of,
    read_manifest,
)
from searcher.publish.seals import unsealed

ORDER = "order.json"
"""The file of a journal that says what was asked; removed first, so that what is left without it counts for nothing."""
_Same = tuple[int, int, int, int]


def damages(generations: Generations) -> Iterator[str]:
    """Yield a sentence, in both languages, for each file of an index that is not what was written; reads every byte.

    What a run writes or removes meanwhile is not damaged. Raises IndexMissing where there is no index.
    """
    try:
        generations.visible()
    except IndexMissing:
        raise
    except ArchiveError as error:
        yield told(error)
    digests = Digests()
    for name in generations.folders():
        for sentence in _of_generation(generations.root / name, digests):
            if _is_there(generations, name):
                yield sentence
    yield from _of_journal(generations.root / JOURNAL)


def set_damaged_aside(generations: Generations) -> list[str]:
    """Set aside every damaged generation but the visible one; return their names. Reads every byte.

    For a run that built anew: what it leaves is an index that is sound, and that can only be rolled back to what is.
    """
    digests, visible = Digests(), generations.current()
    others = [name for name in generations.folders() if name != visible]
    damaged = [name for name in others if any(_of_generation(generations.root / name, digests))]
    for name in damaged:
        generations.set_aside(name)
    return damaged


def told(error: ArchiveError) -> str:
    """Return what an error says, in both languages."""
    return f"{error.vi} ({error.en})"


class Digests:
    """Digests of files; one that several generations share is read once."""

    def __init__(self) -> None:
        self._known: dict[_Same, str] = {}

    def of(self, path: Path) -> str:
        """Return the BLAKE2b-256 of a file; raises OSError."""
        found = path.stat()
        same = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
        if same not in self._known:
            self._known[same] = digest_of(path)
        return self._known[same]


def _is_there(generations: Generations, name: str) -> bool:
    """Tell whether a generation is neither on its way in nor on its way out, but visible, or older than a finished one."""
    return (generations.root / name).is_dir() and int(name) <= generations.newest()


def _of_generation(folder: Path, digests: Digests) -> Iterator[str]:
    try:
        manifest = read_manifest(folder)
    except ArchiveError as error:
        yield told(error)
        return
    for name, entry in manifest.files.items():
        if wrong := _wrong(folder / name, entry, digests):
            yield f"{folder / name}: {wrong}"
    yield from _strangers(folder, manifest)


def _wrong(path: Path, entry: FileEntry, digests: Digests) -> str | None:
    """Return what is wrong with a file, None where nothing is."""
    if not path.is_file():
        return "thiếu tệp. (the file is missing)"
    try:
        size, digest = path.stat().st_size, digests.of(path)
    except OSError as error:
        return f"không đọc được: {error}. (it cannot be read)"
    if size != entry.bytes:
        return f"có {size} byte thay vì {entry.bytes}. ({size} bytes instead of {entry.bytes})"
    if digest != entry.digest:
        return "nội dung không khớp với lúc ghi. (the content is not what was written)"
    return None


def _strangers(folder: Path, manifest: Manifest) -> Iterator[str]:
    """Yield a sentence for each file that the manifest does not know: an engine may take it for its own."""
    for root, _, names in os.walk(folder):
        for path in (Path(root) / name for name in sorted(names)):
            if path.relative_to(folder).as_posix() not in {*manifest.files, MANIFEST}:
                yield f"{path}: tệp lạ, không có trong manifest. (not in the manifest)"


def _of_journal(folder: Path) -> Iterator[str]:
    """Yield a sentence for each file of a journal that is not what was written; --resume reads on before it."""
    for path in sorted(folder.glob("*.json")):
        sentences = list(_of_batch(path))
        if path.exists() and (folder / ORDER).exists():
            yield from sentences


def _of_batch(path: Path) -> Iterator[str]:
    try:
        record = unsealed(path.read_bytes())
        if path.name != ORDER and record["batch"] != int(path.stem):
            raise ValueError("another batch")
        packs = [pack for pack, _ in record.get("packs", ())]
    except (OSError, ValueError, KeyError, TypeError):
        yield f"{path}: nội dung không khớp với lúc ghi. (the content is not what was written)"
        return
    for pack in packs:
        if "file" in pack:
            yield from _of_pack(path.parent / pack["file"], pack["crc"])


def _of_pack(path: Path, crc: int) -> Iterator[str]:
    try:
        container = Container(path)
        container.verify_all()
    except ArchiveError as error:
        yield told(error)
        return
    if container.footer_crc != crc:
        yield f"{path}: không phải tệp của mẻ này. (not the file of this batch)"
