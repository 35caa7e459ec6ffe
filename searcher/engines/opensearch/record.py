"""The small file that says which index of the cluster belongs to a folder."""

import json
import re
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path

import searcher.disk as disk
from searcher.container import storage_error
from searcher.errors import IndexDamaged, IndexMissing

FILE = "cluster.json"
_GENERATION = re.compile(r"\d{6,12}")
_NOT_ALLOWED = re.compile(r"[^a-z0-9_-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """The index of a generation, and what made it."""

    index: str
    articles: int
    format: int


def read_record(folder: Path) -> Record:
    """Return the record of a finished generation; raises IndexMissing or IndexDamaged, naming the file."""
    path = folder / FILE
    try:
        return Record(**json.loads(path.read_bytes()))
    except FileNotFoundError as error:
        raise IndexMissing(
            f"Không có tệp {path}.", f"There is no file {path}.", path=path
        ) from error
    except (OSError, ValueError, TypeError) as error:
        raise IndexDamaged(
            f"Tệp {path} bị hỏng.", f"The file {path} is damaged.", path=path
        ) from error


def write_record(folder: Path, record: Record) -> None:
    """Write the record durably beside an older one and rename it into place; raises NoSpace."""
    fresh = folder / f"{FILE}.new"
    try:
        with disk.create(fresh) as file:
            file.write(json.dumps(asdict(record)).encode())
            disk.settle(file, fresh)
        disk.rename(fresh, folder / FILE)
        disk.sync(folder)
    except OSError as error:
        raise storage_error(error, fresh) from error


def is_shared(folder: Path) -> bool:
    """Tell whether another generation has the same record, by hard link."""
    return (folder / FILE).stat().st_nlink > 1


def index_name(prefix: str, folder: Path, taken: str | None) -> str:
    """Return the name of a new index: `timtin-<name>-<generation>`; `taken` is what the folder has now.

    A folder that is no generation of an index is named after its whole path.
    """
    folder = folder.resolve()
    generation, root = folder.parent, folder.parent.parent
    if _GENERATION.fullmatch(generation.name):
        name = f"{prefix}-{_allowed(root.name)}-{generation.name}"
    else:
        digest = blake2b(str(folder).encode(), digest_size=6).hexdigest()
        name = f"{prefix}-{_allowed(folder.name)[:40]}-{digest}"
    return f"{name}-2" if name == taken else name


def alias_name(prefix: str, folder: Path) -> str:
    """Return what the visible one of the indexes of an archive is also called: `timtin-<name>`."""
    return index_name(prefix, folder, None).rpartition("-")[0]


def owner_of(folder: Path) -> str:
    """Return a digest of the archive that a folder belongs to: its path, on whatever cluster."""
    folder = folder.resolve()
    root = folder.parent.parent if _GENERATION.fullmatch(folder.parent.name) else folder
    return blake2b(str(root).encode(), digest_size=8).hexdigest()


def _allowed(name: str) -> str:
    return _NOT_ALLOWED.sub("-", name.lower()).strip("-_") or "x"
