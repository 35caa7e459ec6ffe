"""Files that are wholly there after a crash, or not at all."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from searcher.container import sync_folder
from searcher.errors import NoSpace


def write_durably(path: Path, content: bytes) -> None:
    """Write a file under a temporary name, fsync it, rename it into place and fsync its folder."""
    fresh = path.with_name(f"{path.name}.new")
    with no_space_named(path), fresh.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    sync_folder(path.parent)


def sync_tree(folder: Path) -> None:
    """Fsync every file and folder below, so that a rename that names them tells the truth."""
    for root, _, names in os.walk(folder):
        for name in names:
            _sync(Path(root) / name)
        sync_folder(Path(root))


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def no_space_named(path: Path) -> Iterator[None]:
    """Turn a full disk into NoSpace that names the path."""
    try:
        yield
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise
        raise NoSpace(
            f"Ổ đĩa đã đầy khi ghi {path}; chỉ mục đang hiển thị không thay đổi.",
            f"The disk is full at {path}; the visible index is unchanged.",
            path=str(path),
        ) from error
