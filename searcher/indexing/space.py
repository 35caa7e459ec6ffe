"""How much room a run takes, said and checked before anything is touched."""

import math
import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path

from searcher.errors import NoSpace
from searcher.settings.sources import SourceSettings

SPARE = 16 << 20
"""Bytes that any index takes: models, manifests."""
LEAST = 1 << 20
"""Bytes that a run takes over few articles, beside the files that it writes anew: a segment, masks, a manifest."""
PER_BYTE = 4.5
"""Bytes of disk, at the worst moment, per byte of JSON that is read: packs, segments, lessons and models beside each
other. Measured, SPARE aside: .7 to 4.1 for whole articles (`benchmarks/reindex.py`)."""
SHORTEST = 200
"""Bytes of JSON that each article counts for beside its own: what is kept of one however short it is, 750 bytes of disk
where 60,000 titles of 120 bytes were indexed."""
PER_GENERATION = 1.7
"""The same, per byte of a generation: what a source that cannot be measured holds is taken for what it held."""
_LINES = (".jsonl", ".ndjson", ".csv", ".tsv")
_HEAD = 1 << 16
_UNPACKED = {".gz": 3.0, ".bz2": 4.0, ".xz": 4.5, ".zst": 3.5, ".zip": 3.0, ".tgz": 3.0}
"""What text unpacks to, per byte."""
_WARC = 0.2
"""The share of a WARC that is articles."""
_PAGES = (".html", ".htm", ".xhtml")
_TEXT_OF_PAGE = 4096
"""Bytes of a web page that may be nothing but article; of the rest a tenth is."""


def check_space(
    folder: Path, sources: Sequence[SourceSettings], visible_bytes: int
) -> tuple[int, int]:
    """Return the bytes that a full build may need and those that are free; raises NoSpace (facts: path, needed, free)."""
    sizes = [_size_of(source) for source in sources]
    known = sum(size for size in sizes if size is not None)
    needed = SPARE + int(PER_BYTE * known)
    if None in sizes:
        needed = max(needed, SPARE + int(PER_GENERATION * visible_bytes))
    return _checked(folder, needed)


def check_room(folder: Path, rewritten: int) -> tuple[int, int]:
    """Return the bytes that any small run takes and those that are free; raises NoSpace as `check_space`.

    `rewritten` are the bytes of the files that every run writes anew. What its articles take nobody knows before they
    are read: a disk that is full then is told as it is.
    """
    return _checked(folder, LEAST + rewritten)


def _checked(folder: Path, needed: int) -> tuple[int, int]:
    free = shutil.disk_usage(_existing(folder)).free
    if needed > free:
        raise NoSpace(
            f"Cần khoảng {_shown(needed, ',')}, chỉ còn {_shown(free, ',')} ở {folder}; chưa thay đổi gì.",
            f"The run needs about {_shown(needed)}, {_shown(free)} free at {folder}; nothing was changed.",
            path=str(folder),
            needed=needed,
            free=free,
        )
    return needed, free


def input_bytes(sources: Sequence[SourceSettings]) -> int | None:
    """Return the bytes of all files of some sources, None where one of them is no file."""
    if any(source.sql or not Path(source.place).exists() for source in sources):
        return None
    return sum(size for source in sources for _, size in files_below(source.place))


def files_below(path: str) -> Iterator[tuple[str, int]]:
    """Yield name and size of every file at or below a path, in no order; what cannot be read is left out."""
    if not os.path.isdir(path):  # noqa: PTH112 - names may be no text
        yield path, _bytes_of(path)
    for root, _, names in os.walk(path):
        for name in names:
            whole = os.path.join(root, name)  # noqa: PTH118
            yield whole, _bytes_of(whole)


def _size_of(source: SourceSettings) -> int | None:
    """Return the bytes of JSON that a source on disk comes to, None for one that cannot be measured."""
    if source.sql or not Path(source.place).exists():
        return None
    files = files_below(source.place)
    return sum(
        _text_bytes(name, size) + SHORTEST * _articles_in(name, size) for name, size in files
    )


def _articles_in(path: str, size: int) -> int:
    """Return how many articles a file may have: lines, by those at its beginning; 1 where it has none, or is packed.

    Pipes and devices are not opened: a run would wait for whoever writes to them.
    """
    if not path.lower().endswith(_LINES) or not os.path.isfile(path):  # noqa: PTH113 - names may be no text
        return 1
    try:
        with Path(path).open("rb") as file:
            head = file.read(_HEAD)
    except (OSError, ValueError):
        return 1
    return max(1, size * head.count(b"\n") // max(1, len(head)))


def _text_bytes(name: str, size: int) -> int:
    suffixes = [suffix.lower() for suffix in Path(name).suffixes[-2:]]
    text = size * math.prod(_UNPACKED.get(suffix, 1.0) for suffix in suffixes)
    if any(suffix in _PAGES for suffix in suffixes):
        text = min(text, _TEXT_OF_PAGE + text / 10)
    return int(text * _WARC if ".warc" in suffixes else text)


def _bytes_of(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except (OSError, ValueError):
        return 0


def _existing(folder: Path) -> Path:
    """Return the folder, or the nearest one above that exists."""
    return next(one for one in (folder, *folder.absolute().parents) if one.exists())


def _shown(size: int, comma: str = ".") -> str:
    """Return bytes as people read them."""
    value, unit = (size / 1e9, "GB") if size >= 1e8 else (size / 1e6, "MB")
    return f"{value:.1f} {unit}".replace(".", comma)
