"""What a run is asked to do."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """The places to read and how. `workers` 0 means as the settings say."""

    places: tuple[str, ...]
    full: bool = False
    """Start from nothing instead of from the visible generation."""
    prune: bool = False
    """Delete the articles that the places no longer have."""
    force: bool = False
    """Let `prune` delete more than a fifth of the archive."""
    dry_run: bool = False
    """Only say what would change."""
    keep: int | None = None
    """Generations to keep; None means as the settings say."""
    workers: int = 0
