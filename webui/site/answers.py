"""Answers to the questions asked most, kept until the archive says something else.

Few questions make most of the traffic (Zipf's law): of 5,300 with 1,400 different ones, the last 256 answer 54 % and the
last 1,024 answer 72 %, of 73 % that were asked before at all.
"""

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import replace
from threading import Lock

from searcher import Hit, Results

_KEPT = 1024
"""Answers, 20 MB without the bodies of articles, which no page of hits shows (60 with the longest facets); the least recently asked goes first."""
_LARGEST = 20
"""Hits of an answer that is kept."""


class Answers:
    """Keeps answers of one edition of the archive by what was asked. Safe to share between threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._edition: Hashable = None
        self._kept = OrderedDict[Hashable, Results]()

    def kept(self, edition: Hashable, key: Hashable) -> Results | None:
        """Return the answer that was given before, None where there is none; another edition ends all of them."""
        with self._lock:
            if edition != self._edition:
                self._edition = edition
                self._kept.clear()
            found = self._kept.get(key)
            if found is not None:
                self._kept.move_to_end(key)
            return found

    def keep(self, edition: Hashable, key: Hashable, found: Results) -> Results:
        """Keep an answer, unless it is a large one, came in part or is of another edition, and return it."""
        if len(found.hits) <= _LARGEST and not found.partial:
            light = _without_bodies(found)
            with self._lock:
                self._put(edition, key, light)
        return found

    def _put(self, edition: Hashable, key: Hashable, found: Results) -> None:
        if edition == self._edition:
            self._kept[key] = found
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)


def _without_bodies(found: Results) -> Results:
    return replace(found, hits=tuple(map(_without_body, found.hits)))


def _without_body(hit: Hit) -> Hit:
    return replace(hit, article=replace(hit.article, body=""))
