"""The file that columns are kept in; it stands in `searcher/container.py`, where every family may use it."""

from searcher.container import (
    ALIGNMENT,
    MAGIC,
    TAIL,
    VERSION,
    Arrays,
    Container,
    ContainerWriter,
    damaged,
    storage_error,
    sync_folder,
    write_container,
)

__all__ = [
    "ALIGNMENT",
    "MAGIC",
    "TAIL",
    "VERSION",
    "Arrays",
    "Container",
    "ContainerWriter",
    "damaged",
    "storage_error",
    "sync_folder",
    "write_container",
]
