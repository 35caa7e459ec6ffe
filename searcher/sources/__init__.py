"""A place to its pages.

Every kind of place is a file here and a line in `_BY_NAME` (how file names end) or in `_BY_SCHEME`
(how the place begins). Whatever the kind, a file may also be packed: .gz .bz2 .xz .zst.
"""

import os
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath
from typing import BinaryIO

from searcher.errors import SourceUnreachable
from searcher.model import Page, Place, Skipped
from searcher.sources.base import (
    DEFAULT_LIMITS,
    Limits,
    Source,
    not_a_file,
    reasons,
    shown,
    unknown_kind,
)
from searcher.sources.folder import Folder
from searcher.sources.jsonl import JsonLines, open_jsonl
from searcher.sources.single import open_html, open_text
from searcher.sources.unpacking import packing

__all__ = ["Limits", "Source", "open_source"]

Opener = Callable[[str, Limits], Source]

_BY_NAME: dict[str, Opener] = {
    ".txt": open_text,
    ".html": open_html,
    ".htm": open_html,
    ".xhtml": open_html,
    ".jsonl": open_jsonl,
    ".ndjson": open_jsonl,
}

_BY_SCHEME: dict[str, Opener] = {}
"""Places that are no paths, by what stands before their first colon."""

STANDARD_INPUT = "-"


def open_source(
    place: str, *, limits: Limits = DEFAULT_LIMITS, stdin: BinaryIO | None = None
) -> Source:
    """Return the source at `place`: a file or folder, or `-` for JSON Lines on standard input.

    Raises SourceUnreachable (facts: path) when nothing is there or it may not be read; nothing is
    read before `pages` is. A file of a kind that nobody reads is a source of one Skipped.
    """
    if place == STANDARD_INPUT:
        return JsonLines(place, limits, stdin or sys.stdin.buffer)
    scheme, colon, rest = place.partition(":")
    if colon and scheme in _BY_SCHEME:
        return _BY_SCHEME[scheme](rest, limits)
    return _open_path(place, limits)


@dataclass(frozen=True, slots=True)
class _Nothing:
    """A source that has only this to say."""

    reason: Skipped

    def pages(self) -> Iterator[Page | Skipped]:
        """Yield the reason."""
        yield self.reason


def _open_path(path: str, limits: Limits) -> Source:
    if not path:
        raise _unreachable(path, FileNotFoundError(2, os.strerror(2)))
    try:
        mode = Path(path).stat().st_mode
    except (OSError, ValueError) as error:
        raise _unreachable(path, error) from error
    if not os.access(path, os.R_OK):
        raise _unreachable(path, PermissionError(13, os.strerror(13)))
    if stat.S_ISDIR(mode):
        return Folder(path, partial(_open_known, limits=limits))
    if not stat.S_ISREG(mode):
        return _Nothing(not_a_file(Place(path=shown(path))))
    return _open_known(path, limits=limits) or _Nothing(unknown_kind(Place(path=shown(path))))


def _open_known(path: str, *, limits: Limits) -> Source | None:
    """Return the source of a file, None for a kind that nobody reads."""
    opener = _BY_NAME.get(_ending(path))
    return opener(path, limits) if opener else None


def _ending(path: str) -> str:
    """Return the suffix that tells the kind: `.jsonl` for `news.JSONL.xz`."""
    name = path[: len(path) - len(packing(path))]
    return PurePath(name).suffix.lower()


def _unreachable(path: str, error: Exception) -> SourceUnreachable:
    name = shown(path)
    vi, en = reasons(error)
    return SourceUnreachable(
        f"Không mở được “{name}”: {vi}.", f"Cannot open “{name}”: {en}.", path=name
    )
