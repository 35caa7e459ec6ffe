"""What the writer and the reader of a container agree on, and the errors of both."""

import errno
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from numpy.typing import NDArray

from searcher.errors import IndexDamaged, IndexFormat, NoSpace

MAGIC = b"TIMTIN\x00C"
VERSION = 2
ALIGNMENT = 64
TAIL = struct.Struct("<QIII4s8s")
"""Offset, length and CRC-32 of the footer, version, four zero bytes, magic."""

SUMS = "sums"
"""The last array: the sums of the blocks of all arrays before it, in their order."""

KINDS = frozenset({"|u1", "|i1", "<u2", "<i2", "<u4", "<i4", "<u8", "<i8", "<f4", "<f8"})

Arrays = Mapping[str, NDArray[Any]]


def damaged(path: Path, part: str, why: str) -> IndexDamaged:
    """Return the error for a part of a file (an array, the footer) that is not what was written."""
    return IndexDamaged(
        f"Tệp chỉ mục {path} bị hỏng ở phần “{part}” ({why}).",
        f"The index file {path} is damaged in “{part}” ({why}).",
        path=path,
        array=part,
    )


def other_format(path: Path, version: int) -> IndexFormat:
    """Return the error for a file of another version of this format."""
    return IndexFormat(
        f"Tệp chỉ mục {path} thuộc định dạng {version}; bản này đọc định dạng {VERSION}: hãy chạy reindex.py --full.",
        f"The index file {path} has format {version}; this program reads format {VERSION}: run reindex.py --full.",
        path=path,
        found=version,
        wanted=VERSION,
    )


def storage_error(error: OSError, path: Path) -> Exception:
    """Return what to raise for a failed write: NoSpace when the disk is full, else the error itself."""
    if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return error
    return NoSpace(f"Ổ đĩa đã đầy khi ghi {path}.", f"The disk is full at {path}.", path=path)
