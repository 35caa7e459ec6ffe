"""How a place is read: what its settings say, its limits, and the network it may use."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from searcher.settings.sources import SourceSettings
from searcher.sources.base import DEFAULT_LIMITS, Limits
from searcher.sources.unpacking import Count
from searcher.sources.web import Web


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """Handed to every opener; `web` asks servers, `count` hears of every byte read from a disk."""

    limits: Limits = DEFAULT_LIMITS
    source: SourceSettings = field(default_factory=SourceSettings)
    web: Web = field(default_factory=Web)
    count: Count | None = None

    @property
    def columns(self) -> Mapping[str, str]:
        """Our key -> their key."""
        return dict(self.source.columns)
