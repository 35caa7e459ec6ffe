"""One file of named arrays: written whole, opened by one mmap, verified array by array.

    magic | array, padded to 64 bytes | array ... | sums of their blocks | footer (JSON) | tail

The footer names every array with dtype, shape, offset and CRC-32; the tail of fixed size says where the
footer is and protects it by a CRC of its own. What is read is first compared with the sums (`blocks.py`).
`engines/whoosh/columns/FORMAT.md` has it byte by byte. Nothing is pickled, so that opening a file from anywhere
is safe. A damaged file is an IndexDamaged that names file and array.
"""

from searcher.container.layout import damaged, storage_error
from searcher.container.reading import Container
from searcher.container.writing import ContainerWriter, write_container

__all__ = [
    "Container",
    "ContainerWriter",
    "damaged",
    "storage_error",
    "write_container",
]
