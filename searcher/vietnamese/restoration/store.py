"""One file of named NumPy arrays, aligned to 64 bytes and memory-mapped; no pickle.

Layout: 8 bytes of magic, 8 bytes with the length of a JSON header, the header (for each array its
name, dtype, shape and offset behind the header), then the arrays.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from searcher.errors import IndexDamaged, IndexFormat

_MAGIC = b"TTRESTO1"
_ALIGN = 64

Arrays = Mapping[str, NDArray[Any]]


def write_arrays(path: Path, arrays: Arrays) -> None:
    """Write `arrays` as one file at `path`."""
    header, offset = {}, 0
    for name, array in arrays.items():
        header[name] = {"dtype": array.dtype.str, "shape": array.shape, "offset": offset}
        offset += -(-array.nbytes // _ALIGN) * _ALIGN
    text = json.dumps(header).encode()
    text += b" " * (-(len(text) + 16) % _ALIGN)
    with path.open("wb") as file:
        file.write(_MAGIC + len(text).to_bytes(8, "little") + text)
        for array in arrays.values():
            file.write(np.ascontiguousarray(array).tobytes())
            file.write(bytes(-array.nbytes % _ALIGN))


def open_arrays(path: Path) -> dict[str, NDArray[Any]]:
    """Map the arrays of the file at `path`, read-only.

    Raises IndexFormat for another kind of file, IndexDamaged for a truncated or missing one.
    """
    try:
        empty = path.stat().st_size == 0
        whole = np.zeros(0, np.uint8) if empty else np.memmap(path, dtype=np.uint8, mode="r")
    except OSError as error:
        raise _damaged(path) from error
    if whole[:8].tobytes() != _MAGIC:
        raise _other_format(path)
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
        f"Tệp {path} không phải là mô hình khôi phục dấu của phiên bản này; hãy lập lại chỉ mục.",
        f"{path} is no diacritics model of this version; reindex to make one.",
        path=str(path),
    )


def _damaged(path: Path) -> IndexDamaged:
    return IndexDamaged(
        f"Tệp {path} (mô hình khôi phục dấu) bị hỏng hoặc không có; hãy lập lại chỉ mục.",
        f"{path} (the diacritics model) is damaged or missing; reindex to make it again.",
        path=str(path),
    )
