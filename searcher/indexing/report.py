"""What a run did, for people and for programs."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from searcher.model import Skipped


@dataclass(slots=True)
class Counts:
    """Running counts; read = written + updated + unchanged + skipped at any time."""

    read: int = 0
    written: int = 0
    updated: int = 0
    unchanged: int = 0
    deleted: int = 0
    repeated: int = 0
    """Pages whose id had been read before in the same run; the last one wins."""
    undated: int = 0
    """Articles read whose date is unknown or was refused (in the future, before 1990)."""
    skipped: list[Skipped] = field(default_factory=list)
    unknown_keys: Counter[str] = field(default_factory=Counter)


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
            "repeated": counts.repeated,
            "undated": counts.undated,
            "unknown_keys": dict(counts.unknown_keys),
            "seconds": round(self.seconds, 3),
            "generation": self.generation,
            "articles": self.articles,
        }


def skipped_record(skipped: Skipped) -> dict[str, object]:
    """Return one skipped place as a JSON object."""
    return {
        "path": skipped.place.path,
        "line": skipped.place.line,
        "code": skipped.code,
        "vi": skipped.vi,
        "en": skipped.en,
    }
