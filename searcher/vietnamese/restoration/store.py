"""The file of a model: a container (`searcher/container`), whose arrays are compared with what was written before use.

Models of older programs had no sums: 8 bytes of magic, 8 bytes with the length of a JSON header, the header (for
each array its name, dtype, shape and offset behind the header), then the arrays. They are still read.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.container import Container, write_container
from searcher.container.layout import MAGIC
from searcher.errors import IndexDamaged, IndexFormat

_OLD_MAGIC = b"TTRESTO1"

Arrays = Mapping[str, NDArray[Any]]


def write_arrays(path: Path, arrays: Arrays) -> None:
    """Write `arrays` as one file at `path`; raises NoSpace."""
    write_container(path, arrays, {"kind": "restoration"})


def open_arrays(path: Path) -> Arrays:
    """Map the arrays of the file at `path`, read-only; a damaged one raises IndexDamaged when it is read.

    Raises IndexFormat for another kind of file, IndexDamaged for a truncated or missing one.
    """
    try:
        with path.open("rb") as file:
            magic = file.read(8)
    except OSError as error:
        raise _damaged(path) from error
    if magic == _OLD_MAGIC:
        return _old_arrays(path)
    if magic != MAGIC:
        raise _other_format(path)
    return Container(path)


def _old_arrays(path: Path) -> Arrays:
    whole = np.memmap(path, dtype=np.uint8, mode="r")
    size = int.from_bytes(whole[8:16].tobytes(), "little")
    try:
        header = json.loads(whole[16 : 16 + size].tobytes())
        return {name: _array(whole[16 + size :], entry) for name, entry in header.items()}
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(path) from error


def _array(content: NDArray[np.uint8], entry: Mapping[str, Any]) -> NDArray[Any]:
    dtype, shape = np.dtype(entry["dtype"]), tuple(entry["shape"])
    size = int(np.prod(shape, dtype=np.int64)) * dtype.itemsize
    piece = content[entry["offset"] : entry["offset"] + size]
    array: NDArray[Any] = np.asarray(piece).view(dtype).reshape(shape)
    return array


def _other_format(path: Path) -> IndexFormat:
    return IndexFormat(
        f"Tệp {path} không phải là mô hình khôi phục dấu của phiên bản này; hãy chạy reindex.py --full.",
        f"{path} is no diacritics model of this version: run reindex.py --full.",
        path=str(path),
    )


def _damaged(path: Path) -> IndexDamaged:
    return IndexDamaged(
        f"Tệp {path} (mô hình khôi phục dấu) bị hỏng hoặc không có; hãy lập lại chỉ mục.",
        f"{path} (the diacritics model) is damaged or missing; reindex to make it again.",
        path=str(path),
    )
