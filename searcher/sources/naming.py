"""Records of any source in our keys: columns are renamed, and a source says what all its articles have."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace

from searcher.model import Page, PageKind, Place, Skipped
from searcher.settings.sources import SourceSettings
from searcher.sources.base import Pages, Source


@dataclass(frozen=True, slots=True)
class Named:
    """A source whose pages are told what the settings say."""

    source: Source
    settings: SourceSettings

    def pages(self, after: Place | None = None) -> Pages:
        """Yield the pages of the source."""
        columns = {theirs: ours for ours, theirs in self.settings.columns}
        told = dict(self.settings.default)
        for page in self.source.pages(after):
            yield page if isinstance(page, Skipped) else _told(_renamed(page, columns), told)


def named(source: Source, settings: SourceSettings) -> Source:
    """Return a source with what its settings say of its articles."""
    return Named(source, settings) if settings.columns or settings.default else source


def _told(page: Page, told: Mapping[str, str]) -> Page:
    return replace(page, told={**told, **page.told}) if told else page


def _renamed(page: Page, columns: Mapping[str, str]) -> Page:
    """Return a record with our keys; what is no record stays for extraction to refuse."""
    if page.kind is not PageKind.RECORD or not columns:
        return page
    try:
        record = json.loads(page.content)
    except (ValueError, RecursionError):
        return page
    if not isinstance(record, dict):
        return page
    kept = {key: value for key, value in record.items() if key not in columns.values()}
    mapped = {ours: record[theirs] for theirs, ours in columns.items() if theirs in record}
    others = {key: value for key, value in kept.items() if key not in columns}
    content = json.dumps({**others, **mapped}, ensure_ascii=False)
    return replace(page, content=content.encode("utf-8", "surrogatepass"))
