"""Files that are damaged or changed while a reader may still have them mapped."""

from pathlib import Path


def replaced(path: Path, content: bytes) -> None:
    """Write a file of its own, whoever shares or maps the old one: to cut a mapped file short ends the process."""
    path.unlink(missing_ok=True)
    path.write_bytes(content)
