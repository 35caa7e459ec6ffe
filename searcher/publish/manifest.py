"""The manifest of a generation: what it is, and a digest for every file."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path

from searcher.errors import IndexDamaged, IndexFormat
from searcher.publish.durable import write_durably

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
    text = json.dumps(asdict(manifest), ensure_ascii=False, indent=1)
    write_durably(folder / MANIFEST, text.encode())


def read_manifest(folder: Path) -> Manifest:
    """Read a manifest; raises IndexDamaged or IndexFormat, naming the file."""
    path = folder / MANIFEST
    try:
        record = json.loads(path.read_bytes())
        found = record["format"]
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
    return _manifest(record, path)


def _manifest(record: dict[str, object], path: Path) -> Manifest:
    try:
        files = record.pop("files")
        entries = {name: FileEntry(**entry) for name, entry in files.items()}  # type: ignore[attr-defined]
        return Manifest(**record, files=entries)  # type: ignore[arg-type]
    except (KeyError, TypeError, AttributeError) as error:
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
    return FileEntry(bytes=path.stat().st_size, digest=_digest(path))


def _digest(path: Path) -> str:
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
        if not path.is_file() or path.stat().st_size != entry.bytes:
            yield path


def wrong_digests(folder: Path, manifest: Manifest) -> Iterator[Path]:
    """Yield the files whose bytes are not what was written; reads everything."""
    for name, entry in manifest.files.items():
        path = folder / name
        if not path.is_file() or _digest(path) != entry.digest:
            yield path


def damaged(path: Path) -> IndexDamaged:
    """Return the error for a file that is not what was written."""
    return IndexDamaged(
        f"Chỉ mục bị hỏng: tệp {path} thiếu hoặc sai nội dung.",
        f"The index is damaged: the file {path} is missing or not what was written.",
        path=str(path),
    )
