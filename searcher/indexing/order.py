"""What a run is asked to do."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """The places to read and how. Without a place and a query, the sources of the settings are read.

    `workers` 0 means as the settings say.
    """

    places: tuple[str, ...] = ()
    sql: str | None = None
    """Address of a database, read beside the places."""
    query: str | None = None
    """What is selected there."""
    full: bool = False
    """Start from nothing instead of from the visible generation."""
    prune: bool = False
    """Delete the articles that the places no longer have."""
    force: bool = False
    """Let `prune` delete more than a fifth of the archive, and where places could not be read."""
    dry_run: bool = False
    """Only say what would change."""
    resume: bool = False
    """Go on with what a run that was killed had read, where the order is the same."""
    keep: int | None = None
    """Generations to keep; None means as the settings say."""
    workers: int = 0
