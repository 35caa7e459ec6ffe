"""What a run has done so far, batch by batch, so that another one can go on after a kill.

    <index>/journal/order.json         what was asked, and of which generation
    <index>/journal/000001.json ...    a whole batch each: its pages, where it ends, what was packed of it
    <index>/journal/RUN_...            the packed documents, hard links while the writer needs them too

A batch counts from the moment its file is there (one atomic rename). The journal is cleared by the run that
publishes and by any run that does not resume.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import searcher.disk as disk
from searcher.indexing.preparing import Prepared
from searcher.model import Place, Skipped, Stamp
from searcher.publish import JOURNAL, ORDER
from searcher.publish.durable import write_durably
from searcher.publish.seals import sealed, unsealed

_SELDOM = ("undated", "unknown", "is_tombstone", "is_kept", "is_partial")
"""What is so of few pages, and not written of the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """A pack of documents as the writer put it away, and the places of those that are wanted."""

    record: Mapping[str, Any]
    chosen: Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A whole batch."""

    pages: Sequence[Prepared]
    numbers: Sequence[int]
    number: int
    place: Place
    """Where the batch ends: the number of the source, and the place of its last page there."""
    file: tuple[int, int] | None
    """Size and time (ns) of the file in which the batch ends, where that is a file."""
    packs: Sequence[Packed] = ()
    gone: Sequence[str] = ()
    stamps: Mapping[int, Stamp] = field(default_factory=dict)
    """Number of a page that came over the network -> its stamp."""


class Journal:
    """The journal of one index; used under the writer's lock."""

    def __init__(self, root: Path) -> None:
        self.folder = root / JOURNAL
        self._count = 0
        self._is_begun = False

    def begin(self, order: Mapping[str, Any]) -> None:
        """Begin anew for an order."""
        self.clear()
        self._order = order

    def clear(self) -> None:
        """Forget everything; what is left by a kill in the middle has no order, and counts for nothing."""
        if self.folder.exists():
            disk.remove(self.folder / ORDER, missing_ok=True)
            disk.remove_tree(self.folder)
        self._count = 0
        self._is_begun = False

    def is_of(self, order: Mapping[str, Any]) -> bool:
        """Say whether there is something to go on with for an order."""
        try:
            return bool(
                unsealed((self.folder / ORDER).read_bytes()) == json.loads(json.dumps(order))
            )
        except (OSError, ValueError):
            return False

    def entries(self) -> Iterator[Entry]:
        """Yield the whole batches in order; the first that is damaged ends them."""
        self._is_begun = True
        while (path := self._path(self._count + 1)).exists():
            try:
                entry = _entry(unsealed(path.read_bytes()), self._count + 1)
            except (OSError, ValueError, KeyError, TypeError, AttributeError):
                return
            self._count += 1
            yield entry

    def cut(self) -> None:
        """Forget the batch that was read last."""
        self._count -= 1

    def trim(self) -> None:
        """Take away the batches after the last good one, or they would follow one that is yet to come."""
        later = [
            path for path in self.folder.glob("??????.json") if path.stem > f"{self._count:06d}"
        ]
        for path in sorted(later, reverse=True):
            disk.remove(path)

    def add(self, entry: Entry) -> None:
        """Append a batch; raises NoSpace."""
        self.open()
        self._count += 1
        write_durably(self._path(self._count), sealed(_record(entry, self._count)))

    def open(self) -> Path:
        """Return the folder, once it is there and says what was asked."""
        if not self._is_begun:
            disk.make_folder(self.folder)
            write_durably(self.folder / ORDER, sealed(self._order))
            self._is_begun = True
        return self.folder

    def _path(self, number: int) -> Path:
        return self.folder / f"{number:06d}.json"


def file_state(place: Place) -> tuple[int, int] | None:
    """Return size and time of the file of a place, None where it is none."""
    try:
        status = Path(place.path.partition("!/")[0]).stat()
    except (OSError, ValueError):
        return None
    return status.st_size, status.st_mtime_ns


def _record(entry: Entry, batch: int) -> dict[str, Any]:
    return {
        "batch": batch,
        "pages": [_page_record(page) for page in entry.pages],
        "numbers": list(entry.numbers),
        "end": [entry.number, entry.place.path, entry.place.line],
        "file": entry.file,
        "packs": [[dict(pack.record), list(pack.chosen)] for pack in entry.packs],
        "gone": list(entry.gone),
        "stamps": [[number, asdict(stamp)] for number, stamp in entry.stamps.items()],
    }


def _page_record(page: Prepared) -> dict[str, Any]:
    """Return what a page is, without what it is not."""
    record: dict[str, Any] = {"id": page.id, "digest": page.digest, "place": page.place}
    if page.skipped is not None:
        record["skipped"] = asdict(page.skipped)
    for name in _SELDOM:
        if value := getattr(page, name):
            record[name] = value
    return record


def _entry(record: Mapping[str, Any], batch: int) -> Entry:
    if record["batch"] != batch:  # a file in the place of another
        raise ValueError("batch")
    number, path, line = record["end"]
    return Entry(
        pages=[_prepared(one) for one in record["pages"]],
        numbers=record["numbers"],
        number=number,
        place=Place(path=path, line=line),
        file=tuple(record["file"]) if record["file"] else None,
        packs=[Packed(record=one, chosen=chosen) for one, chosen in record["packs"]],
        gone=record["gone"],
        stamps={number: Stamp(**one) for number, one in record["stamps"]},
    )


def _prepared(record: dict[str, Any]) -> Prepared:
    skipped = record.pop("skipped", None)
    unknown = tuple(record.pop("unknown", ()))
    if skipped:
        skipped = Skipped(**{**skipped, "place": Place(**skipped["place"])})
    return Prepared(**record, skipped=skipped, unknown=unknown)
