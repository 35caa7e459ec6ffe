"""The generation that a run has added to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from searcher.engines import Reader
from searcher.indexing.report import Change
from searcher.publish import Manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class Elder:
    """What a generation was, and what the run that made the next one has changed of it."""

    folder: Path
    manifest: Manifest
    reader: Callable[[], Reader]
    """Opens its index."""
    changes: Sequence[Change]
