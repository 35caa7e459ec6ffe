"""What a run did, for people and for programs."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from searcher.model import Skipped

MOST_LISTED = 100_000
"""Skipped places that are listed one by one."""


@dataclass(slots=True)
class Counts:
    """Running counts; read = written + updated + unchanged + skipped + unlisted at any time.

    A tombstone is no article and is not among those read; what it deletes is among the deleted.
    """

    read: int = 0
    written: int = 0
    updated: int = 0
    unchanged: int = 0
    deleted: int = 0
    tombstones: int = 0
    repeated: int = 0
    """Pages whose id had been read before in the same run; the last one wins."""
    undated: int = 0
    """Articles read whose date is unknown or was refused (in the future, before 1990)."""
    skipped: list[Skipped] = field(default_factory=list)
    unlisted: int = 0
    """What was skipped beyond the first MOST_LISTED, which is counted only: memory has to end somewhere."""
    unknown_keys: Counter[str] = field(default_factory=Counter)
    bytes: int = 0
    """Bytes read from disk, packed as they lie there."""

    def skip(self, one: Skipped) -> None:
        """Count what was skipped."""
        if len(self.skipped) < MOST_LISTED:
            self.skipped.append(one)
        else:
            self.unlisted += 1

    @property
    def all_skipped(self) -> int:
        """How much was skipped."""
        return len(self.skipped) + self.unlisted

    def shown(self) -> dict[str, object]:
        """Return the numbers for a log line."""
        names = ("read", "written", "updated", "unchanged", "deleted")
        return {name: getattr(self, name) for name in names} | {"skipped": self.all_skipped}


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """An article that is `new`, `updated` or `deleted`."""

    id: str
    kind: str


Progress = Callable[[Counts], None]


def silent(counts: Counts) -> None:
    """Show nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The counts of a finished run, its seconds and the generation that is visible after it."""

    counts: Counts
    seconds: float
    generation: str | None
    articles: int
    is_dry: bool = False
    is_resumed: bool = False
    held_back: tuple[str, ...] = ()
    """Sources of which nothing was pruned, because something there could not be read."""
    changes: tuple[Change, ...] = ()
    """What would change, of a dry run."""
    peak_bytes: int = 0
    """The most memory that the processes of the run held together (`memory.Peak`)."""

    def record(self) -> dict[str, object]:
        """Return the object that `--json` prints."""
        counts = self.counts
        return {
            "read": counts.read,
            "written": counts.written,
            "updated": counts.updated,
            "unchanged": counts.unchanged,
            "deleted": counts.deleted,
            "skipped": [skipped_record(skipped) for skipped in counts.skipped],
            "unlisted": counts.unlisted,
            "repeated": counts.repeated,
            "undated": counts.undated,
            "unknown_keys": dict(counts.unknown_keys),
            "seconds": round(self.seconds, 3),
            "generation": self.generation,
            "articles": self.articles,
            "tombstones": counts.tombstones,
            "held_back": list(self.held_back),
            "resumed": self.is_resumed,
            "peak_bytes": self.peak_bytes,
            **({"dry_run": True, "changes": self._changes()} if self.is_dry else {}),
        }

    def _changes(self) -> list[dict[str, str]]:
        return [{"id": change.id, "change": change.kind} for change in self.changes]


def skipped_record(skipped: Skipped) -> dict[str, object]:
    """Return one skipped place as a JSON object."""
    return {
        "path": skipped.place.path,
        "line": skipped.place.line,
        "code": skipped.code,
        "vi": skipped.vi,
        "en": skipped.en,
    }
