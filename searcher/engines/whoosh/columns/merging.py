"""Which segments are merged: many small ones into one, so that a query meets few of them.

Neighbours are merged only, so that articles keep the order in which they were written. The newest
segments are taken together as long as an older one is less than RATIO times what was taken so far:
a lasting archive has sizes like 60,000, 7,000, 800, 50, and an article is written again a few times in
its life. A segment that has lost a third of its articles is written anew as well.
"""

from collections.abc import Sequence

from searcher.engines.whoosh.columns.pending import SEGMENT_DOCUMENTS

RATIO = 8
FULL = 60_000
"""Segments of so many articles are not merged with others, or adding to a large archive would write it again."""
HOLLOW = 1 / 3

Group = range
"""Neighbouring segments, by index, that become one."""


def groups(live: Sequence[int], written: Sequence[int]) -> list[Group]:
    """Return what is to be merged, from the newest on, for segments with so many live and written articles."""
    found: list[Group] = []
    end = len(live)
    while end:
        start = _start(live, end)
        if end - start > 1 or _is_hollow(live[start], written[start]):
            found.append(range(start, end))
        end = start
    return found


def _start(live: Sequence[int], end: int) -> int:
    """Return the first of the segments that are taken together with the one before `end`."""
    start = end - 1
    total = live[start]
    while start and live[start - 1] < min(FULL, RATIO * total):
        if total + live[start - 1] > SEGMENT_DOCUMENTS:
            break
        start -= 1
        total += live[start]
    return start


def _is_hollow(live: int, written: int) -> bool:
    return written - live > HOLLOW * written
