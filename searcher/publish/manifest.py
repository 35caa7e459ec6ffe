"""The manifest of a generation: what it is, and a digest for every file."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from stat import S_ISREG

from searcher.errors import IndexDamaged, IndexFormat
from searcher.publish.durable import write_durably
from searcher.publish.seals import parsed, sealed, unsealed

MANIFEST = "manifest.json"
FORMAT = 1
"""Version of the generation's layout; engines have their own beside it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FileEntry:
    """Size in bytes and BLAKE2b-256 of one file."""

    bytes: int
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a generation says of itself; `files` maps paths relative to its folder."""

    generation: str
    parent: str | None
    engine: str
    engine_format: int
    analyser: str
    created: str
    articles: int
    undated: int
    learned: int = 0
    """Articles that the models beside the index were made from."""
    format: int = FORMAT
    files: Mapping[str, FileEntry] = field(default_factory=dict)

    @property
    def bytes(self) -> int:
        """Size of all files."""
        return sum(entry.bytes for entry in self.files.values())


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest last: a folder without one is an unfinished generation."""
    write_durably(folder / MANIFEST, sealed(asdict(manifest), indent=1))


def read_manifest(folder: Path) -> Manifest:
    """Read a manifest; raises IndexDamaged or IndexFormat, naming the file."""
    path = folder / MANIFEST
    try:
        content = path.read_bytes()
        found = parsed(content)["format"]  # another format may be sealed in another way
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise damaged(path) from error
    if found != FORMAT:
        raise IndexFormat(
            f"{path} có định dạng {found}, chương trình này đọc định dạng {FORMAT}: hãy chạy reindex.py --full.",
            f"{path} has format {found}, this program reads format {FORMAT}: run reindex.py --full.",
            path=str(path),
            found=found,
            wanted=FORMAT,
        )
    manifest = _manifest(content, path)
    if manifest.generation != folder.name:  # the manifest of another generation
        raise damaged(path)
    return manifest


def _manifest(content: bytes, path: Path) -> Manifest:
    try:
        record = unsealed(content)
        files = record.pop("files")
        entries = {name: FileEntry(**entry) for name, entry in files.items()}
        return Manifest(**record, files=entries)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise damaged(path) from error


def digest_files(
    folder: Path, known: Mapping[str, FileEntry], parent: Path | None
) -> dict[str, FileEntry]:
    """Return an entry for every file below `folder`; one that is a hard link into `parent` keeps its own."""
    return {
        name: _entry(folder / name, known.get(name), parent / name if parent else None)
        for name in sorted(_names(folder))
    }


def _entry(path: Path, known: FileEntry | None, elder: Path | None) -> FileEntry:
    if known and elder and elder.exists() and elder.samefile(path):
        return known
    return FileEntry(bytes=path.stat().st_size, digest=digest_of(path))


def digest_of(path: Path) -> str:
    """Return the BLAKE2b-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, lambda: hashlib.blake2b(digest_size=32)).hexdigest()


def _names(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        if path.is_file() and path.name != MANIFEST:
            yield path.relative_to(folder).as_posix()


def missing_files(folder: Path, manifest: Manifest) -> Iterator[Path]:
    """Yield the files that are absent or of another size; costs one stat a file."""
    for name, entry in manifest.files.items():
        path = folder / name
        if not _is_of_size(path, entry.bytes):
            yield path


def _is_of_size(path: Path, size: int) -> bool:
    """Tell whether there is such a file, by one look: between two others may remove it."""
    try:
        found = path.stat()
    except OSError:
        return False
    return S_ISREG(found.st_mode) and found.st_size == size


def verify_file(folder: Path, manifest: Manifest, name: str) -> None:
    """Raise IndexDamaged where a file of a generation is not what was written; one it never had is sound."""
    entry = manifest.files.get(name)
    if entry is None:
        return
    path = folder / name
    try:
        is_sound = digest_of(path) == entry.digest
    except OSError as error:  # it may be removed in this moment
        raise damaged(path) from error
    if not is_sound:
        raise damaged(path)


def damaged(path: Path) -> IndexDamaged:
    """Return the error for a file that is not what was written."""
    return IndexDamaged(
        f"Chỉ mục bị hỏng: tệp {path} thiếu hoặc sai nội dung.",
        f"The index is damaged: the file {path} is missing or not what was written.",
        path=str(path),
    )
