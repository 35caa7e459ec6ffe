"""What servers said of pages in earlier runs, so that they are asked for what changed only."""

import json
from collections.abc import Container, Mapping
from dataclasses import asdict, dataclass

from searcher.model import Stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """A page that was read: by what its server knows it again, and the id of its article (empty: it had none)."""

    stamp: Stamp
    id: str


class Memory:
    """Pages by the address that was asked. `load` and `saved` carry it from run to run."""

    def __init__(self) -> None:
        self._pages: dict[str, Remembered] = {}
        self._now: set[str] = set()

    def load(self, content: bytes) -> None:
        """Take over what another memory saved; raises ValueError, and takes nothing, where it is damaged."""
        try:
            read = [_remembered(record) for record in json.loads(content)]
            self._pages |= {page.stamp.url: page for page in read}
        except (KeyError, TypeError, AttributeError, RecursionError) as error:
            raise ValueError(f"no memory of pages: {error!r}") from error

    def saved(self, ids: Container[str]) -> bytes:
        """Return what is worth keeping, empty where nothing is.

        These are the pages whose servers told how to ask for changes, and whose articles are in the archive.
        """
        kept = [
            {**asdict(page.stamp), "id": page.id}
            for page in self._pages.values()
            if (page.stamp.etag or page.stamp.modified) and (not page.id or page.id in ids)
        ]
        return json.dumps(kept, ensure_ascii=False).encode() if kept else b""

    def remember(self, stamp: Stamp, id_: str) -> None:
        """Note that a page was read in this run."""
        self._pages[stamp.url] = Remembered(stamp=stamp, id=id_)
        self._now.add(stamp.url)

    def was_read(self, url: str) -> bool:
        """Say whether a page was read in this run."""
        return url in self._now

    def of(self, url: str) -> Remembered | None:
        """Return what is known of a page."""
        return self._pages.get(url)

    def headers(self, url: str) -> Mapping[str, str]:
        """Return the headers that ask for a page only if it changed."""
        known = self._pages.get(url)
        if known is None:
            return {}
        asked = {"If-None-Match": known.stamp.etag, "If-Modified-Since": known.stamp.modified}
        return {name: value for name, value in asked.items() if value}


def _remembered(record: dict[str, str]) -> Remembered:
    id_ = record.pop("id")
    return Remembered(stamp=Stamp(**record), id=id_)
