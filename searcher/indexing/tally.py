"""What a run knows of ids: which articles there are, which it has seen, what has to be written."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from searcher.indexing.ledger import Ledger, Origins
from searcher.indexing.preparing import Prepared
from searcher.indexing.report import Change, Counts

HARMLESS = frozenset({"no-article", "unknown-kind", "not-a-file", "loop", "outside", "robots"})
"""Codes of what was skipped without an article being lost to sight."""


@dataclass(slots=True)
class Verdict:
    """What a batch means for the archive: pages to be written, by number, and ids to be deleted before."""

    fresh: list[int] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


class Tally:
    """Counts the pages of a run, in the order they were read."""

    def __init__(self, known: Ledger, origins: Origins) -> None:
        self.ledger = dict(known)
        self.origins = dict(origins)
        """Article id -> the source it was last read from; none for what was named in an order."""
        self.counts = Counts()
        self.doubtful: set[str] = set()
        """Sources of which something could not be read."""
        self._known = known
        self._known_origins = origins
        self._seen: set[str] = set()
        self._touched: dict[str, None] = {}
        """Ids whose digest or origin may have changed, in the order they were read: few, where the archive is large."""

    def judge(self, pages: Sequence[Prepared], origins: Sequence[str]) -> Verdict:
        """Count the pages of a batch, each with the name of its source; say what must be done."""
        fresh: dict[str, int] = {}
        gone: dict[str, None] = {}
        for number, (page, origin) in enumerate(zip(pages, origins, strict=True)):
            if page.is_tombstone and page.id is not None:
                self._bury(page.id, fresh, gone)
            elif self._is_fresh(page, origin) and page.id is not None:
                fresh.pop(page.id, None)
                fresh[page.id] = number
        return Verdict(fresh=sorted(fresh.values()), gone=list(gone))

    def _bury(self, id_: str, fresh: dict[str, int], gone: dict[str, None]) -> None:
        self._seen.discard(id_)
        fresh.pop(id_, None)
        self.counts.tombstones += 1
        if self.ledger.pop(id_, None) is not None:
            self._touched[id_] = None
            gone[id_] = None
            self.counts.deleted += 1

    def _is_fresh(self, page: Prepared, origin: str) -> bool:
        """Count one page; tell whether it must be written."""
        counts = self.counts
        counts.read += 1
        counts.unknown_keys.update(page.unknown)
        if page.id is None:
            if page.skipped:
                counts.skip(page.skipped)
                self.doubtful |= set() if page.skipped.code in HARMLESS else {origin}
            return False
        counts.undated += page.undated
        counts.repeated += page.id in self._seen
        self._seen.add(page.id)
        self._note_origin(page.id, origin)
        return self._is_change(page)

    def _note_origin(self, id_: str, origin: str) -> None:
        if self.origins.get(id_, "") == origin:
            return
        self._touched[id_] = None
        if origin:
            self.origins[id_] = origin
        else:
            self.origins.pop(id_, None)

    def _is_change(self, page: Prepared) -> bool:
        before = self.ledger.get(str(page.id))
        if before == page.digest or page.is_kept or (page.is_partial and before is not None):
            self.counts.unchanged += 1
            return False
        self._touched[str(page.id)] = None
        self.ledger[str(page.id)] = page.digest
        self.counts.written += before is None
        self.counts.updated += before is not None
        return True

    def prunable(self, origins: Collection[str]) -> list[str]:
        """Return the articles last read from these sources that this run has not seen."""
        return [
            id_
            for id_ in self.ledger
            if id_ not in self._seen and self.origins.get(id_, "") in origins
        ]

    def remove(self, ids: Sequence[str]) -> None:
        """Delete articles that are gone."""
        for id_ in ids:
            del self.ledger[id_]
            self._touched[id_] = None
        self.counts.deleted += len(ids)

    @property
    def is_changed(self) -> bool:
        """Whether the archive would not be what it was."""
        return any(map(self._is_moved, self._touched)) or bool(self.changes())

    def changes(self) -> list[Change]:
        """Return every article that is not as it was, in the order they were read; those that are gone last."""
        new = [
            Change(id=id_, kind="updated" if id_ in self._known else "new")
            for id_ in self._touched
            if id_ in self.ledger and self._known.get(id_) != self.ledger[id_]
        ]
        gone = [
            Change(id=id_, kind="deleted")
            for id_ in self._touched
            if id_ in self._known and id_ not in self.ledger
        ]
        return new + gone

    def _is_moved(self, id_: str) -> bool:
        """Tell whether an article that is there was last read from another source before."""
        return id_ in self.ledger and self.origins.get(id_) != self._known_origins.get(id_)
