"""The files of an archive's synonyms: the edition in use, and those before it.

`synonyms.tsv` stands beside the generations and is replaced by one rename; its first line says which edition it
is, who published it when, and a CRC-32 of everything else. A file without that line was written by hand.
"""

import fcntl
import json
import os
import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import time
from typing import Any

import searcher.disk as disk
from searcher.errors import IndexChanged, IndexDamaged, RowsRefused
from searcher.publish import Generations
from searcher.publish.durable import write_durably
from searcher.settings import Settings
from searcher.synonyms.lines import SynonymRow, read_synonyms, written_synonyms

FILE = "synonyms.tsv"
_LOCK = "synonyms.lock"
_KEPT = 50
"""Editions before the one in use that are kept."""
_HEAD = re.compile(r"# timtin synonyms (\{.*\}) crc32=([0-9a-f]{8})")
_FORMER = re.compile(r"synonyms-(\d{6,12})\.tsv")


@dataclass(frozen=True, slots=True, kw_only=True)
class Edition:
    """Rows that were published together; `at` is seconds since 1970. Number 0 was published by nobody."""

    number: int = 0
    by: str = ""
    at: float = 0.0
    rows: tuple[SynonymRow, ...] = ()


class Synonyms:
    """The synonyms of one archive. Safe to share between threads and processes."""

    def __init__(self, settings: Settings, clock: Callable[[], float] = time) -> None:
        self._folder, self._clock = settings.folder, clock

    def current(self) -> Edition:
        """Return the edition in use, an empty one where there is none; raises IndexDamaged."""
        return read_edition(self._folder / FILE)

    def former(self) -> tuple[int, ...]:
        """Return the numbers of the editions before the one in use, the newest first."""
        paths = self._folder.iterdir() if self._folder.is_dir() else ()
        found = (match for path in paths if (match := _FORMER.fullmatch(path.name)))
        return tuple(sorted((int(match[1]) for match in found), reverse=True))

    def edition(self, number: int) -> Edition | None:
        """Return an edition before the one in use, None where there is none; raises IndexDamaged."""
        return read_edition(self._place(number)) if number in self.former() else None

    def publish(self, rows: Sequence[SynonymRow], by: str, seen: int) -> Edition:
        """Put rows in the place of edition `seen` and return the new edition; readers see it at once.

        Raises IndexChanged where another edition is in use by now, IndexMissing, NoSpace.
        """
        Generations(self._folder).visible()  # an index that is not there must not be made
        with _locked(self._folder / _LOCK):
            before = self._replaced(seen)
            number = 1 + max((before.number, *self.former()))
            edition = Edition(number=number, by=by, at=self._clock(), rows=tuple(rows))
            write_durably(self._folder / FILE, _content(edition))
            self._clear()
        return edition

    def _replaced(self, seen: int) -> Edition:
        """Keep the edition in use under its number, and return it; a damaged one is kept for nobody."""
        try:
            current = self.current()
        except IndexDamaged:
            return Edition()
        if current.number != seen:
            raise _changed(seen, current)
        if current.rows:
            number = current.number or 1 + max(self.former(), default=0)
            kept = Edition(number=number, by=current.by, at=current.at, rows=current.rows)
            write_durably(self._place(number), _content(kept))
            return kept
        return current

    def _place(self, number: int) -> Path:
        return self._folder / f"synonyms-{number:06d}.tsv"

    def _clear(self) -> None:
        for number in self.former()[_KEPT:]:
            disk.remove(self._place(number), missing_ok=True)


def read_edition(path: Path) -> Edition:
    """Return the edition in a file, an empty one where there is no file; raises IndexDamaged."""
    try:
        text = path.read_text(encoding="utf-8")
        head, _, rest = text.partition("\n")
        told = _told(head, rest) if head.startswith("# timtin synonyms ") else {}
        body = rest if told else _without_comments(text)
        return Edition(**told, rows=read_synonyms(body))
    except FileNotFoundError:
        return Edition()
    except (OSError, ValueError, TypeError, RowsRefused) as error:
        raise _damaged(path, error) from error


def damaged_synonyms(folder: Path) -> Iterator[str]:
    """Yield a sentence for each file of synonyms in the folder of an index that cannot be read."""
    formers = (path for path in folder.glob("synonyms-*.tsv") if _FORMER.fullmatch(path.name))
    for path in (folder / FILE, *sorted(formers)):
        try:
            read_edition(path)
        except IndexDamaged as error:
            yield error.vi


def _told(head: str, rest: str) -> dict[str, Any]:
    found = _HEAD.fullmatch(head)
    if not found or found[2] != _check(found[1], rest):
        raise ValueError("crc32")
    told: dict[str, Any] = json.loads(found[1])
    return told


def _without_comments(text: str) -> str:
    return "\n".join("" if line.startswith("#") else line for line in text.splitlines())


def _content(edition: Edition) -> bytes:
    told = {"number": edition.number, "by": edition.by, "at": edition.at}
    head, rest = json.dumps(told, ensure_ascii=False), written_synonyms(edition.rows, "\t")
    return f"# timtin synonyms {head} crc32={_check(head, rest)}\n{rest}".encode()


def _check(head: str, rest: str) -> str:
    return f"{zlib.crc32(f'{head}{rest}'.encode('utf-8', 'surrogatepass')):08x}"


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    """Let others wait who publish at the same moment."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _changed(seen: int, current: Edition) -> IndexChanged:
    who = current.by or "?"
    return IndexChanged(
        f"Trong lúc đó {who} đã xuất bản bản {current.number}; hãy xem lại trên bản ấy.",
        f"Meanwhile {who} published edition {current.number}; please look again at that one.",
        seen=seen,
        found=current.number,
    )


def _damaged(path: Path, error: Exception) -> IndexDamaged:
    reason = error.vi.rstrip(".") if isinstance(error, RowsRefused) else str(error)
    reason_en = error.en.rstrip(".") if isinstance(error, RowsRefused) else str(error)
    return IndexDamaged(
        f"Tệp từ đồng nghĩa {path} không đọc được: {reason}.",
        f"The file of synonyms {path} cannot be read: {reason_en}.",
        path=str(path),
    )
