"""Files that are wholly there after a crash, or not at all."""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import searcher.disk as disk
from searcher.errors import NoSpace


def write_durably(path: Path, content: bytes) -> None:
    """Write a file under a temporary name, fsync it, rename it into place and fsync its folder."""
    fresh = path.with_name(f"{path.name}.new")
    with no_space_named(path), disk.create(fresh) as file:
        file.write(content)
        disk.settle(file, fresh)
    disk.rename(fresh, path)
    disk.sync(path.parent)


def sync_tree(folder: Path) -> None:
    """Fsync every file and folder below, so that a rename that names them tells the truth."""
    for root, _, names in os.walk(folder):
        for name in names:
            disk.sync(Path(root) / name)
        disk.sync(Path(root))


def link_tree(elder: Path, younger: Path) -> None:
    """Give every file below a folder a second name below another."""
    for path in elder.rglob("*"):
        target = younger / path.relative_to(elder)
        if path.is_dir():
            disk.make_folder(target, exist_ok=True)
        else:
            disk.link(path, target)


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
