"""The names that queries are read with: packaged, of the deployment's own file, and of the archive's synonyms."""

import logging
import threading
from collections.abc import Sequence
from pathlib import Path

from searcher.errors import IndexDamaged
from searcher.settings import Settings
from searcher.synonyms.editions import FILE, read_edition
from searcher.synonyms.lines import SynonymRow
from searcher.vietnamese.abbreviations import Abbreviations, extended, load_abbreviations

_log = logging.getLogger(__name__)

Stamp = tuple[int, int, int]


def table_of(settings: Settings, rows: Sequence[SynonymRow]) -> Abbreviations:
    """Return the packaged and the deployment's names with these rows; raises SettingsError."""
    table = load_abbreviations(settings.abbreviations)
    return extended(table, [one.row for one in rows]) if rows else table


class Names:
    """Follows the synonyms of an archive as they are published. Safe to share between threads.

    One look at the file (its time, size and number) before each query; a file that cannot be read leaves
    the names in use that were read before, and the log says so once.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings, self._path = settings, settings.folder / FILE
        self._reading = threading.Lock()
        self._known: tuple[Stamp | None, Abbreviations] | None = None

    def __call__(self) -> Abbreviations:
        """Return the names of this moment; raises SettingsError for a bad file of the deployment's own."""
        known, stamp = self._known, _stamp(self._path)
        if known is not None and known[0] == stamp:
            return known[1]
        with self._reading:
            return self._read()

    def _read(self) -> Abbreviations:
        stamp = _stamp(self._path)  # before reading: what is published meanwhile is seen next time
        if self._known is None or self._known[0] != stamp:
            self._known = (stamp, self._table())
        return self._known[1]

    def _table(self) -> Abbreviations:
        try:
            return table_of(self._settings, read_edition(self._path).rows)
        except IndexDamaged as error:
            _log.error("%s Queries go on with the names known before.", error)
            return self._known[1] if self._known else table_of(self._settings, ())


def stamp_of(settings: Settings) -> Stamp | None:
    """Return what changes when an archive's synonyms are published; None where it has none."""
    return _stamp(settings.folder / FILE)


def _stamp(path: Path) -> Stamp | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
