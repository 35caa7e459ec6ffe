"""Which files make up an index: `columns.json`, replaced as a whole by each commit.

Every entry carries the checksum of the footer of its file, so that a file of another index, or an older
one, is not taken for it.
"""

import json
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import searcher.disk as disk
from searcher.container import Container, damaged, storage_error
from searcher.engines.whoosh.columns.segment import Segment
from searcher.errors import IndexFormat, IndexMissing

NAME = "columns.json"
FORMAT = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A segment: file name and footer checksum of its arrays and, where articles are deleted, of its mask."""

    file: str
    crc: int
    mask: str | None = None
    mask_crc: int = 0


def read_manifest(folder: Path) -> list[Entry]:
    """Return the segments of an index, in order; raises IndexMissing, IndexDamaged or IndexFormat."""
    path = folder / NAME
    try:
        content = json.loads(path.read_bytes())
    except FileNotFoundError as error:
        raise IndexMissing(
            f"Không có tệp {path}.", f"There is no file {path}.", path=path
        ) from error
    except (ValueError, RecursionError) as error:
        raise damaged(path, "manifest", str(error)) from error
    try:
        return _entries(path, content)
    except (KeyError, TypeError, AttributeError) as error:
        raise damaged(path, "manifest", str(error)) from error


def _entries(path: Path, content: dict[str, object]) -> list[Entry]:
    if content["format"] != FORMAT:
        raise IndexFormat(
            f"Chỉ mục {path} thuộc định dạng {content['format']}; bản này đọc định dạng {FORMAT}: hãy chạy reindex.py --full.",
            f"The index {path} has format {content['format']}; this program reads {FORMAT}: run reindex.py --full.",
            path=path,
            found=content["format"],
            wanted=FORMAT,
        )
    entries = content["segments"]
    if content["crc"] != _checksum(entries) or not isinstance(entries, list):
        raise damaged(path, "manifest", "checksum")
    return [Entry(**entry) for entry in entries]


def _checksum(entries: object) -> int:
    return zlib.crc32(json.dumps(entries, sort_keys=True).encode())


def write_manifest(folder: Path, entries: Sequence[Entry]) -> None:
    """Replace the manifest durably."""
    listed = [asdict(entry) for entry in entries]
    content = {"format": FORMAT, "segments": listed, "crc": _checksum(listed)}
    fresh = folder / f"{NAME}.new"
    try:
        with disk.create(fresh) as file:
            file.write(json.dumps(content, indent=1).encode())
            disk.settle(file, fresh)
        disk.rename(fresh, folder / NAME)
        disk.sync(folder)
    except OSError as error:
        disk.remove(fresh, missing_ok=True)
        raise storage_error(error, fresh) from error


def open_segment(folder: Path, entry: Entry, elder: Segment | None = None) -> Segment:
    """Open a segment and see that it is the one the manifest means; `elder` has the same file open."""
    path, mask = folder / entry.file, folder / entry.mask if entry.mask else None
    segment = elder.again(path, mask) if elder else Segment(path, mask)
    _expect(segment.container, entry.crc)
    if segment.deletes is not None:
        _expect(segment.deletes, entry.mask_crc)
    return segment


def _expect(container: Container, crc: int) -> None:
    if container.footer_crc != crc:
        raise damaged(container.path, "footer", "another file than the manifest names")
