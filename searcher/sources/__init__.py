"""A place to its pages.

Every kind of place is a file here and a line in `_BY_NAME` (how file names end), in `_ARCHIVES` or in
`_BY_SCHEME` (how the place begins). Whatever the kind, a file may also be packed: .gz .bz2 .xz .zst.
"""

import os
import re
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePath
from typing import BinaryIO

from searcher.errors import SourceUnreachable
from searcher.model import Place, Skipped
from searcher.settings.sources import Mode, SourceSettings
from searcher.settings.values import setting_error
from searcher.sources.archive import open_tar, open_zip
from searcher.sources.base import (
    DEFAULT_LIMITS,
    Limits,
    Pages,
    Source,
    not_a_file,
    reasons,
    resumed,
    shown,
    unknown_kind,
)
from searcher.sources.feed import open_feed, open_feed_at
from searcher.sources.files import DiskFile, File
from searcher.sources.folder import Folder
from searcher.sources.jsonl import JsonLines, StandardInput, open_jsonl
from searcher.sources.naming import named
from searcher.sources.reading import Reading
from searcher.sources.single import open_html, open_text
from searcher.sources.sitemap import open_sitemap_at
from searcher.sources.table import open_csv, open_tsv
from searcher.sources.unpacking import packing
from searcher.sources.warc import open_warc
from searcher.sources.web import Memory, Web
from searcher.sources.webpage import open_page
from searcher.sources.xml import open_xml

__all__ = ["Limits", "Memory", "Reading", "Source", "Web", "mode_of", "open_source"]

Opener = Callable[[File, Reading], Source]

_BY_NAME: dict[str, Opener] = {
    ".txt": open_text,
    ".html": open_html,
    ".htm": open_html,
    ".xhtml": open_html,
    ".jsonl": open_jsonl,
    ".ndjson": open_jsonl,
    ".csv": open_csv,
    ".tsv": open_tsv,
    ".xml": open_xml,
    ".rss": open_feed,
    ".atom": open_feed,
    ".warc": open_warc,
}

_ARCHIVES = {
    ".zip": open_zip,
    ".tar": open_tar,
    ".tgz": open_tar,
    ".tbz2": open_tar,
    ".txz": open_tar,
    ".tzst": open_tar,
}
"""Files that hold files of the kinds above."""

_BY_SCHEME: dict[str, Callable[[str, Reading], Source]] = {
    "rss": lambda place, reading: open_feed_at(place.partition(":")[2], reading),
    "sitemap": lambda place, reading: open_sitemap_at(place.partition(":")[2], reading),
    "http": open_page,
    "https": open_page,
}
"""Places that are no paths, by what stands before their first colon."""

STANDARD_INPUT = "-"


def open_source(
    place: str,
    *,
    limits: Limits = DEFAULT_LIMITS,
    stdin: BinaryIO | None = None,
    reading: Reading | None = None,
) -> Source:
    """Return the source at `place`: a file or folder, an address, or `-` for JSON Lines on standard input.

    `reading` says how it is read, and has the place itself when `place` is empty (a query). Raises
    SourceUnreachable (facts: path) when nothing is there or it may not be read, UsageError for an address
    that can be none; no page is read before `pages` is. A file of a kind that nobody reads is a source of
    one Skipped. Addresses are asked when they are read: one that does not answer is skipped.
    """
    how = reading or Reading(limits=limits)
    settings = how.source
    if settings.sql:
        from searcher.sources.sql import open_sql  # SQLAlchemy takes 150 ms to import

        found: Source = open_sql(expanded(settings.sql), settings.query, how)
    else:
        found = _open_place(expanded(settings.place) if settings.place else place, how, stdin)
    return named(found, settings)


def mode_of(settings: SourceSettings) -> Mode:
    """Return whether a source is a snapshot or a stream: what comes from addresses flows by."""
    is_address = settings.place.partition(":")[0] in _BY_SCHEME
    return settings.mode or ("stream" if is_address else "snapshot")


def expanded(text: str) -> str:
    """Return a setting with every `${NAME}` replaced from the environment; raises SettingsError."""
    return re.sub(r"\$\{(\w+)\}", lambda found: _from_environment(found[1]), text)


def _from_environment(name: str) -> str:
    if name not in os.environ:
        vi, en = "không có trong môi trường", "is not in the environment"
        raise setting_error("timtin.toml", name, vi, en)
    return os.environ[name]


def _open_place(place: str, reading: Reading, stdin: BinaryIO | None) -> Source:
    if place == STANDARD_INPUT:
        return JsonLines(StandardInput(stdin or sys.stdin.buffer), reading.limits)
    scheme, colon, _ = place.partition(":")
    if colon and scheme in _BY_SCHEME:
        return _BY_SCHEME[scheme](place, reading)
    return _open_path(place, reading)


@dataclass(frozen=True, slots=True)
class _Nothing:
    """A source that has only this to say."""

    reason: Skipped

    def pages(self, after: Place | None = None) -> Pages:
        """Yield the reason."""
        return resumed(lambda: iter([self.reason]), after)


def _open_path(path: str, reading: Reading) -> Source:
    if not path:
        raise _unreachable(path, FileNotFoundError(2, os.strerror(2)))
    try:
        mode = Path(path).stat().st_mode
    except (OSError, ValueError) as error:
        raise _unreachable(path, error) from error
    if not os.access(path, os.R_OK):
        raise _unreachable(path, PermissionError(13, os.strerror(13)))
    if stat.S_ISDIR(mode):
        return Folder(path, partial(_open_file, reading=reading))
    if not stat.S_ISREG(mode):
        return _Nothing(not_a_file(Place(path=shown(path))))
    return _open_file(path, reading) or _Nothing(unknown_kind(Place(path=shown(path))))


def _open_file(path: str, reading: Reading) -> Source | None:
    """Return the source of a file on disk, None for a kind that nobody reads."""
    file = DiskFile(path, reading.count)
    opener = _ARCHIVES.get(_ending(path))
    return opener(file, reading, _open_known) if opener else _open_known(file, reading)


def _open_known(file: File, reading: Reading) -> Source | None:
    """Return the source of a file that is no archive, None for a kind that nobody reads."""
    opener = _BY_NAME.get(_ending(file.name))
    return opener(file, reading) if opener else None


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
